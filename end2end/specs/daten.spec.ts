// Figures on their way in: from an Excel file through the wizard by keyboard alone; errors with their place; the monthly sheet.
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { tabTo } from "../support/keyboard.ts";
import { open } from "../support/organigramm.ts";
import { workbook } from "../support/workbook.ts";
import type { Page } from "@playwright/test";

test.use({ isolation: "test" });

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const figures = workbook([
  ["Fallzahlen 2023"],
  ["Monat", "Fallart", "Eingänge", "Bestand", "Nachname"],
  ["01.2023", "a01", 120, 340, "Maier"],
  ["02.2023", "a01", 95, 310, "Maier"],
]);

const choose = (page: Page, name: string, buffer: Buffer, mimeType = XLSX) =>
  page.locator("#tabelle-datei").setInputFiles({ name, mimeType, buffer });

test("from an Excel file to the stored figures by keyboard alone", async ({ page, api }) => {
  await open(page, "/daten");
  await expect(page.locator(".lead")).toContainText("noch keine Fallzahlen");
  await tabTo(page, "#tabelle-datei");
  // The dialog of the system is the only thing that a test cannot press keys in.
  await choose(page, "fallzahlen.xlsx", figures);

  const result = page.locator("#tabelle-ergebnis");
  await expect(result).toContainText("Noch nichts gespeichert. Neu: 2, geändert: 0, unverändert: 0.");
  await expect(result).toContainText("sieht nach Angaben über Personen aus");
  await expect(page.locator("#tabelle-art")).toHaveValue("counts");
  await expectAccessible(page);

  // The second row is left out.
  await tabTo(page, ".wizard-check >> nth=1");
  await page.keyboard.press("Space");
  await tabTo(page, "#tabelle-uebernehmen");
  await page.keyboard.press("Enter");

  await expect(result).toContainText("Übernommen: 1 neu, 0 geändert, 0 unverändert.");
  await expect(result).toBeFocused();
  await expect(page.locator(".lead")).toContainText("von Jan 2023 bis Jan 2023 für 1 Fallarten");
  await expect(page.locator("#importe").locator("xpath=ancestor::table")).toContainText("fallzahlen.xlsx");
  const stored = (await (await api.call("imports/provenance", {})).json()) as { imports: unknown[] };
  expect(stored.imports).toHaveLength(1);
});

test("every error has its place, and nothing is stored", async ({ page, api }) => {
  await open(page, "/daten");
  const wrong = "Monat;Fallart;Bestand\r\n31.06.2024;a01;1\r\n01.2024;zz9;1\r\n";
  await choose(page, "falsch.csv", Buffer.from(wrong), "text/csv");
  await expect(page.locator("#tabelle-ergebnis")).toContainText("Die Tabelle hat Fehler (2)");
  const rows = page.locator("#tabelle-fehler").locator("xpath=ancestor::table").locator("tbody tr");
  await expect(rows.nth(0)).toContainText("A („Monat“)");
  await expect(rows.nth(1)).toContainText("„zz9“ gibt es im Plan nicht");
  await expect(page.locator("#tabelle-uebernehmen")).toHaveCount(0);
  await expectAccessible(page);
  const stored = (await (await api.call("imports/provenance", {})).json()) as { imports: unknown[] };
  expect(stored.imports).toHaveLength(0);
});

test("unknown columns and states are decided about and remembered", async ({ page }) => {
  await open(page, "/daten");
  const list = Buffer.from("Az.;Art;Vom;Status\r\n7/23;a01;02.01.2023;Stufe 7\r\n");
  await choose(page, "liste.csv", list, "text/csv");
  await page.locator("#tabelle-art").selectOption("cases");
  // Each decision is looked at by the server, and the table drawn anew with its answer.
  const state = page.getByLabel("„Stufe 7“");
  await expect(async () => {
    await page.getByLabel("Spalte „Art“ gelesen als").selectOption("case_type");
    await page.getByLabel("Spalte „Vom“ gelesen als").selectOption("received");
    await expect(state).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await state.selectOption("applicant");
  await page.locator("#tabelle-uebernehmen").click();
  await expect(page.locator("#tabelle-ergebnis")).toContainText("Übernommen: 1 neu");

  await page.reload();
  await choose(page, "liste.csv", list, "text/csv");
  await expect(page.locator("#tabelle-ergebnis")).toContainText("nichts Neues: 1 Angaben");
});

test("the monthly sheet is filled by keyboard and stored", async ({ page }) => {
  await open(page, "/daten");
  await page.locator("#blatt-oeffnen").click();
  const first = page.locator("#blatt-0-0");
  await first.focus();
  await page.keyboard.type("1.590");
  await page.keyboard.press("Enter");
  await expect(page.locator("#blatt-1-0")).toBeFocused();
  await page.keyboard.type("viele");
  await page.keyboard.press("ArrowDown");
  await expect(page.locator("#blatt-1-0")).toHaveAttribute("aria-invalid", "true");
  await page.locator("#blatt-speichern").click();
  await expect(page.locator(".lead")).toContainText("für 1 Fallarten");
  await expectAccessible(page);
});
