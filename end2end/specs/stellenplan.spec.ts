// From a moved post to the printed list of changes, by keyboard alone; notes of a post; a frozen plan; the calendar file.
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { MOVE, MOVE_ACTION, open, post, saved, spoken } from "../support/organigramm.ts";

test.use({ isolation: "test" });

const table = (page: Page, caption: string) => page.locator("table").filter({ has: page.locator(`#${caption}`) });
const listed = (page: Page, id: string) => table(page, "veraenderungsliste").locator(`tr[data-post="${id}"]`);

/** Presses Tab until something has the focus. */
async function tabTo(page: Page, found: () => Promise<boolean>): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press("Tab");
    if (await found()) return;
  }
  throw new Error("Tab does not lead there");
}

const focused = (page: Page, selector: string) => () =>
  page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);

test("from a moved post to the printed list of changes, by keyboard alone", async ({ page, api }) => {
  await page.addInitScript(() => {
    window.print = () => document.documentElement.setAttribute("data-printed", "yes");
  });
  await open(page, "/organigramm");
  await tabTo(page, focused(page, '[role="treeitem"]'));
  await page.keyboard.type(MOVE.post);
  await expect(post(page, MOVE.post)).toBeFocused();
  await page.keyboard.press("m");
  await expect(spoken(page)).toContainText(`${MOVE.post} aufgenommen`);
  for (let steps = 0; steps < 12 && !/Einbürgerung/.test((await spoken(page).textContent()) ?? ""); steps++) {
    const before = await spoken(page).textContent();
    await page.keyboard.press("ArrowDown");
    await expect(spoken(page)).not.toHaveText(before ?? "");
  }
  await page.keyboard.press("Enter");
  await saved(page);
  expect((await api.activeChanges()).map((change) => change.action)).toEqual([MOVE_ACTION]);

  await page.keyboard.press("Control+Home");
  await page.locator(".skip-link").focus();
  await tabTo(page, focused(page, 'a[href^="/stellenplan"]'));
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/stellenplan/);
  await expect(page.locator("h1")).toBeFocused();
  const entry = listed(page, MOVE.post);
  await expect(entry).toContainText("umgesetzt");
  await expect(entry).toContainText("§ 5 Abs. 2 GemHVO");
  await expect(page.getByTestId("staffing-answer")).toContainText("Stellenplan 2025");

  await tabTo(page, focused(page, '[data-testid="print"]'));
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-printed", "yes");
  // What comes out of the printer: the tables on A4 landscape, without anything to be operated.
  await page.emulateMedia({ media: "print" });
  await expect(entry).toBeVisible();
  for (const hidden of [".staffing-controls", ".staffing-posts", ".staffing-frozen", ".copy-button", ".navigation"]) {
    await expect(page.locator(hidden).first()).toBeHidden();
  }
});

test("a note is a change of the scenario, counts in table and register, and can be undone", async ({ page, api }) => {
  await open(page, "/stellenplan?stelle=AA-05");
  // The form comes to life after the frame.
  await page.waitForLoadState("networkidle");
  const form = page.getByTestId("post-form");
  await form.getByLabel("ku in Gruppe").fill("E 8");
  await form.getByLabel("kw ohne Datum").selectOption("vakanz");
  await form.getByLabel("befristet bis", { exact: true }).fill("2025-03-31");
  await page.getByLabel("Begründung", { exact: true }).fill("Aufgabe fällt weg");
  await form.getByRole("button", { name: "Als Änderung übernehmen" }).click();

  await expect(listed(page, "AA-05")).toContainText("Vermerk geändert");
  await expect(listed(page, "AA-05")).toContainText("kw bei nächster Vakanz, ku E 8 bei nächster Vakanz");
  await expect(listed(page, "AA-05")).toContainText("Aufgabe fällt weg");
  await expect(page.locator('tr[data-due="befristung"]')).toContainText("31.03.2025");
  await saved(page);
  const [change] = await api.activeChanges();
  expect(change?.action).toEqual({
    set_post: { post: "AA-05", terms: { kw_on: "next_vacancy", ku: { grade: "E 8" }, contract_until: "2025-03-31" } },
  });
  await expectAccessible(page);

  await page.keyboard.press("Escape");
  await page.locator("h1").focus();
  await page.keyboard.press("Control+z");
  await expect(listed(page, "AA-05")).toHaveCount(0);
  await expect(form.getByLabel("ku in Gruppe")).toHaveValue("");

  await form.getByRole("button", { name: "Als Änderung übernehmen" }).click();
  await expect(form.getByRole("alert")).toContainText("nichts zu ändern");
});

test("another cost of a grade counts at once, from the budget year on", async ({ page }) => {
  await open(page, "/stellenplan");
  await page.getByRole("heading", { name: "Annahmen des Stellenplans" }).click();
  const before = await page.getByTestId("staffing-answer").textContent();
  await page.getByLabel("E 9b", { exact: true }).fill("90.000");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("staffing-answer")).not.toHaveText(before ?? "");
  await page.getByLabel("E 9b", { exact: true }).fill("viel");
  await page.keyboard.press("Enter");
  await expect(page.locator(".staffing-field").getByRole("alert")).toBeVisible();
});

test("a frozen plan stays as it was and tells what differs by now", async ({ page, api }) => {
  await open(page, "/stellenplan");
  await page.getByLabel("Wofür").fill("Sitzung 12/2024");
  await page.getByRole("button", { name: "Stellenplan 2025 festhalten" }).click();
  const row = table(page, "festgehalten-tabelle").getByRole("row").filter({ hasText: "Sitzung 12/2024" });
  await expect(row).toContainText("keiner");
  await api.append({ effective: "2024-03-01", action: MOVE_ACTION });
  await page.reload();
  await saved(page);
  await expect(row).toContainText("→");
});

test("the register of dates is saved as a calendar", async ({ page }) => {
  await open(page, "/stellenplan");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Als Kalender speichern" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("fristen.ics");
  const text = await readFile((await download.path()) ?? "", "utf8");
  expect(text).toContain("BEGIN:VCALENDAR");
  expect(text).toContain("DTSTART;VALUE=DATE:20240630");
});
