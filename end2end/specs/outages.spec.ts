// Outages: set by keyboard on the page of the simulation, seen as flags at the chart's time slider.
import { expect, test } from "../support/fixtures.ts";
import { expectAccessible } from "../support/axe.ts";
import { tabTo } from "../support/keyboard.ts";
import { open, saved } from "../support/organigramm.ts";

test.use({ isolation: "test" });

test("an outage is added by keyboard, slows its unit, and stands as a flag on the chart", async ({ page, api }) => {
  await open(page, "/simulation");
  const group = page.getByTestId("outages");
  const summary = '[data-testid="outages"] > summary';
  await tabTo(page, summary, "Tab", 400);
  await page.keyboard.press("Enter");
  await expect(group.getByText("Kein Ausfall ist angenommen.")).toBeVisible();

  await tabTo(page, "#ausfall-was");
  await page.keyboard.type("Ausfall des Fachverfahrens");
  // The fields of days are typed differently in every language of a browser: reached by keyboard, filled as a whole.
  await tabTo(page, "#ausfall-von");
  await page.locator("#ausfall-von").fill("2025-04-07");
  await page.locator("#ausfall-bis").fill("2025-04-04");
  await tabTo(page, "#ausfall-anteil");
  await page.locator("#ausfall-anteil").fill("80");
  await tabTo(page, "#ausfall-einheit");
  await page.locator("#ausfall-einheit").selectOption("einbuergerung");
  await tabTo(page, '[data-testid="outages"] button[type=submit]');
  await page.keyboard.press("Enter");
  await expect(group.getByRole("alert")).toHaveText("Der letzte Tag liegt vor dem ersten; bitte denselben oder einen späteren wählen.");
  expect(await api.activeChanges()).toHaveLength(0);

  await page.locator("#ausfall-bis").fill("2025-05-02");
  await tabTo(page, '[data-testid="outages"] button[type=submit]');
  await page.keyboard.press("Enter");
  const row = group.locator(".assumption-row");
  await expect(row).toHaveText(/Ausfall des Fachverfahrens: 07\.04\.2025 bis 02\.05\.2025, 80\s%/);
  await expect(row.locator(".provenance")).toHaveText("Annahme");
  await expect(row).toContainText("im Szenario gesetzt");
  await expect(page.locator("#ausfall-was")).toHaveValue("");
  await saved(page);
  const [change] = await api.activeChanges();
  expect(change!.action.set_assumptions!.outages).toEqual([
    { from: "2025-04-07", until: "2025-05-02", lost: 0.8, label: "Ausfall des Fachverfahrens", units: ["einbuergerung"] },
  ]);
  await expect(page.locator('tr[data-unit="einbuergerung"] td[data-verdict="worse"]').first()).toBeVisible();
  await expectAccessible(page);

  await open(page, "/organigramm");
  const flag = page.getByRole("button", { name: /^Ausfall 07\.04\.2025 bis 02\.05\.2025: Ausfall des Fachverfahrens, 80\s% weniger Kapazität/ });
  await expect(flag).toHaveAttribute("data-kind", "outage");
  // Up to the next flag there is room for the word.
  await expect(flag.locator(".outage-word")).toHaveText("Ausfall");
  await flag.press("Enter");
  await expect(page).toHaveURL(/tag=2025-04-07/);
});

test("an outage is switched off, changed and removed, and the focus stays at hand", async ({ page, api }) => {
  const outage = { from: "2024-09-02", until: "2024-09-27", lost: 1, label: "Umzug" };
  await api.append({ effective: "2024-02-01", action: { set_assumptions: { outages: [outage] } } });
  await open(page, "/simulation");
  const group = page.getByTestId("outages");
  await group.locator("summary").click();
  const counts = group.getByRole("checkbox", { name: "wirkt: Umzug" });
  await counts.focus();
  await page.keyboard.press("Space");
  await expect(counts).not.toBeChecked();
  await expect(counts).toBeFocused();
  await expect.poll(async () => (await api.activeChanges()).length).toBe(2);

  await group.getByRole("button", { name: "Ändern: Umzug" }).press("Enter");
  await expect(page.locator("#ausfall-was")).toBeFocused();
  await expect(page.locator("#ausfall-anteil")).toHaveValue("100");
  await page.locator("#ausfall-anteil").fill("50");
  await page.keyboard.press("Enter");
  await expect(group.locator(".assumption-row")).toContainText(/50\s% weniger Kapazität, alle Einheiten/);
  await page.setViewportSize({ width: 390, height: 800 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expect(counts).not.toBeChecked();

  await group.getByRole("button", { name: "Entfernen: Umzug" }).press("Enter");
  await expect(group.locator(".assumption-row")).toHaveCount(0);
  await expect(page.locator("#ausfall-was")).toBeFocused();
  await saved(page);
  expect((await api.activeChanges()).at(-1)!.action.set_assumptions!.outages).toEqual([]);
});
