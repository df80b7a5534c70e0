// The assessment: methods side by side, rounding, estimates, the need for a target, worked examples, coming years, files.
import type { Page } from "@playwright/test";
import { expectAccessible, expectLegible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { open, saved, unfold } from "../support/organigramm.ts";
import { height } from "../support/pages.ts";

test.use({ isolation: "test" });

const table = (page: Page, caption: string) => page.locator("table").filter({ has: page.locator(`#${caption}`) });
const lead = (page: Page) => page.locator("p.lead");

/** A figure as it is written in German. */
const figure = (text: string | null) => Number((text ?? "").replace(/\./g, "").replace(",", ".").replace("−", "-"));

test("both methods stand side by side, with what sets them apart in words", async ({ page }) => {
  await open(page, "/bemessung");
  const methods = table(page, "verfahren-tabelle");
  await expect(methods.locator("tbody tr")).toHaveCount(4);
  const chosen = methods.locator("tr.is-sum");
  await expect(chosen).toHaveCount(1);
  await expect(chosen).toContainText("A: Verteilzeit vom Jahr abgezogen");
  await expect(chosen).toContainText("gewählt");
  const answer = page.getByTestId("methods-answer");
  await expect(answer).toHaveText(/Verfahren B [+−][\d,]+ VZÄ gegenüber A/);
  await expect(answer).toContainText("würde die Verteilzeit doppelt zählen");

  // What the sentence says is what the table shows: B against A with the same minutes.
  const row = (method: string) => methods.locator("tbody tr").filter({ hasText: method }).filter({ hasText: "KGSt 11/2022" });
  const need = async (method: string) => figure(await row(method).locator("td").nth(2).textContent());
  const said = figure(/Verfahren B ([+−][\d,]+) VZÄ/.exec((await answer.textContent()) ?? "")?.[1]?.replace("+", "") ?? null);
  expect(await need("B: Zuschläge") - (await need("A: Verteilzeit"))).toBeCloseTo(said, 1);

  await page.getByRole("combobox", { name: "Verfahren", exact: true }).selectOption("b");
  await expect(page).toHaveURL(/methode=b/);
  await expect(chosen).toContainText("B: Zuschläge auf die Grundzeit");
});

test("a coming year and the years of the backlog stand in the address", async ({ page }) => {
  await open(page, "/bemessung");
  await expect(lead(page)).toContainText("Fallzahlen 2023");
  await expect(lead(page)).toContainText("offenen Fälle in 2 Jahren abzuarbeiten");
  const backlog = async () => figure(/kämen befristet ([\d,]+) VZÄ/.exec((await lead(page).textContent()) ?? "")?.[1] ?? null);

  await page.getByLabel("Fallzahlen").selectOption({ label: "erwartet 2026" });
  await expect(page).toHaveURL(/faelle=2026-01-01/);
  await expect(lead(page)).toContainText("Erwartete Fälle der zwölf Monate ab 01.01.2026, Stellen an diesem Tag");
  await expect(page.locator("#treppe-tabelle")).toContainText("01.01.2026");
  const inTwoYears = await backlog();
  await page.getByLabel("Rückstand abbauen in").selectOption("1");
  await expect(page).toHaveURL(/rueckstand=1/);
  await expect(lead(page)).toContainText("in einem Jahr abzuarbeiten");
  expect(await backlog()).toBeCloseTo(2 * inTwoYears, 1);

  await page.reload();
  await expect(lead(page)).toContainText("in einem Jahr abzuarbeiten");
  await expect(page.getByLabel("Fallzahlen")).toHaveValue("2026-01-01");
  // A link may ask for any day that is not past.
  await open(page, "/bemessung?faelle=2025-07-01&rueckstand=5");
  await expect(lead(page)).toContainText("der zwölf Monate ab 01.07.2025");
  await expect(page.getByLabel("Fallzahlen").locator("option:checked")).toHaveText("erwartet ab 01.07.2025");
});

test("rounding is a decision of its own and shows what it makes", async ({ page }) => {
  await open(page, "/bemessung");
  await unfold(page, "vorschlag");
  const proposal = table(page, "vorschlag-tabelle");
  const sum = proposal.locator("tr.is-sum td");
  const need = await sum.nth(0).textContent();
  await page.getByLabel("Schritt (VZÄ)").selectOption({ label: "1,00" });
  await page.getByLabel("Richtung").selectOption("auf");
  const posts = proposal.locator("tbody tr:not(.is-sum) td:nth-of-type(2)");
  for (const text of await posts.allTextContents()) expect(figure(text) % 1, text).toBe(0);
  await expect(sum.nth(0)).toHaveText(need ?? "");
  expect(figure(await sum.nth(1).textContent())).toBeGreaterThanOrEqual(figure(need));
  await expect(page.locator("#vorschlag-tabelle")).toContainText("Erst zusammengezählt und dann gerundet");
});

test("each step of the staircase of a unit and a day opens to its posts and its assumption", async ({ page }) => {
  await open(page, "/bemessung#treppe");
  const capacity = page.locator(".need-capacity");
  await capacity.getByRole("combobox", { name: "Einheit" }).selectOption("aufenthalt");
  await capacity.locator("input[type=date]").fill("2024-03-01");
  await expect(page.locator("#treppe-tabelle")).toContainText("01.03.2024");
  const filled = capacity.locator("[data-stair=filled]");
  await filled.locator("summary").click();
  await expect(filled.getByRole("link", { name: "AA-07" })).toHaveAttribute("href", "/stellenplan?stelle=AA-07");
  const chart = filled.getByRole("link", { name: "Stellen dieses Tages im Organigramm" });
  await expect(chart).toHaveAttribute("href", /^\/organigramm\?tag=2024-03-01&ansicht=tabelle&zu=/);
  await filled.getByRole("link", { name: "Besetzungsdauer" }).click();
  await expect(page).toHaveURL(/\/simulation#annahme-besetzung$/);
  await expect(page.locator("#annahme-besetzung")).toBeVisible();
});

test("three estimates make a mean that becomes a change of the scenario", async ({ page, api }) => {
  await open(page, "/bemessung");
  await unfold(page, "schaetzung");
  const section = page.locator(".need-estimate");
  await section.getByRole("button", { name: "Als Änderung übernehmen" }).click();
  await expect(section.getByRole("alert")).toContainText("drei Minutenwerte");
  await section.getByLabel("Fallart").selectOption({ index: 1 });
  await section.getByLabel("kürzeste (min)").fill("20");
  await section.getByLabel("übliche (min)").fill("45");
  await section.getByLabel("längste (min)").fill("130");
  const answer = page.getByTestId("estimate-answer");
  await expect(answer).toContainText("(20 + 4 × 45 + 130) ÷ 6 = 55,0 Minuten je Fall.");
  await section.getByRole("button", { name: "Als Änderung übernehmen" }).click();
  await saved(page);
  const [change] = await api.activeChanges();
  expect(Object.keys(change?.action ?? {})).toEqual(["set_case_type"]);
  // What the mean was made of stays with it.
  expect(JSON.stringify(change)).toContain("(20 + 4 × 45 + 130) ÷ 6 = 55 Minuten je Fall");
  await expect(answer).toContainText("Bisher rechnet der Plan mit 55,0 Minuten.");
});

test("the need for a target stands beside the assessment, the buffer between them in words", async ({ page }) => {
  // The answer alone may take most of the usual time.
  test.slow();
  await open(page, "/bemessung");
  const study = page.locator(".simulation-posts");
  await study.getByText("Stellen für ein Ziel").click();
  await study.getByLabel("Einheit").selectOption("eu");
  await study.getByRole("button", { name: "Suchen" }).click();
  await expect(page.getByTestId("posts-answer")).toHaveText(/EU-Angelegenheiten: Mit [\d,]+ VZÄ zusätzlich/, { timeout: 25_000 });
  const words = page.getByTestId("beside-answer");
  await expect(words).toHaveText(/Die Bemessung ergibt [\d,]+ VZÄ, im Plan stehen [\d,]+ VZÄ\. Das Ziel braucht [\d,]+ VZÄ zusätzlich, zusammen [\d,]+ VZÄ/);
  const [need, posts, more, target, buffer] = [...((await words.textContent()) ?? "").matchAll(/([\d,]+) VZÄ/g)].map((found) => figure(found[1] ?? null));
  expect(target).toBeCloseTo((posts ?? 0) + (more ?? 0), 2);
  expect(buffer).toBeCloseTo((target ?? 0) - (need ?? 0), 1);

  // Formulas beside the simulation, each difference in words.
  await unfold(page, "gegenprobe");
  await page.getByRole("button", { name: "Gegenprobe rechnen" }).click();
  const check = page.getByTestId("cross-check").locator("[data-unit=eu]");
  await check.locator("summary").click({ timeout: 30_000 });
  const wait = check.getByRole("row", { name: /^Wartezeit bis zum Beginn \(Erlang C\)/ });
  await expect(wait.getByRole("cell").nth(1)).toHaveText(/^[\d.,]+$/);
  await expect(wait.getByRole("cell").nth(3)).not.toBeEmpty();
  await expect(check.locator(".cases-notes li").filter({ hasText: "Abwesenheit" })).toBeVisible();
});

test("the published examples are derived before one's eyes and meet what was published", async ({ page }) => {
  await open(page, "/bemessung");
  await page.getByRole("heading", { name: /^Prüfrechnungen/ }).click();
  const examples = page.locator("[data-check]");
  const count = await examples.count();
  expect(count).toBeGreaterThanOrEqual(11);
  await expect(page.getByTestId("checks-answer")).toHaveText(new RegExp(`^${count} von ${count} `));
  for (const example of await examples.all()) {
    await example.locator("summary").click();
    await expect(example.getByText("Formel:")).toBeVisible();
    expect(await example.locator(".derivation-inputs li").count()).toBeGreaterThan(0);
    await expect(example.getByText("stimmt überein")).toBeVisible();
  }
});

test("with everything unfolded, nobody is shut out, on a laptop and on a telephone", async ({ page }) => {
  test.slow();
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open(page, "/bemessung");
  await page.evaluate(() => document.querySelectorAll("details").forEach((fold) => (fold.open = true)));
  // The search comes with a part of its own.
  await expect(page.getByRole("button", { name: "Suchen" })).toBeVisible();
  const overhang = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expectAccessible(page);
  expect(await overhang(), "pixels by which the page is wider than the screen").toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 390, height: height(390) });
  await expectLegible(page);
  expect(await overhang(), "pixels by which the page is wider than the telephone").toBeLessThanOrEqual(0);
});

