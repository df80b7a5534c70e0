// What holds for every page, in every width and theme: no violation found by axe, nothing wider than the screen, and nothing lost
// to who magnifies it, spaces its letters, sets its colours or wants nothing to move.
import type { Page } from "@playwright/test";
import { expectAccessible, expectContrast, expectLegible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { expectFocusSeen, expectForcedColours, expectReflow, expectRoomForText, expectStill } from "../support/sight.ts";
import { height, PAGES, ROLE_PAGES, SEEDED_PAGES, seedScenarios, WIDTHS } from "../support/pages.ts";

const all = [...PAGES.map((path) => [path, "manager"] as const), ...ROLE_PAGES];
const widths = [...WIDTHS].sort((a, b) => a - b);
const [narrow, wide] = [Math.min(...widths), Math.max(...widths)];

/** All widths and both themes after one load: loading is what costs the time, and a telephone and a window are turned and drawn too. */
async function everywhere(page: Page, path: string, last = "h1"): Promise<void> {
  await page.setViewportSize({ width: narrow, height: height(narrow) });
  await page.emulateMedia({ reducedMotion: "reduce", colorScheme: "light" });
  await page.goto(path, { waitUntil: "networkidle" });
  await expect(page.locator("h1")).toHaveCount(1);
  // A dashboard asks again for its forecast after a pause in which the network is idle, too.
  await expect(page.getByTestId("forecast-pending")).toHaveCount(0, { timeout: 60_000 });
  // What the server has drawn stands beside its successor for a moment.
  await expect(page.locator(".still")).toHaveCount(0);
  await expect(page.locator(last).first()).toBeAttached({ timeout: 90_000 });
  for (const width of widths) {
    await test.step(`${width} px`, async () => {
      await page.setViewportSize({ width, height: height(width) });
      await page.emulateMedia({ colorScheme: "light" });
      // At both ends everything; between them nothing is shown that is not shown at one of them.
      await (width === narrow || width === wide ? expectAccessible(page) : expectLegible(page));
      await page.emulateMedia({ colorScheme: "dark" });
      await expectContrast(page);
      const overhang = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overhang, "pixels by which the page is wider than the screen").toBeLessThanOrEqual(0);
    });
  }
  await test.step("as readers set it for themselves", async () => {
    await expectStill(page);
    // A window of 1280 pixels at 400 %.
    await page.setViewportSize({ width: 320, height: 256 });
    await expectReflow(page);
    await expectRoomForText(page);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.emulateMedia({ forcedColors: "active" });
    await expectForcedColours(page);
    await expectFocusSeen(page);
  });
}

for (const [path, role] of all) {
  test(`${path} in every width and theme`, async ({ visit }) => {
    test.slow();
    const { page } = await visit({}, role);
    await everywhere(page, path);
  });
}

test.describe("with something in the scenarios", () => {
  // A server of its own: the pages above are looked at as they are on the first day.
  test.use({ isolation: "test" });

  for (const { name, path, last } of SEEDED_PAGES) {
    test(`${name} in every width and theme`, async ({ page, api }) => {
      test.slow();
      await everywhere(page, path(await seedScenarios(api)), last);
    });
  }
});
