// From a moved post to the printed list of changes, and posts that are created and removed, by keyboard alone; notes of a post; files;
// parts and tasks of a post; a frozen plan, opened and printed; the calendar file.
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { MOVE, MOVE_ACTION, open, post, postIn, saved, spoken, unit } from "../support/organigramm.ts";

test.use({ isolation: "test" });

const table = (page: Page, caption: string) => page.locator("table").filter({ has: page.locator(`#${caption}`) });
const listed = (page: Page, id: string) => table(page, "veraenderungsliste").locator(`tr[data-post="${id}"]`);

/** Presses Tab until something has the focus. */
async function tabTo(page: Page, found: () => Promise<boolean>, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  for (let presses = 0; presses < 100; presses++) {
    await page.keyboard.press(key);
    if (await found()) return;
  }
  throw new Error(`${key} does not lead there`);
}

/** Chooses in the list that has the focus, entry by entry. */
async function arrowTo(page: Page, list: string, value: string): Promise<void> {
  for (let presses = 0; presses < 60 && (await page.locator(list).inputValue()) !== value; presses++) {
    await page.keyboard.press("ArrowDown");
  }
  await expect(page.locator(list)).toHaveValue(value);
}

/** Opens a fold by its heading. */
async function unfold(page: Page, summary: string): Promise<void> {
  await tabTo(page, focused(page, summary));
  await page.keyboard.press("Enter");
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

  // Back to what stands above the chart.
  await tabTo(page, focused(page, 'nav a[href^="/stellenplan"]'), "Shift+Tab");
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

test("a post is created and another one removed by keyboard alone, and both stand in the list of changes", async ({ page, api }) => {
  await open(page, "/stellenplan");
  await page.keyboard.press("Tab");
  await expect(page.locator(".skip-link")).toBeFocused();
  await page.keyboard.press("Enter");

  await unfold(page, "summary:has(#neue-stelle-teil)");
  await tabTo(page, focused(page, "#neu-unit"));
  await arrowTo(page, "#neu-unit", "einbuergerung");
  await expect(page.getByTestId("new-post")).toContainText("Kennung EB-05");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Sachbearbeitung Einbürgerung");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("new-post").getByRole("alert")).toContainText("Bewertung (Gruppe)");
  // What is missing has the focus.
  await expect(page.locator("#neu-grade")).toBeFocused();
  await page.keyboard.type("E 9c");
  await tabTo(page, focused(page, "#neu-grund"));
  await page.keyboard.type("Mehr Anträge");
  await page.keyboard.press("Enter");
  const created = listed(page, "EB-05");
  await expect(created).toContainText("neu");
  await expect(created).toContainText("Mehr Anträge");
  await expect(page.locator("#neu-title")).toHaveValue("");

  await unfold(page, "summary:has(#stelle-teil)");
  await tabTo(page, focused(page, "#stelle-wahl"));
  await arrowTo(page, "#stelle-wahl", "AA-02");
  await unfold(page, 'details:has([data-testid="remove"]) > summary');
  await tabTo(page, focused(page, "#streichen-grund"));
  await page.keyboard.type("Aufgabe fällt weg");
  await page.keyboard.press("Enter");
  const removed = listed(page, "AA-02");
  await expect(removed).toContainText("gestrichen");
  await expect(removed).toContainText("Aufgabe fällt weg");
  await expect(page.locator("#stelle-wahl")).toBeFocused();
  await expect(created).toBeVisible();

  await saved(page);
  const [add, remove] = await api.activeChanges();
  expect(add).toMatchObject({
    effective: "2025-01-01",
    action: { add_post: { id: "EB-05", unit: "einbuergerung", title: "Sachbearbeitung Einbürgerung", grade: "E 9c", provenance: "assumption", note: "Mehr Anträge" } },
  });
  expect(remove).toEqual({ effective: "2024-02-01", action: { remove_post: { post: "AA-02" } } });
  expect((await api.scenario()).steps.map((step) => step.reason)).toEqual(["Mehr Anträge", "Aufgabe fällt weg"]);
  await expectAccessible(page);

  await page.keyboard.press("Control+z");
  await expect(removed).toHaveCount(0);
  await page.keyboard.press("Control+z");
  await expect(created).toHaveCount(0);
});

test("posts are created and removed on the chart, by key and by the menu of a unit", async ({ page, api }) => {
  await open(page, "/organigramm");
  await tabTo(page, focused(page, '[role="treeitem"]'));
  await page.keyboard.type("EB-04");
  await expect(post(page, "EB-04")).toBeFocused();
  await page.keyboard.press("Delete");
  const removal = page.getByRole("dialog", { name: "Stelle streichen" });
  await expect(removal).toBeVisible();
  await expectAccessible(page);
  await tabTo(page, focused(page, "#streichen-grund"));
  await page.keyboard.type("Aufgabe fällt weg");
  await page.keyboard.press("Enter");
  await expect(removal).toBeHidden();
  await expect(post(page, "EB-04")).toHaveCount(0);
  await expect(unit(page, "einbuergerung")).toBeFocused();

  await page.keyboard.press("Insert");
  const creation = page.getByRole("dialog", { name: "Neue Stelle" });
  await expect(creation.getByLabel("Organisationseinheit")).toHaveValue("einbuergerung");
  await expectAccessible(page);
  await tabTo(page, focused(page, "#neu-title"));
  await page.keyboard.type("Mitarbeit Einbürgerung");
  await page.keyboard.press("Tab");
  await page.keyboard.type("E 9c");
  await page.keyboard.press("Enter");
  await expect(creation).toBeHidden();
  // The number of the post that was removed is not given again.
  await expect(post(page, "EB-05")).toBeFocused();
  await saved(page);
  expect((await api.activeChanges()).map((change) => Object.keys(change.action)[0])).toEqual(["remove_post", "add_post"]);

  // The same from the dialog of a unit, opened by the palette.
  await page.keyboard.type("EU-A");
  await expect(unit(page, "eu")).toBeFocused();
  await page.keyboard.press("Control+k");
  await page.locator('#befehle [data-command="open"]').click();
  await page.getByRole("dialog", { name: "EU-Angelegenheiten" }).getByRole("button", { name: "Neue Stelle …" }).click();
  await expect(creation.getByLabel("Organisationseinheit")).toHaveValue("eu");
  await page.keyboard.press("Escape");
  await expect(creation).toBeHidden();
});

test("title and holder of a post are changed, and a post is not filled twice", async ({ page, api }) => {
  await open(page, "/stellenplan?stelle=AA-05");
  const form = page.getByTestId("post-form");
  await form.getByLabel("Funktion").fill("Fachaufsicht Aufenthalt");
  await form.getByRole("textbox", { name: "Dienstantritt" }).fill("2024-06-01");
  await form.getByRole("button", { name: "Als Änderung übernehmen" }).click();
  await expect(form.getByRole("alert")).toContainText("nicht besetzt und zugleich in Nachbesetzung");
  await form.getByLabel("besetzt seit (leer: vakant)").fill("");
  await form.getByRole("button", { name: "Als Änderung übernehmen" }).click();
  await saved(page);
  const [change] = await api.activeChanges();
  expect(change?.action).toEqual({
    set_post: { post: "AA-05", title: "Fachaufsicht Aufenthalt", holder: null, recruiting_until: "2024-06-01" },
  });
});

test("a post is split over two units by the form, the chart shows both parts, and undo joins them", async ({ page, api }) => {
  await open(page, "/stellenplan?stelle=AA-05");
  const form = page.getByTestId("post-form");
  const take = form.getByRole("button", { name: "Als Änderung übernehmen" });
  const other = form.getByLabel("2. Anteil: Einheit");
  const its = form.getByLabel("2. Anteil: Umfang (VZÄ)");
  const whole = form.getByTestId("whole-extent");
  await expect(form.getByLabel("Organisationseinheit")).toHaveValue("aufenthalt");
  await expect(whole).toContainText("1,00 VZÄ");

  await form.getByLabel("Umfang in der Einheit (VZÄ)").fill("0,6");
  await expect(whole).toContainText("0,60 VZÄ");
  await its.fill("0,4");
  await expect(whole).toContainText("1,00 VZÄ");
  await its.fill("viel");
  await expect(whole).toContainText("nicht zu lesen");
  await its.fill("0,4");
  // A line without its unit, and one with a unit that is named twice: told at the line, and nothing that was typed is lost.
  await take.click();
  await expect(form.getByRole("alert")).toContainText("2. Anteil: Einheit");
  await expect(other).toHaveAttribute("aria-invalid", "true");
  await expect(other).toHaveAccessibleDescription(/„2\. Anteil: Einheit“: es fehlt/);
  await other.selectOption("aufenthalt");
  await take.click();
  await expect(other).toHaveAccessibleDescription(/die schon genannt ist/);
  await expect(its).toHaveValue("0,4");
  await expectAccessible(page);
  expect(await api.activeChanges()).toEqual([]);

  await other.selectOption("einbuergerung");
  await take.click();
  await saved(page);
  await expect(other).toHaveAttribute("aria-invalid", "false");
  const shares = [
    { unit: "aufenthalt", fte: 0.6 },
    { unit: "einbuergerung", fte: 0.4 },
  ];
  expect((await api.activeChanges()).map((change) => change.action)).toEqual([{ set_post: { post: "AA-05", shares } }]);
  // What is stored stands in the lines, and asks for nothing.
  await expect(its).toHaveValue("0,40");
  await take.click();
  await expect(form.getByRole("alert")).toContainText("nichts zu ändern");

  await open(page, "/organigramm");
  const part = page.locator('[data-unit="einbuergerung"] [data-share="AA-05"]');
  await expect(postIn(page, "aufenthalt", "AA-05")).toBeVisible();
  await expect(part).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(part).toHaveCount(0);
  await expect(postIn(page, "aufenthalt", "AA-05")).toBeVisible();
  await saved(page);
  expect(await api.activeChanges()).toEqual([]);
});

test("a post works on a case type of another unit, and on all of its own again", async ({ page, api }) => {
  await open(page, "/stellenplan?stelle=AA-05");
  const form = page.getByTestId("post-form");
  const take = form.getByRole("button", { name: "Als Änderung übernehmen" });
  const tasks = form.getByTestId("works-on");
  const heading = tasks.locator("summary").first();
  await expect(heading).toHaveText("Arbeitet an: alles, was ihre Einheit bearbeitet");
  await heading.click();
  await expect(tasks).toContainText("Das ändert die Prognose");
  const choice = tasks.getByLabel("Arbeitet an", { exact: true });
  await choice.selectOption("auswahl");
  await take.click();
  await expect(choice).toHaveAccessibleDescription(/mindestens eine Fallart/);

  // The post's own unit comes first; all that it handles by one button, and one more elsewhere.
  const own = tasks.locator("[data-tasks-of]").first();
  await expect(own).toHaveAttribute("data-tasks-of", "aufenthalt");
  await own.locator("summary").click();
  await own.getByRole("button", { name: "Alle wählen" }).click();
  await expect(own.locator("summary")).toContainText("15 von 15 gewählt");
  const others = tasks.locator('[data-tasks-of="einbuergerung"]');
  await others.locator("summary").click();
  await others.getByLabel("Anspruchseinbürgerung").check();
  await expect(heading).toHaveText("Arbeitet an: nur gewählte Fallarten (16)");
  await expectAccessible(page);
  await take.click();
  await saved(page);
  const set = (await api.activeChanges()).at(0)?.action["set_post"];
  expect(set?.["case_types"]).toHaveLength(16);
  expect(set?.["case_types"]).toContain("n01");
  // What the holder may do is asked for each of them.
  await form.locator("summary").filter({ hasText: "Befugnisse je Fallart" }).click();
  await expect(form.locator("#stelle-kann-n01")).toBeVisible();
  await expect(form).toContainText("Zählt in der Simulation: Was die Stelle nur vorbereitet");

  await choice.selectOption("");
  await take.click();
  await saved(page);
  expect((await api.activeChanges()).at(1)?.action).toEqual({ set_post: { post: "AA-05", case_types: [] } });
});

test("table and list of changes are given out in every form, as they are shown", async ({ page, server }) => {
  await open(page, "/stellenplan?jahr=2026&stand=plan");
  const form = page.getByTestId("downloads");
  for (const [paper, name] of [["Stellenplan", "stellenplan-2026"], ["Veränderungsliste", "veraenderungen-2026"]] as const) {
    for (const kind of ["xlsx", "csv", "pdf", "docx", "odt"]) {
      await form.getByLabel("Ausgeben als").selectOption(kind);
      const saving = page.waitForEvent("download");
      await form.getByRole("button", { name: paper }).click();
      const file = await saving;
      expect(file.suggestedFilename()).toBe(`${name}.${kind}`);
      const asked = Object.fromEntries(new URL(file.url(), server.url).searchParams);
      expect(asked).toMatchObject({ form: kind, jahr: "2026", stand: "plan" });
    }
  }
});

test("a note is a change of the scenario, counts in table and register, and can be undone", async ({ page, api }) => {
  await open(page, "/stellenplan?stelle=AA-05");
  const form = page.getByTestId("post-form");
  await form.getByLabel("ku in Gruppe").fill("E 8");
  await form.getByLabel("kw ohne Datum").selectOption("vakanz");
  await form.getByLabel("befristet bis", { exact: true }).fill("2025-03-31");
  await form.getByLabel("Begründung", { exact: true }).fill("Aufgabe fällt weg");
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

  // The focus is on the button that was pressed.
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
  // It is the house's own figure from now on; those beside it stay under their source.
  const own = page.locator(".staffing-field").getByText("eigener Ansatz des Hauses (Annahme)");
  await expect(own).toHaveCount(1);
  await page.getByLabel("Sachkosten je Arbeitsplatz").fill("12.000");
  await page.keyboard.press("Enter");
  await expect(own).toHaveCount(2);
  const caption = page.locator("#kosten-tabelle");
  await expect(caption).toContainText("12.000\u{a0}€ Sachkosten je Stelle und Jahr (eigener Ansatz des Hauses (Annahme))");
  await expect(caption).toContainText("(KGSt, Kosten eines Arbeitsplatzes)");
  await page.getByLabel("E 9b", { exact: true }).fill("viel");
  await page.keyboard.press("Enter");
  await expect(page.locator(".staffing-field").getByRole("alert")).toBeVisible();
});

test("a frozen plan is opened as it was, and printed alone", async ({ page, api }) => {
  await page.addInitScript(() => {
    window.print = () => {
      const root = document.documentElement;
      root.setAttribute("data-printed", root.getAttribute("data-print") ?? "");
    };
  });
  await api.append({ effective: "2024-03-01", action: MOVE_ACTION });
  await open(page, "/stellenplan");
  await page.getByLabel("Wofür").fill("Sitzung 12/2024");
  await page.getByRole("button", { name: "Stellenplan 2025 festhalten" }).click();
  const button = page.getByRole("button", { name: "Sitzung 12/2024: Stellenplan 2025 öffnen" });
  await expect(button).toBeVisible();
  const posts = await table(page, "stellenplan-tabelle").locator("tr.is-sum").last().locator("td").nth(1).textContent();
  await api.undo();
  await page.reload();
  await expect(page.locator(".still")).toHaveCount(0);
  await expect(listed(page, MOVE.post)).toHaveCount(0);

  await button.click();
  await expect(page.getByRole("heading", { name: "Festgehaltener Stellenplan 2025: Sitzung 12/2024" })).toBeFocused();
  const opened = page.getByTestId("opened-plan");
  const moved = opened.locator(`tr[data-post="${MOVE.post}"]`);
  await expect(moved).toContainText("umgesetzt");
  await expect(table(page, "festgehalten-stellen").locator("tr.is-sum td").nth(1)).toHaveText(posts ?? "");
  await expect(opened).toContainText(/SHA-256\): [0-9a-f]{64}/);
  const files = opened.getByTestId("downloads-of");
  await files.getByRole("combobox").selectOption("csv");
  const file = page.waitForEvent("download");
  await files.getByRole("button", { name: "Veränderungsliste" }).click();
  expect((await file).suggestedFilename()).toBe("veraenderungen-2025-festgehalten.csv");
  await expectAccessible(page);

  await page.getByTestId("print-opened").click();
  await expect(page.locator("html")).toHaveAttribute("data-printed", "festgehalten");
  await page.evaluate(() => document.documentElement.setAttribute("data-print", "festgehalten"));
  await page.emulateMedia({ media: "print" });
  await expect(moved).toBeVisible();
  for (const hidden of ["#stellenplan-tabelle", "#festgehalten-tabelle", ".staffing-dates", ".downloads"]) {
    await expect(page.locator(hidden).first()).toBeHidden();
  }
  await page.emulateMedia({ media: "screen" });
  await opened.getByRole("button", { name: "Schließen" }).click();
  await expect(opened).toHaveCount(0);
  await expect(button).toBeFocused();
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

test("what was counted on 30 June takes the place of the forecast, as a step with its source", async ({ page, api }) => {
  await open(page, "/stellenplan");
  const row = page.locator('tr[data-unit="aufenthalt"][data-grade="E 9b"]');
  await expect(row).toContainText("Prognose");
  await page.getByRole("navigation", { name: "Auf dieser Seite" }).getByRole("link", { name: "Besetzung am 30.06. erfassen" }).click();
  const form = page.getByTestId("counting-form");
  const take = form.getByRole("button", { name: "Zählung übernehmen" });
  await form.getByLabel("Zeile der Tabelle").selectOption("aufenthalt|E 9b");
  await form.getByLabel("gezählt (VZÄ").fill("2,5");
  await take.click();
  await expect(form.getByRole("alert")).toContainText("die Quelle der Zählung angeben");
  await form.getByLabel("Quelle der Zählung").fill("Personalliste");
  await take.click();
  await expect(row).toContainText("am 30.06.2024 besetzt: gezählt (Personalliste), Prognose");
  await expect(row).toContainText("2,50 gezählt");
  await saved(page);
  const [change] = await api.activeChanges();
  const filled = [{ on: "2024-06-30", grade: "E 9b", fte: 2.5, source: "Personalliste" }];
  expect(change?.action).toEqual({ set_unit: { unit: "aufenthalt", filled } });
  await expectAccessible(page);
});

test("a planned departure stands in the register, and the recruitment for it fills the post", async ({ page, api }) => {
  const stage = { recruiting_stage: "Auswahl und Gespräche", recruiting_from: "2024-10-01" };
  await api.append({ effective: "2024-02-01", action: { set_post: { post: "AA-05", terms: { departure: "2024-12-31", ...stage } } } });
  await open(page, "/stellenplan");
  await expect(page.locator('tr[data-due="ausscheiden"]')).toContainText("31.12.2024");
  const first = page.locator('tr[data-due="dienstantritt"]').filter({ hasText: "AA-05" });
  await expect(first).toContainText("09.01.2025");
});
