// Every page in every width and theme, into end2end/screenshots.
import { test } from "../support/fixtures.ts";
import { height, PAGES, ROLE_PAGES, THEMES, WIDTHS } from "../support/pages.ts";

const all = [...PAGES.map((path) => [path, "manager"] as const), ...ROLE_PAGES];

for (const [path, role] of all) {
  const name = path === "/" ? "uebersicht" : path.slice(1).replaceAll("/", "-");
  for (const width of WIDTHS) {
    for (const theme of THEMES) {
      test(`${name} ${width} ${theme}`, async ({ visit }) => {
        const { page } = await visit({}, role);
        await page.setViewportSize({ width, height: height(width) });
        await page.emulateMedia({ colorScheme: theme });
        await page.goto(path, { waitUntil: "networkidle" });
        await page.locator("html[data-awake]").waitFor();
        await page.screenshot({ path: `screenshots/${name}-${width}-${theme}.png`, fullPage: true });
      });
    }
  }
}
