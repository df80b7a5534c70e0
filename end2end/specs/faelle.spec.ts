// The team lead's desk: all units, a unit, one kind of cases, relief, and the guided exercise.
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { tabTo } from "../support/keyboard.ts";
import { open } from "../support/organigramm.ts";
import { workbook } from "../support/workbook.ts";

test("from the department to a unit, its table and one kind of cases", async ({ page }) => {
  await page.goto("/faelle");
  await expect(page.locator("p.lead")).toContainText("Fälle offen");
  await expect(page.locator(".cases-basis")).toContainText("Annahme");
  // Above the table a unit that needs attention is a link, too.
  await page.locator("main table").getByRole("link", { name: "Sachgebiet Aufenthalt/Anerkennung" }).click();
  await expect(page).toHaveURL(/\/faelle\/aufenthalt/);
  const ages = page.locator("[data-panel=alter]");
  await expect(ages.locator("svg.cases-picture")).toBeVisible();
  await ages.getByText("Zahlen als Tabelle").click();
  await expect(ages.getByRole("rowheader", { name: "bis 3 Monate", exact: true })).toBeVisible();
  await page.locator("select[name=fallart]").selectOption("a08");
  await expect(page).toHaveURL(/fallart=a08/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Familiennachzug");
  await page.getByRole("link", { name: "Auswahl zurücksetzen" }).click();
  await expect(page).not.toHaveURL(/fallart/);
  // The table of the kinds leads to each of them, too.
  await page.locator("[data-panel=fallarten]").getByRole("rowheader").getByRole("link", { name: /Familiennachzug/ }).click();
  await expect(page).toHaveURL(/fallart=a08/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Familiennachzug");
  await page.getByRole("link", { name: "Auswahl zurücksetzen" }).click();
  await expect(page).not.toHaveURL(/fallart/);
  // The name of a figure leads to what it means and to where that comes from.
  await page.locator("[data-panel=reichweite] h2 a").click();
  await expect(page).toHaveURL(/\/hilfe#begriff-monate-arbeit$/);
  const term = page.locator("#begriff-monate-arbeit");
  await expect(term).toContainText("Quelle:");
  await expect(term).toBeInViewport();
});

test("the department is a report on paper, too", async ({ page }) => {
  await page.goto("/faelle");
  const saving = page.waitForEvent("download");
  await page.getByRole("link", { name: "Bericht als PDF" }).click();
  const report = await saving;
  expect(report.suggestedFilename()).toMatch(/^faelle-einheiten-\d{4}-\d{2}-\d{2}\.pdf$/);
  expect(readFileSync(await report.path()).subarray(0, 5).toString()).toBe("%PDF-");
});

test("every picture has title, description, a table and a way to it by keyboard", async ({ page }) => {
  test.slow();
  await open(page, "/faelle");
  // All units as a table: names lead to the units.
  await expect(page.locator("main svg.cases-picture")).toHaveCount(0);
  const units = await page.locator('main table a[href^="/faelle/"]').evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  expect(units.length).toBeGreaterThan(5);
  let seen = 0;
  // The department and two sections: over all units, the same is looked at without a browser (src/dashboard).
  for (const unit of units.slice(0, 3)) {
    // No plan is in hand there, hence nothing that is saved.
    await page.goto(unit);
    await expect(page.locator("html")).toHaveAttribute("data-awake");
    // Pictures with a forecast are drawn anew when it comes.
    await expect(page.getByTestId("forecast-pending")).toHaveCount(0, { timeout: 60_000 });
    for (const panel of await page.locator("[data-panel]:has(svg.cases-picture)").all()) {
      seen += 1;
      const title = (await panel.getByRole("heading", { level: 2 }).innerText()).trim();
      const sentence = (await panel.locator(".cases-sentence").innerText()).trim();
      const picture = panel.getByRole("img");
      await expect(picture).toHaveAccessibleName(title);
      await expect(picture).toHaveAccessibleDescription(sentence);
      await expect(panel.locator("figcaption")).not.toBeEmpty();
      // What is wider than the window is reached by keyboard.
      const scroll = panel.locator(".cases-scroll");
      await scroll.focus();
      await expect(scroll).toBeFocused();
      await panel.locator("details > summary").press("Enter");
      expect(await panel.getByRole("table").locator("tbody tr").count()).toBeGreaterThan(0);
      // Whatever is drawn in a colour has its name in the picture, at its head or beside it.
      const keys = await picture.locator("rect.key").count();
      expect(await picture.locator("text.key").count()).toBe(keys);
      expect(await picture.locator("text").count()).toBeGreaterThan(2);
    }
  }
  expect(seen).toBeGreaterThan(20);
});

test("the forecast comes and relief is computed by formula and by simulation", async ({ page }) => {
  test.slow();
  await page.goto("/faelle/aufenthalt?bis=2024-12&ziel=100");
  // What was opened while the forecast is computed stays open when it comes, and keeps the focus.
  const opened = page.locator("[data-panel=fluss] details");
  await opened.locator("summary").press("Enter");
  await expect(page.locator("[data-panel=bestand] .course.forecast")).toBeVisible({ timeout: 60_000 });
  await expect(page.locator("[data-panel=drei-monate]")).toBeVisible();
  await expect(opened).toHaveAttribute("open");
  await expect(opened.locator("summary")).toBeFocused();
  await expect(page.locator("[data-panel=gegenprobe]")).toContainText("Erlang C");
  const relief = page.locator("[data-panel=entlastung]");
  await expect(relief).toContainText("100 Fälle");
  await relief.getByRole("button", { name: "Mit der Simulation rechnen" }).click();
  await expect(relief.locator(".cases-simulated")).toContainText("Simulation:");
  await expect(relief.locator(".cases-simulated")).not.toContainText("sucht", { timeout: 60_000 });
  await expectAccessible(page);
});

test("the exercise keeps its answers", async ({ page }) => {
  await page.goto("/hilfe/uebung?schritt=5");
  await expect(page.getByRole("heading", { name: "Was nicht gezeigt wird" })).toBeVisible();
  await expect(page.getByTestId("exercise-progress")).toContainText("0 von 10");
  await page.getByRole("radio", { name: /Leistungsmessung/ }).check();
  await expect(page.getByTestId("exercise-verdict")).toContainText("Richtig.");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Weiter" }).click();
  await expect(page).toHaveURL(/schritt=6/);
  await page.reload();
  await expect(page.getByTestId("exercise-progress")).toContainText("1 von 10");
});

test.describe("a calibration", () => {
  test.use({ isolation: "test" });

  test("that is taken over tells its errors beside the forecasts", async ({ page, api }) => {
    await open(page, "/faelle");
    await page.getByRole("button", { name: "Kalibrierung an 2023 ins Szenario übernehmen" }).click();
    const messages = page.getByRole("region", { name: "Meldungen" });
    await expect(messages.getByText("Die Kalibrierung ist ein Schritt des Szenarios")).toBeVisible();
    await page.getByRole("navigation").locator('a[href^="/simulation"]').first().click();
    const badge = page.locator("main .cases-badge");
    await expect(badge).toContainText("Nachfrage kalibriert an erzeugten Fallzahlen 2023");
    await expect(badge).toContainText("(MAE)");
    await expect(badge).toContainText("90-%-Band");
    const stored = async () => (await (await api.call("scenarios/current", {})).json()) as { id: string; name: string };
    await expect.poll(async () => JSON.stringify(await stored())).toContain("Nachfrage kalibriert");
    const rests = await stored();
    await open(page, `/szenarien/vergleich?mit=${rests.id}`);
    await expect(badge).toContainText(`${rests.name}: Nachfrage kalibriert`);
  });
});

test.describe("what was counted", () => {
  test.use({ isolation: "test" });

  test("stands on the start page, with the way to the unit that needs attention", async ({ page, api }) => {
    await open(page, "/");
    await expect(page.getByRole("columnheader", { name: "offene Fälle laut Plan" })).toBeVisible();
    // Why the page of cases shows others, and the way to both; a unit with cases leads to its own.
    await expect(page.getByRole("main")).toContainText("Gezählt ist noch nichts: Offene Fälle sind hier die, mit denen der Plan beginnt.");
    const units = page.getByRole("table", { name: /^Stellen, Auslastung und offene Fälle je Einheit/ });
    await expect(units.getByRole("link", { name: "EU-Angelegenheiten" })).toHaveAttribute("href", /\/faelle\/eu\b/);
    await expect(units.getByRole("link", { name: "Sozialarbeit" })).toHaveCount(0);
    await expect(page.getByRole("region", { name: "Was Aufmerksamkeit verlangt" })).toHaveCount(0);
    // The next dates of posts, with the way to the register of dates.
    const ahead = page.getByRole("region", { name: "Nächste Termine" });
    await expect(ahead.getByRole("listitem").filter({ hasText: "Rat spätestens befassen (kw 30.06.2024)" })).toBeVisible();
    await expect(ahead.getByRole("link", { name: "Alle Fristen im Stellenplan" })).toHaveAttribute("href", /#fristen-teil$/);
    const figures = { received: 20, completed: 20, open: 900 };
    const entries = [10, 11, 12].flatMap((month) => Object.entries(figures).map(([figure, value]) => ({ case_type: "a01", month, figure, value })));
    expect((await api.call("imports/save", { command: { year: 2023, entries } })).status).toBe(200);
    await open(page, "/");
    await expect(page.getByRole("columnheader", { name: "offene Fälle Ende Dezember 2023" })).toBeVisible();
    await expect(page.getByRole("columnheader", { name: "offene Fälle laut Plan" })).toHaveCount(0);
    await expect(page.locator(".figures")).toContainText("offene Fälle Ende Dezember 2023");
    await expect(page.locator(".figures")).toContainText("Quelle: erfasste Fallzahlen");
    await expect(page.getByRole("row", { name: /^Sachgebiet Aufenthalt\/Anerkennung/ })).toContainText("900");
    await expectAccessible(page);
    const alerts = page.getByRole("region", { name: "Was Aufmerksamkeit verlangt" });
    await alerts.getByRole("link", { name: /^Sachgebiet Aufenthalt\/Anerkennung: .*45,0 Monate Arbeit/ }).click();
    await expect(page).toHaveURL(/\/faelle\/aufenthalt/);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Aufenthalt/Anerkennung");
    // Within the application, too.
    await page.getByRole("navigation", { name: "Hauptnavigation" }).getByRole("link", { name: "Übersicht" }).click();
    await expect(page.getByRole("columnheader", { name: "offene Fälle Ende Dezember 2023" })).toBeVisible();
  });
});

test.describe("a counted stock", () => {
  test.use({ isolation: "test" });

  const button = (page: Page) => page.getByRole("button", { name: /^Bestand von Ende .* als Anfangsbestand ins Szenario übernehmen$/ });

  /** Takes in the counts of so many months from January 2022 on. */
  const count = async (page: Page, months: number) => {
    const named = Array.from({ length: months }, (_, at) => `${String((at % 12) + 1).padStart(2, "0")}.${2022 + Math.floor(at / 12)}`);
    const rows = ["a01", "a02", "a08"].flatMap((kind) => named.map((month, at) => [month, kind, 40 + at, 38 + at, 300 + 2 * at]));
    await open(page, "/daten");
    await page.locator("#tabelle-datei").setInputFiles({
      name: "fallzahlen.xlsx",
      mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      buffer: workbook([["Fallzahlen"], ["Monat", "Fallart", "Eingänge", "Erledigungen", "Bestand"], ...rows]),
    });
    await expect(page.locator("#tabelle-ergebnis")).toContainText(`Neu: ${3 * months}`);
    await page.locator("#tabelle-uebernehmen").click();
    await expect(page.locator("#tabelle-ergebnis")).toContainText(`Übernommen: ${3 * months} neu`);
  };

  test("becomes the opening stock of the scenario, where it is of the time of the plan", async ({ page, api }) => {
    await page.goto("/faelle");
    await expect(page.locator("p.lead")).toContainText("Fälle offen");
    // Generated figures follow from the plan: there is nothing to be taken over.
    await expect(page.locator("[data-panel=anfangsbestand]")).toHaveCount(0);

    await count(page, 25);
    await open(page, "/faelle");
    const panel = page.locator("[data-panel=anfangsbestand]");
    await expect(panel.locator(".cases-sentence")).toContainText("Ende Januar 2024 liegen 1.044 Fälle bei uns");
    await expectAccessible(page);
    await button(page).click();
    const messages = page.getByRole("region", { name: "Meldungen" });
    await expect(messages.getByText("Der gezählte Bestand ist ein Schritt des Szenarios")).toBeVisible();
    await expect.poll(async () => (await api.activeChanges()).length).toBe(3);
    const [first] = await api.activeChanges();
    expect(first!.action.set_case_type).toMatchObject({ case_type: "a01", opening: { waiting: 348, oldest_days: 240, circulating: 800 } });
    // What the forecasts begin with is said beside them.
    await open(page, "/simulation");
    await expect(page.locator("main .cases-badge")).toContainText("Anfangsbestand übernommen nach erfassten Fallzahlen, Ende Januar 2024");
  });

  test("of another time cannot be taken over, and the page says why", async ({ page }) => {
    await count(page, 24);
    await open(page, "/faelle");
    await expect(button(page)).toBeDisabled();
    await expect(button(page)).toHaveAccessibleDescription(/Gezählt ist bis 31\.12\.2023, der Plan beginnt am 01\.02\.2024\. Dazwischen dürfen höchstens 31 Tage liegen, es sind 32\./);
    await expectAccessible(page);
  });
});

test.describe("by keyboard alone", () => {
  test.use({ isolation: "test" });

  test("from an Excel file to the dashboard of a unit to its report", async ({ page }) => {
    test.slow();
    const months = Array.from({ length: 24 }, (_, at) => `${String((at % 12) + 1).padStart(2, "0")}.${2022 + Math.floor(at / 12)}`);
    const rows = ["a01", "a02", "a08"].flatMap((kind) => months.map((month, at) => [month, kind, 40 + at, 38 + at, 300 + 2 * at]));
    const figures = workbook([["Fallzahlen 2022 und 2023"], ["Monat", "Fallart", "Eingänge", "Erledigungen", "Bestand"], ...rows]);

    await open(page, "/daten");
    await tabTo(page, "#tabelle-datei");
    // The dialog of the system is the only thing that a test cannot press keys in.
    await page.locator("#tabelle-datei").setInputFiles({
      name: "fallzahlen.xlsx",
      mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      buffer: figures,
    });
    await expect(page.locator("#tabelle-ergebnis")).toContainText("Noch nichts gespeichert. Neu: 72");
    // Past one box for each of the changes.
    await tabTo(page, "#tabelle-uebernehmen", "Tab", 200);
    await page.keyboard.press("Enter");
    await expect(page.locator("#tabelle-ergebnis")).toContainText("Übernommen: 72 neu");
    await expect(page.locator("#tabelle-ergebnis")).toBeFocused();

    await tabTo(page, 'nav a[href^="/faelle"]', "Shift+Tab");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/faelle(\?|$)/);
    await expect(page.locator(".cases-basis")).toContainText("erfasste Fallzahlen");
    await tabTo(page, 'main a[href^="/faelle/aufenthalt"]');
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/faelle\/aufenthalt/);
    await expect(page.locator("[data-panel=bewegung]")).toContainText("Dez 2023: 189 Eingänge");

    await tabTo(page, 'a[href*="form=pdf"]');
    const [report] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
    expect(report.suggestedFilename()).toBe("faelle-aufenthalt-2023-12-31.pdf");
    expect(readFileSync(await report.path()).subarray(0, 5).toString()).toBe("%PDF-");

    // Looked at as a whole once the forecast is there, with every table open.
    await expect(page.getByTestId("forecast-pending")).toHaveCount(0, { timeout: 60_000 });
    const summaries = page.locator("[data-panel] details > summary");
    expect(await summaries.count()).toBeGreaterThan(3);
    for (const summary of await summaries.all()) await summary.press("Enter");
    await expect(page.locator("[data-panel] details:not([open])")).toHaveCount(0);
    await expectAccessible(page);
  });
});