test("the page is short at first, its list of sections opens what it leads to, and paper shows everything", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: height(390) });
  await open(page, "/bemessung");
  // It was nine and a half screens of a telephone.
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThan(5 * height(390));
  await expect(page.locator("details[data-unit=einbuergerung] > summary")).toHaveText(/Bedarf 4,20 VZÄ, Stellen 4,00 VZÄ; Bedarf 2023 zu Stellen: 105\s%/);
  const staircase = page.locator("#treppe-tabelle");
  await expect(staircase).toBeHidden();
  await page.getByRole("navigation", { name: "Auf dieser Seite" }).getByRole("link", { name: "Kapazitätstreppe" }).press("Enter");
  await expect(staircase).toBeVisible();
  await expect(page).toHaveURL(/#treppe$/);
  const proposal = page.locator("#vorschlag-tabelle");
  await expect(proposal).toBeHidden();
  await page.emulateMedia({ media: "print" });
  await expect(proposal).toBeVisible();
});

test("the assessment is given out in every form, as it was asked for", async ({ page, server }) => {
  await open(page, "/bemessung?methode=b&minuten=kgst-2025-08&faelle=2026-01-01&rueckstand=3");
  const form = page.getByTestId("downloads");
  for (const kind of ["xlsx", "csv", "pdf", "docx", "odt"]) {
    await form.getByLabel("Ausgeben als").selectOption(kind);
    const saving = page.waitForEvent("download");
    await form.getByRole("button", { name: "Bemessung" }).click();
    const file = await saving;
    expect(file.suggestedFilename()).toBe(`bemessung.${kind}`);
    const asked = new URL(file.url(), server.url).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({ form: kind, methode: "b", minuten: "kgst-2025-08", faelle: "2026-01-01", rueckstand: "3" });
  }
});
