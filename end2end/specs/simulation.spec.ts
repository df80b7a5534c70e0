// The simulation of the whole department: the plan as it is, and what a change does to those who wait.
import { readFileSync } from "node:fs";
import { expect, test } from "../support/fixtures.ts";
import { expectAccessible } from "../support/axe.ts";
import { open } from "../support/organigramm.ts";

test.use({ isolation: "test" });

test("without changes every unit has its figures, and no difference", async ({ page }) => {
  await open(page, "/simulation");
  const table = page.getByRole("region", { name: /Mittel über die Läufe/ });
  await expect(table.locator("tbody tr")).toHaveCount(7);
  await expect(table.getByRole("columnheader", { name: "Unterschied" })).toHaveCount(0);
  await expect(page.locator(".lead")).toHaveText(/^Am 31\.12\.2025 sind im Mittel [\d.]+ Fälle offen \(± [\d.]+\), davon \d+\s% älter als drei Monate \(± [\d,]+ Prozentpunkte\)\.$/);
  await expect(page.locator("[data-forecast-unit] svg path.line")).toHaveCount(7);
  const warnings = page.locator(".forecast-warnings");
  await warnings.getByText(/\d+ Hinweise? zum Plan/).click();
  await expect(warnings.locator("li").filter({ hasText: /Einbürgerung.*der Rückstand wächst/ })).toBeVisible();
});

test("a moved post is better for one unit and worse for the other", async ({ page, api }) => {
  await api.append({ effective: "2024-02-01", action: { move_post: { post: "AA-03", to: "einbuergerung" } } });
  await open(page, "/simulation");
  const row = (unit: string) => page.locator(`tr[data-unit="${unit}"]`);
  await expect(row("einbuergerung").locator('td[data-verdict="better"]').first()).toHaveText(/^−[\d.]+ ± [\d.]+$/);
  await expect(row("aufenthalt").locator('td[data-verdict="worse"]').first()).toHaveText(/^\+[\d.]+ ± [\d.]+$/);
  // The days of completed cases are told and not judged: they rise when old cases get their turn at last.
  for (const unit of ["einbuergerung", "aufenthalt"]) {
    await expect(row(unit).locator("td").nth(8)).toHaveText(/^[+−±][\d.]+ ± [\d.]+/);
    await expect(row(unit).locator("td:nth-of-type(9)[data-verdict]")).toHaveCount(0);
  }
  await expect(page.getByRole("region", { name: /Über die Tage bis zum Abschluss fällt kein Urteil/ })).toBeVisible();
  await expect(row("service-point").getByText("unverändert").first()).toBeVisible();
  await expect(page.locator(".lead")).toHaveText(/mit den Änderungen/);
  const verdicts = page.locator(".simulation-verdicts");
  const interval = "[+−±][\\d.,]+(?: Prozentpunkte)?; 95-%-Intervall [+−±][\\d.,]+ bis [+−±][\\d.,]+";
  const saying = (name: string, word: string) =>
    new RegExp(`^${name}: offene Fälle am 31\\.12\\.2025: [\\d.]+ → [\\d.]+ \\(${word}, ${interval}\\); Anteil älter als drei Monate: .+\\.$`);
  await expect(verdicts.locator("li").filter({ hasText: "Sachgebiet Einbürgerung" })).toHaveText(saying("Sachgebiet Einbürgerung.*", "besser"));
  await expect(verdicts.locator("li").filter({ hasText: "Sachgebiet Aufenthalt" })).toHaveText(saying("Sachgebiet Aufenthalt.*", "schlechter"));
  // Those that nothing happens to are named, in one line.
  await expect(verdicts.locator("li")).toHaveCount(3);
  await expect(verdicts.locator("li").last()).toHaveText(/^Unverändert: .*Service Point.*\.$/);
  await expect(page.getByTestId("verdict-whole")).toHaveText(/^Alle Einheiten zusammen: offene Fälle am 31\.12\.2025: .*(besser|schlechter|kein klarer Unterschied), .*95-%-Intervall/);
  await page.getByRole("button", { name: /Rückgängig/ }).first().click();
  await expect(row("einbuergerung").locator("td[data-verdict]")).toHaveCount(0);
  await expect(verdicts).toHaveCount(0);
});

