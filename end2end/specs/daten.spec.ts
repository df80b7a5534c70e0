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
  await expect(page.locator(".lead")).toContainText("von Januar 2023 bis Januar 2023 für 1 Fallarten");
  const imports = page.locator("#importe").locator("xpath=ancestor::table");
  await expect(imports).toContainText("fallzahlen.xlsx");
  // By German legal time, as everywhere.
  await expect(imports.getByRole("rowheader").first()).toHaveText(/^\d{2}\.\d{2}\.\d{4}, \d{2}:\d{2}$/);
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

  // Figures of the assessment are never stored either: they become a step of the scenario in hand.
  const workload = "Fallart;Jahr;Fallzahl;mBZ;Quelle\r\na01;2023;1.234;95,5;Erhebung 2023\r\n";
  await choose(page, "mengen.csv", Buffer.from(workload), "text/csv");
  await expect(page.locator("#tabelle-art")).toHaveValue("workload");
  await expect(page.locator("#tabelle-aenderungen").locator("xpath=ancestor::table")).toContainText("mBZ 95,5 Min.");
  await page.locator("#tabelle-uebernehmen").click();
  await expect(page.locator("#tabelle-ergebnis")).toContainText("Übernommen: 0 neu, 1 geändert");
  await expect.poll(async () => (await api.activeChanges()).map(({ action }) => Object.keys(action))).toEqual([["set_case_type"]]);
});

test("a table of many changes is gone through page by page", async ({ page }) => {
  await open(page, "/daten");
  const months = Array.from({ length: 600 }, (_, at) => `${String((at % 12) + 1).padStart(2, "0")}.${1990 + Math.floor(at / 12)};a01;5\r\n`);
  await choose(page, "viele.csv", Buffer.from(`Monat;Fallart;Bestand\r\n${months.join("")}`), "text/csv");
  const place = page.locator("#tabelle-seite");
  await expect(place).toHaveText("Änderungen 1 bis 500 von 600; zum Übernehmen angekreuzt: 600.");
  await expect(page.locator(".wizard-check")).toHaveCount(500);
  await page.locator("#tabelle-weiter").focus();
  await page.keyboard.press("Enter");
  await expect(place).toContainText("501 bis 600 von 600");
  await expect(page.locator("#tabelle-weiter")).toBeFocused();
  await expect(page.locator(".wizard-check")).toHaveCount(100);
  await page.locator("#tabelle-keine").press("Enter");
  await expect(place).toContainText("angekreuzt: 500.");
  await expect(page.locator(".wizard-check:checked")).toHaveCount(0);
  await page.locator(".wizard-check").first().check();
  await page.locator("#tabelle-zurueck").press("Enter");
  await expect(page.locator(".wizard-check:checked")).toHaveCount(500);
  await page.locator("#tabelle-uebernehmen").click();
  await expect(page.locator("#tabelle-ergebnis")).toContainText("Übernommen: 501 neu");
});

test("unknown columns and states are decided about and remembered", async ({ page }) => {
  await open(page, "/daten");
  const list = Buffer.from("Az.;Art;Vom;Status\r\n7/23;a01;02.01.2023;Stufe 7\r\n");
  await choose(page, "liste.csv", list, "text/csv");
  await page.locator("#tabelle-art").selectOption("cases");
  // Each decision is looked at by the server, and the table drawn anew with its answer; whoever works in it keeps their place.
  const column = page.getByLabel("Spalte „Vom“ gelesen als");
  await page.getByLabel("Spalte „Art“ gelesen als").selectOption("case_type");
  await column.focus();
  await column.selectOption("received");
  const state = page.getByLabel("„Stufe 7“");
  await expect(state).toBeVisible();
  await expect(column).toBeFocused();
  await state.selectOption("applicant");
  await page.locator("#tabelle-uebernehmen").click();
  await expect(page.locator("#tabelle-ergebnis")).toContainText("Übernommen: 1 neu");

  await page.reload();
  await choose(page, "liste.csv", list, "text/csv");
  await expect(page.locator("#tabelle-ergebnis")).toContainText("nichts Neues: 1 Angaben");
});

test("a plan file is told as changes, becomes a step and, by a decision, the baseline", async ({ page, api }) => {
  await open(page, "/daten");
  // The part of the module that reads plans has taken the place of what the server drew.
  await expect(page.locator(".still #plan-datei")).toHaveCount(0);
  const file = page.locator("#plan-datei");
  await expect(file).toBeVisible();
  const plan = ((await (await api.call("plan/newest", {})).json()) as { plan: { units: [unknown, { name: string }, ...unknown[]] } }).plan;
  plan.units[1].name = "Aus der Datei";
  const give = (text: string) => file.setInputFiles({ name: "plan.json", mimeType: "application/json", buffer: Buffer.from(text) });
  const result = page.locator("#plan-ergebnis");

  await give(JSON.stringify({ ...plan, farbe: "rot" }));
  await expect(result).toContainText("Die Plandatei hat Fehler (1)");
  await expect(page.locator("#plan-fehler").locator("xpath=ancestor::table").locator("tbody tr")).toContainText("farbe");
  await expect(page.locator("#plan-uebernehmen")).toHaveCount(0);

  await give(JSON.stringify(plan));
  await expect(result).toContainText("Noch nichts gespeichert. Änderungen: 1.");
  await expect(page.locator("#plan-aenderungen li")).toContainText("Aus der Datei");
  await expectAccessible(page);
  await page.locator("#plan-uebernehmen").press("Enter");
  await expect(result).toContainText("Als Schritt ins Szenario übernommen");

  await page.locator("#plan-fassung").check();
  await expect(result).toContainText("Noch nichts gespeichert. Änderungen: 1.");
  await page.locator("#plan-beschluss").fill("Verfügung 3");
  await page.locator("#plan-uebernehmen").press("Enter");
  await expect(result).toContainText("ist jetzt die Ausgangslage (Fassung 2)");
  await expect(result).toBeFocused();
});

test("what is chosen and pressed before the page is awake counts when it is; the monthly sheet is filled by keyboard and stored", async ({ page }) => {
  let wake = () => {};
  const awake = new Promise<void>((woken) => (wake = woken));
  await page.route("**/*.wasm", async (route) => {
    await awake;
    await route.continue();
  });
  await page.goto("/daten", { waitUntil: "domcontentloaded" });
  await choose(page, "fallzahlen.xlsx", figures);
  const sheet = page.locator("#blatt-oeffnen");
  await sheet.press("Enter");
  await expect(sheet).toHaveAttribute("aria-busy", "true");
  await expect(page.locator("#tabelle-ergebnis")).toHaveCount(0);
  wake();
  await expect(page.locator("#tabelle-ergebnis")).toContainText("Noch nichts gespeichert. Neu: 2");
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
