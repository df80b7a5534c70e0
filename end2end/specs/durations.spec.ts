// Durations by median and 90-% value, and out of measured times, on the page of the simulation.
import { expect, test } from "../support/fixtures.ts";
import { expectAccessible } from "../support/axe.ts";
import type { Change } from "../support/api.ts";
import { tabTo } from "../support/keyboard.ts";
import { open, saved } from "../support/organigramm.ts";

test.use({ isolation: "test" });

const STEP = "n01 0 0";

interface Step {
  minutes: number;
  cv: number;
  distribution: string | { empirical: number[] };
  then_days?: { mean: number; cv: number };
}

const stepsOf = (change: Change | undefined): Step[] => change!.action.set_case_type!.steps as Step[];

test("half and nine of ten become mean and spread by keyboard, and what cannot be is told at its field", async ({ page, api }) => {
  await open(page, "/simulation");
  const group = page.getByTestId("durations");
  await tabTo(page, '[data-testid="durations"] > summary', "Tab", 400);
  await page.keyboard.press("Enter");
  await tabTo(page, "#dauer-was");
  await page.locator("#dauer-was").selectOption(STEP);
  await expect(page.getByTestId("duration-now")).toContainText(/Bisher: Im Mittel [\d,.]+ Minuten/);

  await tabTo(page, "#dauer-median");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("60");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("45");
  await page.keyboard.press("Enter");
  await expect(group.getByRole("alert")).toHaveText(/^Der 90-%-Wert liegt unter dem Median/);
  await expect(page.locator("#dauer-neunzig")).toBeFocused();
  await expect(page.locator("#dauer-neunzig")).toHaveAttribute("aria-invalid", "true");
  await expect(page.locator("#dauer-median")).toHaveValue("60");
  expect(await api.activeChanges()).toHaveLength(0);

  await page.keyboard.press("Control+A");
  await page.keyboard.type("180");
  await expect(group.getByRole("alert")).toHaveCount(0);
  const meaning = page.getByTestId("duration-meaning");
  await expect(meaning).toHaveText(
    /^Im Mittel 86,6 Minuten, bei der Hälfte der Fälle höchstens 60, bei neun von zehn höchstens 180 Minuten; 11\s% dauern länger als das Doppelte des Mittels\. Variationskoeffizient 1,04\.$/,
  );
  await expect(group.getByRole("img")).toHaveAccessibleName(/^Anteil der Fälle nach ihrer Dauer\. Im Mittel 86,6 Minuten/);
  await tabTo(page, ".duration-table > summary");
  await page.keyboard.press("Enter");
  await expect(group.getByRole("row", { name: /^0 bis 50 41,6\s%$/ })).toBeVisible();
  await tabTo(page, "#dauer-quelle");
  await page.keyboard.type("Teamleitung, Mai 2025");
  await page.keyboard.press("Enter");
  await saved(page);
  const [change] = await api.activeChanges();
  expect(stepsOf(change)[0]!.minutes).toBeCloseTo(86.642, 3);
  expect(stepsOf(change)[0]!.cv).toBeCloseTo(1.041745, 5);
  expect(change!.action.set_case_type!.note).toMatch(/^Bearbeitungszeit von „.+“: geschätzt, die Hälfte höchstens 60, neun von zehn höchstens 180, .* Quelle: Teamleitung, Mai 2025\./);
  await expect(page.getByTestId("duration-now")).toContainText("Im Mittel 86,6 Minuten");
  await expectAccessible(page);
});

test("a distribution is chosen, keeps the mean, and is taken back", async ({ page, api }) => {
  await open(page, "/simulation");
  const group = page.getByTestId("durations");
  await group.locator("summary").first().click();
  await page.locator("#dauer-was").selectOption(STEP);
  const mean = /Im Mittel ([\d,.]+) Minuten/;
  const before = mean.exec(await page.getByTestId("duration-now").innerText())![1];
  await page.locator("#dauer-verteilung").selectOption("exponential");
  await expect(page.locator("#dauer-verteilung-hinweis")).toContainText("nicht abzusehen");
  await expect(page.locator("#dauer-neunzig")).toHaveCount(0);
  expect(mean.exec(await page.getByTestId("duration-meaning").innerText())![1]).toBe(before);
  await group.getByRole("button", { name: "Dauer übernehmen" }).click();
  await saved(page);
  const [change] = await api.activeChanges();
  expect(stepsOf(change)[0]!.distribution).toBe("exponential");
  await expect(page.getByTestId("duration-now")).toContainText("Variationskoeffizient 1,00");
  await page.keyboard.press("Control+Z");
  await expect(page.locator("#dauer-neunzig")).toHaveCount(1);
  await expect(page.locator("#dauer-verteilung")).toHaveValue("lognormal");
});