test("an assumption is edited with immediate effect, and undone", async ({ page, api }) => {
  await open(page, "/simulation");
  const lead = page.locator(".lead");
  await expect(lead).toHaveText(/^Am 31\.12\.2025 sind im Mittel/);
  const absence = page.getByLabel("Abwesenheit je Stelle");
  const field = page.locator('[data-assumption="annahme-abwesenheit"]');
  await expect(absence).toHaveValue("46");
  await expect(field.locator(".provenance")).toHaveText("Annahme");
  await absence.fill("20,5");
  await absence.press("Enter");
  await expect(field).toContainText("geändert, im Plan: 46");
  await expect(lead).toHaveText(/mit den Änderungen im Mittel/);
  await expect(page.locator('tr[data-unit="einbuergerung"] td[data-verdict="better"]').first()).toBeVisible();
  await expect.poll(async () => (await api.activeChanges()).length).toBe(1);
  await page.getByRole("button", { name: /Rückgängig/ }).first().click();
  await expect(absence).toHaveValue("46");
  await expect(field.locator(".provenance")).toHaveText("Annahme");
});

test("limits for newcomers and the order of the cases are set by keyboard, and read as they were set", async ({ page, api }) => {
  await open(page, "/simulation");
  const most = page.getByLabel("Gleichzeitige Einarbeitungen je Einheit, höchstens");
  await expect(most).toHaveValue("0");
  await expect(most).toHaveAccessibleDescription(/0–1\.000 Bei 0 ohne Grenze/);
  await most.fill("1,5");
  await most.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "Bitte eine ganze Zahl von 0 bis 1.000 eingeben." })).toBeVisible();
  await most.fill("1");
  await most.press("Tab");
  const decides = page.getByLabel("Neue Kräfte entscheiden nach");
  await expect(decides).toBeFocused();
  await decides.fill("6");
  await decides.press("Enter");
  await page.getByLabel("Bei gleichem Rang nach Fälligkeit").focus();
  await page.keyboard.press("Space");
  const lead = page.getByLabel("Vorsprung, der einen Rang aufwiegt");
  await lead.fill("30");
  await lead.press("Enter");
  await expect(page.locator('[data-assumption="annahme-vorsprung"]')).toContainText("geändert, im Plan: 0");
  await expect.poll(async () => (await api.activeChanges()).length).toBe(4);
  const set = (await api.activeChanges()).map((change) => change.action.set_assumptions as Record<string, unknown>);
  expect(set).toEqual([{ onboarding: { at_once: 1 } }, { onboarding: { decides_after: 6 } }, { due_first: true }, { ageing_days: 30 }]);
  await expect(page.locator(".lead")).toHaveText(/mit den Änderungen im Mittel/);
  await page.reload();
  await expect(most).toHaveValue("1");
  await expect(decides).toHaveValue("6");
  await expect(page.getByLabel("Bei gleichem Rang nach Fälligkeit")).toBeChecked();
});

test("a number that cannot be is refused with its range, and nothing is changed", async ({ page, api }) => {
  await open(page, "/simulation");
  const turnover = page.getByLabel("Fluktuation");
  for (const wrong of ["1,2,3", "viel", "-5", "900"]) {
    await turnover.fill(wrong);
    await turnover.press("Enter");
    await expect(page.getByRole("alert").filter({ hasText: "Bitte eine Zahl von 0 bis 90 eingeben." })).toBeVisible();
    await expect(turnover).toHaveValue(wrong);
    await expect(turnover).toHaveAttribute("aria-invalid", "true");
  }
  await turnover.fill("15");
  await turnover.press("Enter");
  await expect(turnover).toHaveAttribute("aria-invalid", "false");
  expect(await api.activeChanges()).toHaveLength(0);
});

test("forms, switches and laws of the assumptions can be chosen", async ({ page, api }) => {
  await open(page, "/simulation");
  await page.getByLabel("Verlauf der Einarbeitung").selectOption({ label: "gleichmäßig" });
  await page.getByLabel(/Mehrarbeit durch Warten/).check();
  await page.getByText("Gesetze und Ereignisse").click();
  const law = page.getByLabel(/27\.06\.2024.*modernisierungsgesetz/).first();
  await expect(law).toBeChecked();
  await law.uncheck();
  await expect.poll(async () => (await api.activeChanges()).length).toBe(3);
  await page.reload();
  await expect(page.getByLabel("Verlauf der Einarbeitung")).toHaveValue("1");
  await page.getByLabel("Verlauf der Einarbeitung").selectOption({ label: "anfangs schnell" });
  await expect.poll(async () => (await api.activeChanges()).length).toBe(4);
  await expect(page.locator('[data-assumption="annahme-einarbeitung-form"]')).toContainText("geändert, im Plan: in Stufen");
  const curve = (await api.activeChanges()).at(-1)!.action.set_assumptions!.onboarding as { curve: [number, number][] };
  expect(curve.curve.length).toBeGreaterThan(20);
  await page.reload();
  await expect(page.getByLabel("Verlauf der Einarbeitung")).toHaveValue("2");
  await expect(page.getByLabel(/Mehrarbeit durch Warten/)).toBeChecked();
});

