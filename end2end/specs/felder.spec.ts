// What a role does not see is not there, and the page says so instead of showing a gap.
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { MOVE, open, post } from "../support/organigramm.ts";
import type { Page } from "@playwright/test";

test.use({ isolation: "test" });

const noted = {
  effective: "2024-02-01",
  action: { set_post: { post: MOVE.post, terms: { ku: { grade: "E 8" }, block: "Vermerk des Rates" } } },
};

test("whoever works in a section compares without cost and is told so; all other columns are there", async ({ page, api, visit }) => {
  const { id } = await api.scenario();
  const address = `/szenarien/vergleich?mit=${id}`;
  await open(page, address);
  const table = (page: Page) => page.locator("table").filter({ has: page.locator("#vergleich-tabelle") });
  const columns = (page: Page) => table(page).locator("th[scope=col]");
  await expect(page.getByRole("columnheader", { name: /Personalkosten/ })).toBeVisible();
  const all = await columns(page).count();
  await expect(page.getByText("Kosten sind nicht für Ihre Rolle")).toHaveCount(0);

  const { page: staff } = await visit({}, "staff");
  await open(staff, address);
  await expect(staff.getByText("Kosten sind nicht für Ihre Rolle; alle anderen Zahlen sind dieselben.")).toBeVisible();
  await expect(staff.getByRole("columnheader", { name: /Personalkosten|Euro/ })).toHaveCount(0);
  await expect(columns(staff)).toHaveCount(all - 1);
  await expect(table(staff)).not.toContainText("€");
  await expectAccessible(staff);
});

test("the dialog of a post says that more is noted, and not what", async ({ page, api, visit }) => {
  await api.append(noted);
  await open(page);
  await post(page, MOVE.post).click();
  await expect(page.getByRole("dialog")).toContainText("Sperrvermerk (Vermerk des Rates)");

  const { page: staff } = await visit({}, "staff");
  await open(staff);
  await post(staff, MOVE.post).click();
  const dialog = staff.getByRole("dialog", { name: new RegExp(MOVE.post) });
  await expect(dialog).toContainText("weitere Vermerke nicht für Ihre Rolle");
  await expect(dialog).not.toContainText(/Rates|ku E 8/);
  expect(await staff.content()).not.toContain("Vermerk des Rates");
});

test("a goal in euro is neither offered nor shown to whoever does not see cost", async ({ api, visit }) => {
  const scenario = (await api.scenario()) as unknown as { id: string; version: number };
  const goals = [{ cost: { at_most: 3131317, on: "2025-12-31" } }, { fte: { at_most: 41, on: "2025-12-31" } }];
  const asked = { scenario: scenario.id, version: scenario.version, command: crypto.randomUUID(), goals };
  expect((await api.call("scenarios/goals", { command: asked })).ok).toBe(true);

  const { page: staff } = await visit({}, "staff");
  await open(staff, "/szenarien/akte");
  await expect(staff.locator(".goals li")).toHaveCount(1);
  await expect(staff.getByText("Ziele zu Kosten sind nicht für Ihre Rolle.")).toBeVisible();
  await expect(staff.locator(".goal-form option").filter({ hasText: "Euro" })).toHaveCount(0);
});
