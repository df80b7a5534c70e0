// Laws and events: added on the page of the simulation by keyboard alone, changed and removed there; and the rank of a case type.
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../support/fixtures.ts";
import { expectAccessible } from "../support/axe.ts";
import { tabTo } from "../support/keyboard.ts";
import { open, saved, undoButton } from "../support/organigramm.ts";

test.use({ isolation: "test" });

const SUBMIT = '[data-testid="laws"] button[type=submit]';

interface DemandEvent {
  from: string;
  until?: string;
  factor: number;
  ramp_days: number;
  label: string;
}

const added = (group: Locator) => group.locator(".assumption-row").filter({ hasText: "im Szenario gesetzt" });

/** Adds a law for two case types of one unit. */
async function addLaw(page: Page, label: string): Promise<Locator> {
  const group = page.getByTestId("laws");
  await group.locator("summary").first().press("Enter");
  await group.getByText(/^Sachgebiet Einbürgerung.*: 0 von 8 gewählt$/).press("Enter");
  await page.locator("#gesetz-fallart-n01").check();
  await page.locator("#gesetz-fallart-n02").check();
  await page.locator("#gesetz-was").fill(label);
  await page.locator("#gesetz-ab").fill("2024-09-01");
  await page.locator("#gesetz-faktor").fill("1,5");
  await page.locator(SUBMIT).press("Enter");
  await expect(added(group)).toHaveCount(1);
  return group;
}

test("a law is added by keyboard alone, changes the forecast, and one undo takes it away", async ({ page, api }) => {
  await open(page, "/simulation");
  const group = page.getByTestId("laws");
  await tabTo(page, '[data-testid="laws"] > summary', "Tab", 400);
  await page.keyboard.press("Enter");
  await expect(group.locator(".assumption-row").filter({ hasText: "Staatsangehörigkeitsmodernisierungsgesetz (Annahme" })).toHaveCount(1);
  await expect(group.getByRole("button", { name: /^Entfernen/ })).toHaveCount(0);

  await tabTo(page, "#gesetz-was");
  await page.keyboard.type("Neue Anspruchsnorm");
  const unit = "#gesetz-einheit-einbuergerung > summary";
  await tabTo(page, unit);
  await page.keyboard.press("Enter");
  await tabTo(page, "#gesetz-alle-einbuergerung");
  await page.keyboard.press("Space");
  await expect(page.locator(unit)).toHaveText(/: 8 von 8 gewählt$/);
  // The fields of days are typed differently in every language of a browser: reached by keyboard, filled as a whole.
  await tabTo(page, "#gesetz-ab");
  await page.locator("#gesetz-ab").fill("2024-09-01");
  const factor = page.locator("#gesetz-faktor");
  await tabTo(page, "#gesetz-faktor");
  await page.keyboard.type("2000");
  await page.keyboard.press("Enter");

  // What is wrong stands at its field, which has the focus; nothing that was typed is lost.
  await expect(group.getByRole("alert")).toHaveText("Bitte eine Zahl von 0 bis 1.000 eingeben.");
  await expect(factor).toBeFocused();
  await expect(factor).toHaveAttribute("aria-invalid", "true");
  await expect(factor).toHaveAttribute("aria-describedby", "gesetz-faktor-hinweis gesetz-faktor-fehler");
  await expect(factor).toHaveValue("2000");
  await expect(page.locator("#gesetz-was")).toHaveValue("Neue Anspruchsnorm");
  expect(await api.activeChanges()).toHaveLength(0);
  await expectAccessible(page);

  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("2");
  await expect(page.locator("#gesetz-faktor-hinweis")).toHaveText("Das heißt: doppelt so viele Fälle.");
  await tabTo(page, SUBMIT);
  await page.keyboard.press("Enter");
  await expect(added(group)).toHaveText(/Neue Anspruchsnorm: ab 01\.09\.2024, Faktor 2 \(doppelt so viele Fälle\), alle Fallarten von Sachgebiet Einbürgerung/);
  await expect(page.locator("#gesetz-was")).toHaveValue("");
  await saved(page);
  const steps = (await api.scenario()).steps;
  expect(steps).toHaveLength(1);
  expect(steps[0]!.changes).toHaveLength(8);
  for (const change of steps[0]!.changes) {
    expect(change.effective).toBe("2024-02-01");
    const { events } = change.action.set_case_type!.demand as { events: DemandEvent[] };
    expect(events.at(-1)).toEqual({ from: "2024-09-01", factor: 2, ramp_days: 0, label: "Neue Anspruchsnorm" });
  }
  const worse = page.locator('tr[data-unit="einbuergerung"] td[data-verdict="worse"]').first();
  await expect(worse).toBeVisible();
  await expect(page.locator('[data-forecast-unit="einbuergerung"]')).toContainText("Neue Anspruchsnorm");
  // It stands among the assumptions, too, and the step says which event it is.
  await expect(page.getByLabel(/^Neue Anspruchsnorm \(Anspruchseinbürgerung.*\): Faktor$/)).toHaveCount(1);
  await expect(undoButton(page)).toHaveAttribute("title", /„Neue Anspruchsnorm“ \(ab 01\.09\.2024, Faktor 2\)/);

  await expect(page.locator(SUBMIT)).toBeFocused();
  await page.keyboard.press("Control+z");
  await expect(added(group)).toHaveCount(0);
  await expect(worse).toHaveCount(0);
  await expect.poll(async () => (await api.activeChanges()).length).toBe(0);
});