test("what waiting makes, mentors, growth, waits outside and the date of a law are edited with unit, range and source", async ({ page, api }) => {
  await open(page, "/simulation");
  const edit = async (name: string | RegExp, value: string) => {
    const input = page.getByLabel(name).first();
    await input.fill(value);
    await input.press("Enter");
  };
  await edit("Nachfragen je wartendem Fall", "0,5");
  await edit("Anleitung durch Erfahrene, ab Monat 0", "30");
  const suits = page.locator('[data-assumption="annahme-klagen"]');
  await expect(suits).toContainText("%");
  await expect(suits).toContainText("0–100");
  await expect(suits.locator(".provenance")).toHaveText("Annahme");
  await page.getByText("Gesetze und Ereignisse").click();
  await edit(/modernisierungsgesetz.*gilt ab/, "2024-10-01");
  await edit(/modernisierungsgesetz.*: Faktor$/, "1,5");
  await expect(page.getByLabel(/Anspruchseinbürgerung: Wachstum/)).toHaveCount(0);
  await page.getByText(/^Sachgebiet Einbürgerung.*: Wachstum, Streuung, Wartezeiten, Folgefälle/).click();
  await edit(/Anspruchseinbürgerung: Wachstum/, "8");
  await edit(/Anspruchseinbürgerung: Streuung/, "2");
  await edit(/Anspruchseinbürgerung: Wartezeit/, "120");
  await edit(/Anspruchseinbürgerung: daraus wird/, "90");
  await expect.poll(async () => (await api.activeChanges()).length).toBe(8);
  const changes = await api.activeChanges();
  const demand = changes.at(-3)!.action.set_case_type!.demand as { growth: number; dispersion: number; events: { from: string; factor: number }[] };
  expect(demand).toMatchObject({ growth: 0.08, dispersion: 2, events: [{ from: "2024-10-01", factor: 1.5 }] });
});

test("what waits on the first day, and how old it is, is edited with unit, range and source", async ({ page, api }) => {
  await open(page, "/simulation");
  await page.getByText(/^Sachgebiet Einbürgerung.*Anfangsbestand$/).click();
  const waiting = page.locator('[data-assumption="annahme-bestand-n01"]');
  await expect(waiting).toContainText("Fälle");
  await expect(waiting).toContainText("0–1.000.000");
  await expect(waiting.locator(".provenance")).toHaveText("Annahme");
  const edit = async (name: RegExp, value: string) => {
    const input = page.getByLabel(name).first();
    await input.fill(value);
    await input.press("Enter");
  };
  await edit(/Anspruchseinbürgerung: wartende Fälle am ersten Tag/, "500");
  await edit(/Anspruchseinbürgerung: Alter des ältesten wartenden Falls/, "365");
  await expect(waiting).toContainText("geändert, im Plan: 341");
  await expect.poll(async () => (await api.activeChanges()).length).toBe(2);
  const opening = (await api.activeChanges()).at(-1)!.action.set_case_type!.opening;
  expect(opening).toMatchObject({ waiting: 500, oldest_days: 365, circulating: 46 });
});

test("who is at turn, what reaches the cases and where people live is said in words and tables", async ({ page }) => {
  await open(page, "/simulation");
  const owners = page.locator(".simulation-owners");
  await expect(owners).toContainText(/Von 100 offenen Fällen warten im Mittel \d+ auf uns/);
  await expect(owners.locator("tbody tr")).toHaveCount(7);
  // What waits for the person that is heard, and what rests until it is looked at again, is told apart from other authorities.
  const cells = owners.locator('tr[data-owners="rueckkehr"] td.is-number');
  await expect(cells.nth(3)).not.toHaveText("0,0");
  await expect(cells.nth(4)).not.toHaveText("0,0");
  const staircase = page.getByTestId("staircase-answer");
  await expect(staircase).toHaveText(/^Am 01\.02\.2024 kommen von [\d,]+ VZÄ Stellen [\d,]+ VZÄ bei den Fällen an/);
  const before = await staircase.textContent();
  await page.getByLabel("Tag", { exact: true }).fill("2024-07-01");
  await expect(staircase).toHaveText(/^Am 01\.07\.2024/);
  expect(before).not.toBe(await staircase.textContent());
  await expect(page.locator(".simulation-people")).toContainText(/der 1\.200 Plätze/);
  await expect(page.locator(".simulation-people")).toContainText(/Auf ein wirksames VZÄ kommen dann \d+ \(± \d+\) Personen; der Schlüssel sieht je VZÄ Stellen 110 vor/);
  await expect(page.locator(".simulation-people svg .limit path.line")).toHaveCount(1);
});

