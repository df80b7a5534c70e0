// What each step of a search for posts buys, and what may be spent: by mouse, by keyboard, and for a role that does not see cost.
import { readFileSync } from "node:fs";
import { expect, test } from "../support/fixtures.ts";
import { expectAccessible } from "../support/axe.ts";
import { tabTo } from "../support/keyboard.ts";
import { open } from "../support/organigramm.ts";
import type { Page } from "@playwright/test";

test.use({ isolation: "test" });

const study = (page: Page) => page.locator(".simulation-posts");
const steps = (page: Page) => study(page).locator("tr[data-step]");
const euro = (text: string) => Number(text.replaceAll(".", ""));

/** Opens the search and looks for posts for the section with EU matters. */
async function search(page: Page): Promise<void> {
  await open(page, "/simulation");
  await study(page).getByText("Stellen für ein Ziel").click();
  await study(page).getByLabel("Einheit").selectOption("eu");
}

test("every step stands with its cost and its gain, and another one than the least can be adopted", async ({ page, api }) => {
  test.slow();
  await search(page);
  await study(page).getByRole("button", { name: "Suchen" }).click();
  await expect(page.getByTestId("posts-answer")).toHaveText(/EU-Angelegenheiten: Mit [\d,]+ VZÄ zusätzlich/, { timeout: 60_000 });
  const count = await steps(page).count();
  expect(count).toBeGreaterThan(2);
  await expect(steps(page).first().locator("th")).toHaveText("0,00");
  await expect(steps(page).first()).toContainText("verfehlt");
  // Each costs more than the one before and reaches more; the gain has an interval.
  const costs = (await steps(page).locator("td[data-sensitive]").allTextContents()).map(euro);
  expect(costs).toEqual([...costs].sort((a, b) => a - b));
  expect(costs[0]).toBe(0);
  for (let place = 1; place < count; place++) {
    await expect(steps(page).nth(place).locator("td.is-number").last()).toHaveText(/^−[\d,]+ ± [\d,]+(, nicht klar)?$/);
  }
  await expect(page.getByTestId("front-half")).toHaveText(/^Mit [\d,]+ VZÄ, [\d.]+\s€ im Jahr wären es [\d,]+\s% ± [\d,]+ statt .* VZÄ, [\d.]+\s€ im Jahr\.$/);
  await expect(page.getByTestId("front-cost")).toHaveText(/^Kosten: [\d.]+\s€ im Jahr je VZÄ der Gruppe /);
  await expectAccessible(page);
  const saving = page.waitForEvent("download");
  await study(page).getByRole("button", { name: "CSV", exact: true }).click();
  const file = await saving;
  expect(file.suggestedFilename()).toBe("stufen-tabelle.csv");
  expect(readFileSync(await file.path(), "utf8").trimEnd().split("\r\n")).toHaveLength(count + 1);
  await study(page).getByRole("combobox", { name: "Stufe" }).selectOption({ index: 0 });
  await study(page).getByRole("button", { name: "Diese Stufe übernehmen" }).click();
  await expect.poll(async () => (await api.activeChanges()).length).toBeGreaterThan(0);
  const added = (await api.activeChanges()).every((change) => "add_post" in change.action);
  expect(added).toBe(true);
  await expect(study(page).getByText("Der Plan hat sich seither geändert")).toBeVisible();
  await expect(study(page).getByRole("button", { name: "Diese Stufe übernehmen" })).toHaveCount(0);
});

test("by keyboard: what costs more than may be spent is told with what it costs and how far the amount reaches", async ({ page }) => {
  test.slow();
  await search(page);
  const budget = study(page).getByLabel("Mehrkosten bis zu");
  await budget.focus();
  await page.keyboard.type("viel");
  await tabTo(page, ".simulation-posts .study-body > button", "Tab");
  await page.keyboard.press("Enter");
  await expect(study(page).getByRole("alert")).toHaveText(/^Bitte eine Zahl von 0 bis 10\.000\.000 eingeben/);
  await tabTo(page, '.simulation-posts [data-sensitive] input', "Shift+Tab");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("40.000");
  await tabTo(page, ".simulation-posts .study-body > button", "Tab");
  await page.keyboard.press("Enter");
  const answer = page.getByTestId("posts-answer");
  await expect(answer).toContainText("gibt es keinen Vorschlag", { timeout: 60_000 });
  await expect(answer).toHaveText(/Erst [\d,]+ VZÄ zusätzlich erreichen es\. Sie kosten [\d.]+\s€ im Jahr, mehr als der Betrag von 40\.000\s€\./);
  await expect(steps(page).first()).toBeVisible();
  // Present posts cost no more than before: there is nothing to bound.
  await study(page).getByLabel("Weg").selectOption("moves");
  await expect(budget).toHaveCount(0);
});

test.describe("who does not see cost", () => {
  test.use({ role: "staff" });

  test("sees the steps in full-time equivalents and no amount", async ({ page }) => {
    test.slow();
    await search(page);
    await expect(study(page).getByLabel("Mehrkosten bis zu")).toHaveCount(0);
    await study(page).getByRole("button", { name: "Suchen" }).click();
    await expect(page.getByTestId("posts-answer")).toHaveText(/zusätzlich/, { timeout: 60_000 });
    expect(await steps(page).count()).toBeGreaterThan(2);
    await expect(study(page).locator("table [data-sensitive]")).toHaveCount(0);
    await expect(page.getByTestId("front-cost")).toContainText("Kosten sind nicht für Ihre Rolle");
    await expect(study(page)).not.toContainText("€");
  });
});