test("measured times are summed up, compared, and kept as a shape without single values", async ({ page, api }) => {
  await open(page, "/simulation");
  const group = page.getByTestId("durations");
  await group.locator("summary").first().click();
  await page.locator("#dauer-was").selectOption(STEP);
  const measuring = page.getByTestId("duration-measured");
  await measuring.locator("summary").click();
  await expect(measuring).toContainText("nie von Personen");
  const evaluate = measuring.getByRole("button", { name: "Auswerten" });
  const values = page.locator("#dauer-messung");
  await values.fill("Minuten\n12,5\n13\n");
  await evaluate.click();
  await expect(measuring.getByRole("alert")).toHaveText(/^Das sind 2 Werte; aussagekräftig ist eine Verteilung erst ab 20\./);
  await values.fill("12,5\nkrank\n");
  await evaluate.click();
  await expect(measuring.getByRole("alert")).toHaveText(/^Zeile 2: „krank“ ist keine Dauer/);
  await expect(values).toHaveValue("12,5\nkrank\n");

  // Half of them simple, half of them difficult.
  const column = Array.from({ length: 200 }, (_, n) => (n % 2 ? 90 + n / 100 : 5 + n / 100).toFixed(2).replace(".", ","));
  await values.fill(["Minuten", ...column].join("\r\n"));
  await evaluate.click();
  await expect(measuring).toContainText("200 gemessene Fälle: im Mittel 48,5");
  await expect(measuring.locator('[data-fit="poor"]')).toContainText("passt schlecht");
  await page.locator("#dauer-verteilung").selectOption("empirical");
  await expect(measuring.locator('[data-fit="good"]')).toContainText("passt zur Messung");
  await group.getByRole("button", { name: "Dauer übernehmen" }).click();
  await saved(page);
  const [change] = await api.activeChanges();
  const { minutes, distribution } = stepsOf(change)[0]!;
  expect(minutes).toBeCloseTo(48.495, 3);
  const shape = (distribution as { empirical: number[] }).empirical;
  expect(shape).toHaveLength(21);
  expect(shape).toEqual([...shape].sort((a, b) => a - b));
  expect(change!.action.set_case_type!.note).toContain("aus 200 gemessenen Fällen");
  await expect(measuring.getByText("200 gemessene Fälle")).toHaveCount(0);
  await expect(values).toHaveValue("");
  await expect(page.locator("#dauer-verteilung")).toHaveValue("empirical");
  await expect(page.locator('tr[data-unit="einbuergerung"] td[data-verdict]').first()).toBeVisible();
  await page.setViewportSize({ width: 390, height: 800 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test("a wait takes days, and the form speaks English", async ({ page, api }) => {
  await open(page, "/simulation");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  const group = page.getByTestId("durations");
  await group.getByText("How long something takes and how much that varies").click();
  const wait = group.locator("#dauer-was option", { hasText: "wait" }).first();
  await page.locator("#dauer-was").selectOption(await wait.getAttribute("value"));
  await expect(page.locator("#dauer-verteilung")).toHaveCount(0);
  await page.locator("#dauer-median").fill("14.5");
  await page.locator("#dauer-neunzig").fill("40");
  await expect(page.getByTestId("duration-meaning")).toContainText("half of the cases at most 14.5, nine of ten at most 40 days");
  await group.getByRole("button", { name: "Take over the duration" }).click();
  await saved(page);
  const [change] = await api.activeChanges();
  // Half at most 14.5 and nine of ten at most 40 days: σ = 0.7918, mean = 14.5 · e^(σ² ÷ 2).
  const means = stepsOf(change).flatMap((step) => (step.then_days ? [step.then_days.mean] : []));
  expect(means.some((mean) => Math.abs(mean - 19.84) < 0.01)).toBe(true);
});
