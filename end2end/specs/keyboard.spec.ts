// By keyboard alone: Tab leads through a page in its order, past nothing and into no trap, and every dialog gives the focus back.
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../support/fixtures.ts";
import { open, post } from "../support/organigramm.ts";
import { seedScenarios } from "../support/pages.ts";

/** More than any page has: who is still not through by then is caught. */
const MOST = 200;

/** Presses Tab from the beginning of a page to its end, and says of each stop what is wrong with it. */
async function tabThrough(page: Page): Promise<{ stops: number; wrong: string[] }> {
  const wrong: string[] = [];
  for (let stops = 0; stops < MOST; stops++) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate(() => {
      const here = document.activeElement;
      if (!here || here === document.body) return null;
      const holder = window as Window & { lastStop?: Element };
      const before = holder.lastStop;
      holder.lastStop = here;
      const place = here.getBoundingClientRect();
      const said = `${here.tagName.toLowerCase()} „${(here.getAttribute("aria-label") ?? here.textContent ?? "").trim().slice(0, 40)}“`;
      const seen = place.bottom > 0 && place.top < innerHeight && place.right > 0 && place.left < innerWidth;
      // A date has several stops in one field.
      const follows = !before || before === here || (before.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
      return [seen ? "" : `${said} is out of sight`, follows ? "" : `${said} comes too late`].filter(Boolean);
    });
    if (found === null) return { stops, wrong };
    wrong.push(...found);
  }
  return { stops: MOST, wrong: [...wrong, "there is no way out"] };
}

/** Opens a dialog by Enter on what has the focus, leaves it by Escape, and is back. A menu takes the focus with the next Tab only. */
async function thereAndBack(page: Page, from: Locator, opened: Locator, next?: "Tab"): Promise<void> {
  await from.focus();
  await page.keyboard.press("Enter");
  await expect(opened).toBeVisible();
  if (next) await page.keyboard.press(next);
  await expect(opened.locator(":focus")).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(opened).toBeHidden();
  await expect(from).toBeFocused();
}

const dialog = (page: Page): Locator => page.getByRole("dialog");

for (const path of ["/organigramm", "/organigramm?ansicht=tabelle", "/simulation", "/stellenplan"]) {
  test(`Tab leads through ${path}`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await open(page, path);
    const { stops, wrong } = await tabThrough(page);
    expect(wrong).toEqual([]);
    expect(stops).toBeGreaterThan(30);
  });
}

test.describe("with something in the scenarios", () => {
  test.use({ isolation: "test" });

  test("Tab leads through the comparison, and a dialog of the list gives the focus back", async ({ page, api }) => {
    const { first, second } = await seedScenarios(api);
    await open(page, `/szenarien/vergleich?mit=${first}&mit=${second}`);
    await expect(page.locator(".comparison-picture")).toBeVisible({ timeout: 90_000 });
    const { stops, wrong } = await tabThrough(page);
    expect(wrong).toEqual([]);
    expect(stops).toBeGreaterThan(30);

    await open(page, "/szenarien");
    await thereAndBack(page, page.getByRole("button", { name: "Bearbeiten: Arbeitsszenario" }), dialog(page));
  });
});

test("every dialog of the chart gives the focus back to what opened it", async ({ page }) => {
  await open(page);
  await thereAndBack(page, post(page, "AA-05"), dialog(page));
  await thereAndBack(page, page.getByRole("button", { name: "Drucken und ausgeben …" }), dialog(page));
  await thereAndBack(page, page.getByRole("button", { name: "Befehle" }), dialog(page));
  await thereAndBack(page, page.getByRole("button", { name: "Szenario in Arbeit" }), page.locator(".scenario-menu"), "Tab");
});
