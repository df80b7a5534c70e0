// What holds for every page, in every width and theme: no violation found by axe, nothing wider than the screen.
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { height, PAGES, ROLE_PAGES, THEMES, WIDTHS } from "../support/pages.ts";

const all = [...PAGES.map((path) => [path, "manager"] as const), ...ROLE_PAGES];

for (const [path, role] of all) {
  for (const width of WIDTHS) {
    for (const theme of THEMES) {
      test(`${path} at ${width} px, ${theme}`, async ({ visit }) => {
        const { page } = await visit({}, role);
        await page.setViewportSize({ width, height: height(width) });
        await page.emulateMedia({ colorScheme: theme });
        await page.goto(path, { waitUntil: "networkidle" });

        await expect(page.locator("h1")).toHaveCount(1);
        await expectAccessible(page);
        const overhang = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overhang, "pixels by which the page is wider than the screen").toBeLessThanOrEqual(0);
      });
    }
  }
}