test("a law that was added is switched off, changed and removed, and the focus stays at hand", async ({ page, api }) => {
  await open(page, "/simulation");
  const group = await addLaw(page, "Novelle");
  const row = added(group);
  const counts = row.getByRole("checkbox", { name: "wirkt: Novelle" });
  await counts.focus();
  await page.keyboard.press("Space");
  await expect(counts).not.toBeChecked();
  await expect(counts).toBeFocused();
  await saved(page);
  expect((await api.scenario()).steps.map((step) => step.changes.length)).toEqual([2, 2]);

  await group.getByRole("button", { name: "Ändern: Novelle" }).press("Enter");
  await expect(page.locator("#gesetz-was")).toBeFocused();
  await expect(page.locator("#gesetz-faktor")).toHaveValue("1,5");
  await page.locator("#gesetz-fallart-n02").uncheck();
  await page.locator("#gesetz-bis").fill("2024-08-31");
  await page.locator(SUBMIT).press("Enter");
  await expect(group.getByRole("alert")).toHaveText(/der nicht vor dem ersten liegt/);
  await expect(page.locator("#gesetz-bis")).toBeFocused();
  await page.locator("#gesetz-bis").fill("2025-08-31");
  await page.locator("#gesetz-anlauf").fill("30");
  await page.locator(SUBMIT).press("Enter");
  await expect(row).toContainText(/Novelle: 01\.09\.2024 bis 31\.08\.2025, Faktor 1,50 \(50\s% mehr Fälle, nach 30 Tagen erreicht\)/);
  await expect(counts).not.toBeChecked();
  await page.setViewportSize({ width: 390, height: 800 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

  await group.getByRole("button", { name: "Entfernen: Novelle" }).press("Enter");
  await expect(row).toHaveCount(0);
  await expect(page.locator("#gesetz-was")).toBeFocused();
  await saved(page);
  const last = (await api.activeChanges()).at(-1)!.action.set_case_type!;
  expect(last.case_type).toBe("n01");
  expect(JSON.stringify(last.demand)).not.toContain("Novelle");
});

test("a law that hits nobody is refused at the case types, and one added closes no group", async ({ page, api }) => {
  await open(page, "/simulation");
  const events = page.locator(".assumption-group").filter({ has: page.getByText("Gesetze und Ereignisse", { exact: true }) });
  await events.locator("summary").press("Enter");
  const group = page.getByTestId("laws");
  await group.locator("summary").first().press("Enter");
  await page.locator("#gesetz-was").fill("Novelle");
  await page.locator("#gesetz-ab").fill("2024-09-01");
  await page.locator("#gesetz-faktor").fill("1,5");
  await page.locator(SUBMIT).press("Enter");
  await expect(group.getByRole("alert")).toHaveText("Bitte mindestens eine Fallart wählen.");
  expect(await api.activeChanges()).toHaveLength(0);
  await page.keyboard.press("Enter");
  await page.locator("#gesetz-fallarten").getByRole("checkbox").nth(1).check();
  await page.locator(SUBMIT).press("Enter");
  await expect(added(group)).toHaveCount(1);
  await expect(events).toHaveAttribute("open", "");
  const factor = page.getByLabel(/^Novelle .*: Faktor$/);
  await expect(factor).toHaveValue("1,50");
  await expect(events.locator(".assumption").filter({ has: factor })).toContainText("im Szenario gesetzt");
});

test("the rank of a case type is shown with what it means, and edited", async ({ page, api }) => {
  await open(page, "/simulation");
  await page.getByText(/^Sachgebiet Einbürgerung.*: Wachstum, Streuung, Wartezeiten, Folgefälle, Rang, Anfangsbestand$/).click();
  const field = page.locator('[data-assumption="annahme-rang-n01"]');
  const rank = field.getByLabel(/: Rang$/);
  await expect(rank).toHaveValue("2");
  await expect(rank).toHaveAccessibleDescription(/0–255 Der kleinere Rang ist zuerst an der Reihe; innerhalb eines Ranges geht es nach dem Eingang/);
  await rank.fill("1,5");
  await rank.press("Enter");
  await expect(field.getByRole("alert")).toHaveText("Bitte eine ganze Zahl von 0 bis 255 eingeben.");
  expect(await api.activeChanges()).toHaveLength(0);
  await rank.fill("1");
  await rank.press("Enter");
  await expect(field).toContainText("geändert, im Plan: 2");
  await saved(page);
  expect((await api.activeChanges())[0]!.action.set_case_type).toEqual({ case_type: "n01", priority: 1 });
});
