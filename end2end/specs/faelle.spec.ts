// The team lead's desk: all units, a unit, one kind of cases, relief, and the guided exercise.
import { expect, test } from "../support/fixtures.ts";

test("from the department to a unit, its table and one kind of cases", async ({ page }) => {
  await page.goto("/faelle");
  await expect(page.locator("p.lead")).toContainText("Fälle offen");
  await expect(page.locator(".cases-basis")).toContainText("Annahme");
  await page.getByRole("link", { name: "Sachgebiet Aufenthalt/Anerkennung" }).click();
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
});

test("the forecast comes and relief is computed by formula and by simulation", async ({ page }) => {
  await page.goto("/faelle/aufenthalt?bis=2024-12&ziel=100");
  await expect(page.locator("[data-panel=bestand] .course.forecast")).toBeVisible({ timeout: 60_000 });
  const relief = page.locator("[data-panel=entlastung]");
  await expect(relief).toContainText("100 Fälle");
  await relief.getByRole("button", { name: "Mit der Simulation rechnen" }).click();
  await expect(relief.locator(".cases-simulated")).toContainText("Simulation:");
  await expect(relief.locator(".cases-simulated")).not.toContainText("sucht", { timeout: 60_000 });
});

test("the exercise keeps its answers", async ({ page }) => {
  await page.goto("/hilfe/uebung?schritt=5", { waitUntil: "networkidle" });
  await expect(page.getByRole("heading", { name: "Was nicht gezeigt wird" })).toBeVisible();
  await expect(page.getByTestId("exercise-progress")).toContainText("0 von 10");
  await page.getByRole("radio", { name: /Leistungsmessung/ }).check();
  await expect(page.getByTestId("exercise-verdict")).toContainText("Richtig.");
  await page.getByRole("button", { name: "Weiter" }).click();
  await expect(page).toHaveURL(/schritt=6/);
  await page.reload();
  await expect(page.getByTestId("exercise-progress")).toContainText("1 von 10");
});