test("a table can be copied into a spreadsheet", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, "/simulation");
  await expect(page.locator('tr[data-unit="eu"]')).toBeVisible();
  await page.locator(".simulation-table").getByRole("button", { name: "Tabelle kopieren" }).click();
  await expect(page.getByText(/Die Tabelle ist kopiert/).first()).toBeVisible();
  const rows = (await page.evaluate(() => navigator.clipboard.readText())).trim().split(/\r?\n/);
  expect(rows).toHaveLength(8);
  expect(rows[0]?.split("\t")).toEqual(["Einheit", "offene Fälle am 31.12.2025", "± offen", "davon älter als 3 Monate", "± älter", "Tage bis zum Abschluss", "± Tage", "belegte Zeit", "± belegte Zeit"]);
  expect(rows[2]?.split("\t")[1]).toMatch(/^[\d.]+$/);
});

test("the tables behind the pictures are saved as CSV and Excel", async ({ page }) => {
  await open(page, "/simulation");
  const units = page.locator(".simulation-table");
  await expect(units.locator("tbody tr")).toHaveCount(7);
  const save = async (form: ReturnType<typeof page.locator>, name: string) => {
    const saving = page.waitForEvent("download");
    await form.getByRole("button", { name, exact: true }).click();
    const file = await saving;
    return { name: file.suggestedFilename(), path: await file.path() };
  };
  const csv = await save(units.locator("form.table-files"), "CSV");
  expect(csv.name).toBe("simulation-tabelle.csv");
  const text = readFileSync(csv.path, "utf8");
  expect(text.startsWith("\ufeffEinheit;")).toBe(true);
  expect(text.trimEnd().split("\r\n")).toHaveLength(8);
  expect(text.split("\r\n")[1]).toMatch(/^[^;]+;\d+(,\d+)?;/);
  // The months of a course: days and figures, not words.
  const course = page.locator("[data-forecast-unit]").first();
  await course.locator("summary").click();
  const book = await save(course.locator("form.table-files"), "Excel");
  expect(book.name).toMatch(/^verlauf-.*\.xlsx$/);
  expect(readFileSync(book.path).subarray(0, 2).toString()).toBe("PK");
  // A column of pictures is in no file and no copy.
  const owners = page.locator(".simulation-owners");
  const turns = await save(owners.locator("form.table-files"), "CSV");
  const [head, first] = readFileSync(turns.path, "utf8").split("\r\n");
  expect(head?.split(";").at(-1)).toBe("ruhen");
  expect(first?.split(";")).toHaveLength(head?.split(";").length ?? 0);
  await expect(owners.locator("thead th")).toHaveCount((head?.split(";").length ?? 0) + 1);
});

test("the horizon stands in the address", async ({ page }) => {
  await open(page, "/simulation");
  await page.getByLabel("Rechnen bis").selectOption("2027");
  await expect(page).toHaveURL(/bis=2027/);
  await expect(page.locator(".lead")).toHaveText(/^Am 31\.12\.2027/, { timeout: 20_000 });
});

