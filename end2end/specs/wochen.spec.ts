// The replay of one run on /simulation: week by week, by hand and by itself, with and without motion, and in words.
import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { open } from "../support/organigramm.ts";

/** Opens the replay of a unit, as soon as its first run is there. */
async function replay(page: Page, unit: string): Promise<Locator> {
  await open(page, "/simulation");
  const part = page.locator("#simulation-replay");
  await part.locator("summary").first().click();
  await part.getByLabel("Einheit").selectOption(unit);
  await expect(part.getByTestId("replay-sentence")).toHaveText(/^KW 5, bis 04\.02\.2024: \d+ neu, \d+ erledigt\. Am Ende der Woche sind [\d.]+ Fälle offen/, { timeout: 60_000 });
  return part;
}

/** The whole numbers of a text, in their order. */
const numbers = (text: string): number[] => (text.replace(/(?<=\d)\.(?=\d{3})/g, "").match(/\d+/g) ?? []).map(Number);

test("a run is gone through week by week by keyboard, and the sentence says what the table says", async ({ page }) => {
  test.slow();
  const part = await replay(page, "einbuergerung");
  const slider = part.getByRole("slider", { name: "Woche" });
  await slider.focus();
  for (let week = 0; week < 7; week += 1) await page.keyboard.press("ArrowRight");
  await expect(slider).toHaveAttribute("aria-valuetext", "KW 12, bis 24.03.2024");
  const sentence = part.getByTestId("replay-sentence");
  await expect(sentence).toContainText("KW 12, bis 24.03.2024:");
  await expect(sentence).toContainText(/\([+−]\d+\)|\(±0\)/);
  await part.getByText("Zahlen als Tabelle").click();
  const table = part.getByRole("table");
  await expect(table.locator("tbody tr")).toHaveCount(48);
  const row = table.getByRole("row", { name: /^12 24\.03\.2024/ });
  const cells = (await row.getByRole("cell").allInnerTexts()).slice(1);
  const [arrived, completed, withUs] = cells.map((cell) => numbers(cell)[0]);
  const said = numbers((await sentence.innerText()).replace(/^.*?2024: /, ""));
  expect(said.slice(0, 2)).toEqual([arrived, completed]);
  expect(said).toContain(withUs);
  // What came and was completed is what the open cases are more or less; the unit has no case type that is moved.
  const before = (await table.getByRole("row", { name: /^11 17\.03\.2024/ }).getByRole("cell").allInnerTexts()).slice(1);
  const openNow = numbers(cells[7] ?? "")[0] ?? NaN;
  const openBefore = numbers(before[7] ?? "")[0] ?? NaN;
  expect(openNow - openBefore).toBe((arrived ?? NaN) - (completed ?? NaN));
  // The picture has as many dots as it says.
  const perDot = numbers(await part.getByText(/^Ein Punkt/).innerText())[0] ?? 1;
  const paths = await part.locator('.replay-box[data-owner="with_us"] path:not(.gone)').evaluateAll((all) => all.map((path) => path.getAttribute("d") ?? ""));
  const dots = paths.join("").split("M").length - 1;
  expect(dots).toBe(Math.round((withUs ?? NaN) / perDot));
  await expectAccessible(page);
});

test("the weeks pass by themselves until they are stopped", async ({ page }) => {
  test.slow();
  const part = await replay(page, "eu");
  await part.getByRole("button", { name: "Abspielen" }).click();
  await expect(part.locator(".replay-week")).toHaveText("KW 7, bis 18.02.2024");
  await part.getByRole("button", { name: "Anhalten" }).click();
  const stopped = await part.locator(".replay-week").innerText();
  await page.waitForTimeout(2_000);
  await expect(part.locator(".replay-week")).toHaveText(stopped);
  await part.getByRole("button", { name: "Woche zurück" }).click();
  await expect(part.locator(".replay-week")).not.toHaveText(stopped);
});

test("without motion there are steps only, and nothing moves", async ({ page }) => {
  test.slow();
  await page.emulateMedia({ reducedMotion: "reduce" });
  const part = await replay(page, "eu");
  await expect(part.getByRole("button", { name: "Abspielen" })).toBeHidden();
  await part.getByRole("button", { name: "Woche weiter" }).click();
  await expect(part.locator(".replay-week")).toHaveText("KW 6, bis 11.02.2024");
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
});
