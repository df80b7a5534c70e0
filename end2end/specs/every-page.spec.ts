// What holds for every page, in every width and theme: no violation found by axe, nothing wider than the screen.
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { height, PAGES, ROLE_PAGES, THEMES, WIDTHS } from "../support/pages.ts";

const all = [...PAGES.map((path) => [path, "manager"] as const), ...ROLE_PAGES];

for (const [path, role] of all) {
  for (const width of WIDTHS) {
    // Both themes after one load: they differ in colours alone, and loading is what costs the time.
    test(`${path} at ${width} px`, async ({ visit }) => {
      const { page } = await visit({}, role);
      await page.setViewportSize({ width, height: height(width) });
      await page.emulateMedia({ reducedMotion: "reduce" });
      await page.goto(path, { waitUntil: "networkidle" });
      await expect(page.locator("h1")).toHaveCount(1);
      // What the server has drawn stands beside its successor for a moment.
      await expect(page.locator(".still")).toHaveCount(0);
      for (const theme of THEMES) {
        await test.step(theme, async () => {
          await page.emulateMedia({ colorScheme: theme });
          await expectAccessible(page);
        });
      }
      const overhang = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overhang, "pixels by which the page is wider than the screen").toBeLessThanOrEqual(0);
    });
  }
}