test("the assumption that matters most is found, and every other one stands below it", async ({ page }) => {
  // The answer alone may take most of the usual time.
  test.slow();
  await open(page, "/simulation");
  const study = page.locator(".simulation-influence");
  // The list at the top opens what it leads to.
  await page.getByRole("navigation", { name: "Auf dieser Seite" }).getByRole("link", { name: "Einfluss der Annahmen" }).click();
  await study.getByLabel("Einheit").selectOption("einbuergerung");
  await study.getByRole("button", { name: "Berechnen" }).click();
  const answer = page.getByTestId("influence-answer");
  await expect(answer).toHaveText(/^Am meisten bewegt „.+“ die Antwort/, { timeout: 120_000 });
  // What is switched off is never told as „aus statt aus“.
  await expect(answer).not.toHaveText(/(\S+) statt \1 /);
  await expect(page.getByTestId("influence-find-out")).toHaveText(/^Als Nächstes zu ermitteln: „.+“\. Diese Annahme macht \d+\s%/);
  await expect(study.locator("tbody tr")).toHaveCount(12);
  await study.getByRole("button", { name: /Alle \d+ Annahmen zeigen/ }).click();
  expect(await study.locator("tbody tr").count()).toBeGreaterThan(20);
  await expect(study.locator("tbody tr").first().locator("td").nth(3)).toHaveText(/^[+−][\d.]+ ± [\d.]+$/);
  await expect(study.locator("tbody tr").first().locator("td").nth(5)).toHaveText(/^\d+\s% \S/);
  await expectAccessible(page);
});

test("posts for a target are found, and adopted into the scenario", async ({ page, api }) => {
  // The answer alone may take most of the usual time.
  test.slow();
  await open(page, "/simulation");
  const study = page.locator(".simulation-posts");
  await study.getByText("Stellen für ein Ziel").click();
  await study.getByLabel("Einheit").selectOption("eu");
  await study.getByRole("button", { name: "Suchen" }).click();
  const answer = page.getByTestId("posts-answer");
  await expect(answer).toHaveText(/EU-Angelegenheiten: Mit [\d,]+ VZÄ zusätzlich/, { timeout: 60_000 });
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  const found = await study.locator("li").count();
  await study.getByRole("button", { name: "In das Szenario übernehmen" }).click();
  await expect(page.locator(".lead")).toHaveText(/mit den Änderungen/);
  await expect.poll(async () => (await api.activeChanges()).length).toBe(found);
  // As one step: what was proposed together is taken back together.
  expect(found).toBeGreaterThan(1);
  expect((await api.scenario()).steps).toHaveLength(1);
  await expect(study.getByText("Der Plan hat sich seither geändert")).toBeVisible();
});

test("a target that makes no sense is refused in words, and a search can be cancelled", async ({ page }) => {
  await open(page, "/simulation");
  const study = page.locator(".simulation-posts");
  await study.getByText("Stellen für ein Ziel").click();
  await study.getByLabel("höchstens").fill("wenig");
  await study.getByRole("button", { name: "Suchen" }).click();
  await expect(study.getByRole("alert")).toHaveText(/^Bitte eine Zahl von 0 bis/);
  await study.getByLabel("höchstens").fill("5");
  await study.getByLabel("am", { exact: true }).fill("2024-02-10");
  await study.getByRole("button", { name: "Suchen" }).click();
  await expect(study.getByRole("alert")).toHaveText(/^Der Zieltag 10\.02\.2024 liegt vor dem ersten Monatsende/);
  await study.getByLabel("am", { exact: true }).fill("2028-12-31");
  await study.getByLabel("Einheit").selectOption("service-point");
  await study.getByRole("button", { name: "Suchen" }).click();
  await study.getByRole("button", { name: "Abbrechen" }).click();
  await expect(study.getByRole("button", { name: "Abbrechen" })).toHaveCount(0);
  await expect(page.getByTestId("posts-answer")).toHaveCount(0);
});

test("a precision asked for is computed to", async ({ page }) => {
  // The answer alone may take most of the usual time.
  test.slow();
  await open(page, "/simulation");
  const progress = page.getByTestId("forecast-progress");
  await expect(progress).toContainText(/200 Läufe gerechnet.*offene Fälle auf ± [\d,]+\s%/, { timeout: 60_000 });
  const known = Number(/offene Fälle auf ± ([\d,]+)/.exec((await progress.textContent()) ?? "")?.[1]?.replace(",", "."));
  expect(known).toBeGreaterThan(1);
  await progress.getByLabel("Genauigkeit").selectOption("± 1 %");
  // Four times as many at most in one step, then it looks again.
  await expect(progress).toContainText("von 800 Läufen");
  await progress.getByRole("button", { name: "Anhalten" }).click();
  const done = async () => Number(await progress.getAttribute("data-done"));
  const stopped = await done();
  await progress.getByRole("button", { name: "Weiterrechnen" }).click();
  await expect(progress.getByRole("button", { name: "Weiterrechnen" })).toHaveCount(0);
  // What was known when it stopped is not computed again.
  expect(stopped).toBeGreaterThanOrEqual(200);
  await expect.poll(done, { timeout: 25_000 }).toBeGreaterThan(stopped);
});
