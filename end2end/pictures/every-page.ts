// Every page in every width and theme, into end2end/screenshots.
import type { Page } from "@playwright/test";
import { test } from "../support/fixtures.ts";
import { height, PAGES, ROLE_PAGES, SEEDED_PAGES, seedScenarios, THEMES, WIDTHS } from "../support/pages.ts";

const all = [...PAGES.map((path) => [path, "manager"] as const), ...ROLE_PAGES];

async function picture(page: Page, path: string, name: string, width: number, theme: (typeof THEMES)[number], last = "h1"): Promise<void> {
  await page.setViewportSize({ width, height: height(width) });
  await page.emulateMedia({ colorScheme: theme });
  await page.goto(path, { waitUntil: "networkidle" });
  await page.locator("html[data-awake]").waitFor();
  await page.locator(last).first().waitFor({ state: "attached", timeout: 90_000 });
  await page.screenshot({ path: `screenshots/${name}-${width}-${theme}.png`, fullPage: true });
}

for (const width of WIDTHS) {
  for (const theme of THEMES) {
    for (const [path, role] of all) {
      const name = path === "/" ? "uebersicht" : path.slice(1).replaceAll("/", "-");
      test(`${name} ${width} ${theme}`, async ({ visit }) => {
        await picture((await visit({}, role)).page, path, name, width, theme);
      });
    }
    test.describe("with something in the scenarios", () => {
      test.use({ isolation: "test" });
      for (const { name, path, last } of SEEDED_PAGES) {
        test(`${name} ${width} ${theme}`, async ({ page, api }) => {
          test.slow();
          await picture(page, path(await seedScenarios(api)), name.replaceAll(" ", "-"), width, theme, last);
        });
      }
    });
  }
}
