// The simulation of the whole department: the plan as it is, and what a change does to those who wait.
import { expect, test } from "../support/fixtures.ts";
import { open } from "../support/organigramm.ts";

test.use({ isolation: "test" });

test("without changes every unit has its figures, and no difference", async ({ page }) => {
  await open(page, "/simulation");
  const table = page.getByRole("region", { name: /Mittel über die Läufe/ });
  await expect(table.locator("tbody tr")).toHaveCount(7);
  await expect(table.getByRole("columnheader", { name: "Unterschied" })).toHaveCount(0);
  await expect(page.locator(".lead")).toHaveText(/^Am 31\.12\.2025 sind im Mittel [\d.]+ Fälle offen, davon [\d.]+ älter als drei Monate\.$/);
  await expect(page.locator("[data-forecast-unit] svg path.line")).toHaveCount(7);
});

test("a moved post is better for one unit and worse for the other", async ({ page, api }) => {
  await api.append({ effective: "2024-02-01", action: { move_post: { post: "AA-03", to: "einbuergerung" } } });
  await open(page, "/simulation");
  const row = (unit: string) => page.locator(`tr[data-unit="${unit}"]`);
  await expect(row("einbuergerung").locator('td[data-verdict="better"]').first()).toHaveText(/^−[\d.]+ ± [\d.]+$/);
  await expect(row("aufenthalt").locator('td[data-verdict="worse"]').first()).toHaveText(/^\+[\d.]+ ± [\d.]+$/);
  await expect(row("service-point").getByText("unverändert").first()).toBeVisible();
  await expect(page.locator(".lead")).toHaveText(/mit den Änderungen/);
  await page.getByRole("button", { name: /Rückgängig/ }).first().click();
  await expect(row("einbuergerung").locator("td[data-verdict]")).toHaveCount(0);
});
