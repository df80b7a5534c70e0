// Two browsers in one scenario: each sees what the other does and holds, and nothing is lost when one is cut off.
import { expect, test } from "../support/fixtures.ts";
import { dragByMouse } from "../support/gestures.ts";
import { messages, MOVE, MOVE_ACTION, open, post, postIn, saved, spoken, undoButton, unit } from "../support/organigramm.ts";
import { CUT_OFF } from "../support/problems.ts";
import type { Page } from "@playwright/test";

test.use({ isolation: "test" });

const move = (page: Page) => dragByMouse(page, post(page, MOVE.post), unit(page, MOVE.to));
/** The other hand works without a mouse: picks a post up and puts it down in the naturalisation section. */
async function moveByKeys(page: Page, id: string): Promise<void> {
  await post(page, id).focus();
  await expect(post(page, id)).toBeFocused();
  await page.keyboard.press("m");
  await expect(spoken(page)).toContainText(`${id} aufgenommen`);
  for (let steps = 0; steps < 12 && !/Einbürgerung/.test((await spoken(page).textContent()) ?? ""); steps++) {
    const before = await spoken(page).textContent();
    await page.keyboard.press("ArrowDown");
    await expect(spoken(page)).not.toHaveText(before ?? "");
  }
  await page.keyboard.press("Enter");
}

/** Gives up the post that the others move, on the chart. */
async function remove(page: Page): Promise<void> {
  await post(page, MOVE.post).focus();
  await page.keyboard.press("Delete");
  await page.getByTestId("remove").getByRole("button", { name: /streichen/ }).click();
  await expect(post(page, MOVE.post)).toHaveCount(0);
}

const workplaces = (page: Page) => page.getByTestId("workplaces");
const lost = (page: Page) => page.getByTestId("connection-lost");
const aside = (page: Page) => page.getByTestId("set-aside");

test("what one does the other sees within a second", async ({ page, visit }) => {
  const other = await visit();
  await open(page);
  await open(other.page);
  await expect(workplaces(other.page)).toContainText("Geöffnet in 2 Fenstern");

  await move(page);
  await saved(page);

  await expect(postIn(other.page, MOVE.to, MOVE.post)).toBeVisible({ timeout: 1_000 });
  await expect(messages(other.page)).toContainText("Jemand anders hat das Szenario geändert");
});

test("who is there and what they hold is shown under numbers", async ({ page, visit }) => {
  const other = await visit();
  await open(page);
  await expect(workplaces(page)).toHaveCount(0);
  await open(other.page);
  await expect(workplaces(page)).toContainText("Geöffnet in 2 Fenstern");
  await workplaces(page).locator("summary").click();
  await expect(workplaces(page).getByRole("listitem")).toHaveText(["Fenster 1 (dieses)", "Fenster 2"]);

  await post(other.page, MOVE.post).hover();
  await other.page.mouse.down();
  const target = (await unit(other.page, MOVE.to).boundingBox())!;
  await other.page.mouse.move(target.x + target.width / 2, target.y + 20, { steps: 8 });
  await expect(workplaces(page)).toContainText("Fenster 2: verschiebt AA-05");
  await expect(page.locator(".held-mark")).toContainText("Fenster 2");

  await other.page.keyboard.press("Escape");
  await other.page.mouse.up();
  await expect(page.locator(".held-mark")).toHaveCount(0);

  await other.page.close();
  await expect(workplaces(page)).toHaveCount(0);
});

test("one is cut off, both change something, it returns: both changes count", async ({ page, visit, api }) => {
  const other = await visit();
  other.problems.allow(CUT_OFF);
  other.problems.allow(/409/);
  await open(page);
  await open(other.page);
  await expect(workplaces(page)).toContainText("Geöffnet in 2 Fenstern");

  await other.page.context().setOffline(true);
  await expect(lost(other.page)).toBeVisible();
  await move(other.page);
  await expect(other.page.locator(".saved-state")).toHaveAttribute("data-state", "not-saved");
  await moveByKeys(page, "AA-06");
  await saved(page);
  await expect(postIn(page, "einbuergerung", "AA-06")).toBeVisible();
  await expect(postIn(other.page, "einbuergerung", "AA-06")).toHaveCount(0);

  await other.page.context().setOffline(false);

  await saved(other.page);
  await expect(lost(other.page)).toHaveCount(0);
  await expect(messages(other.page)).toContainText("inzwischen an anderer Stelle geändert");
  for (const browser of [page, other.page]) {
    await expect(postIn(browser, "einbuergerung", "AA-06")).toBeVisible();
    await expect(postIn(browser, MOVE.to, MOVE.post)).toBeVisible();
  }
  expect((await api.activeChanges()).map((change) => change.action)).toEqual([{ move_post: { post: "AA-06", to: "einbuergerung" } }, MOVE_ACTION]);
});

test("what no longer fits is set aside, tried again, and discarded", async ({ page, visit, api }) => {
  const other = await visit();
  other.problems.allow(CUT_OFF);
  other.problems.allow(/409/);
  await open(page);
  await open(other.page);
  await other.page.context().setOffline(true);
  // The head tells of it in a line of its own; the chart stands still after that.
  await expect(lost(other.page)).toBeVisible();
  await move(other.page);
  await expect(other.page.locator(".saved-state")).toHaveAttribute("data-state", "not-saved");
  await remove(page);
  await saved(page);

  await other.page.context().setOffline(false);

  await expect(messages(other.page)).toContainText("passt nicht mehr");
  await expect(aside(other.page)).toHaveText("Zurückgestellt: 1");
  await saved(other.page);
  expect(await api.activeChanges()).toHaveLength(1);

  // Kept over a reload, with the reason in words.
  await other.page.reload();
  await saved(other.page);
  await aside(other.page).click();
  const dialog = other.page.getByRole("dialog", { name: "Zurückgestellte Schritte" });
  await expect(dialog).toContainText("AA-05");
  await expect(dialog).toContainText("passt nicht mehr");
  await dialog.getByRole("button", { name: /^Erneut versuchen/ }).click();
  await expect(dialog.getByRole("alert")).toContainText("Passt weiterhin nicht");

  // The other one takes the removal back: now it fits.
  await undoButton(page).click();
  await saved(page);
  await expect(post(other.page, MOVE.post)).toHaveCount(1);
  await dialog.getByRole("button", { name: /^Erneut versuchen/ }).click();
  await expect(dialog).toContainText("Nichts ist zurückgestellt.");
  await dialog.getByRole("button", { name: "Schließen" }).click();
  await expect(aside(other.page)).toHaveCount(0);
  await saved(other.page);
  await expect(postIn(page, MOVE.to, MOVE.post)).toBeVisible();
  expect((await api.activeChanges()).map((change) => change.action)).toEqual([MOVE_ACTION]);
});

test("what asks for a reason only beside the other's change is set aside until it has one", async ({ page, visit, api }) => {
  const other = await visit();
  other.problems.allow(CUT_OFF);
  other.problems.allow(/409|422/);
  await open(page);
  await open(other.page);
  await other.page.context().setOffline(true);
  await expect(lost(other.page)).toBeVisible();
  // Two of the three posts leave: each alone leaves a deputy, both together do not.
  await dragByMouse(other.page, post(other.page, "SP-01"), unit(other.page, MOVE.to));
  await expect(other.page.locator(".saved-state")).toHaveAttribute("data-state", "not-saved");
  await moveByKeys(page, "SP-02");
  await saved(page);
  await other.page.context().setOffline(false);

  await expect(messages(other.page)).toContainText("nur mit Begründung gespeichert");
  await aside(other.page).click();
  const dialog = other.page.getByRole("dialog", { name: "Zurückgestellte Schritte" });
  await expect(dialog).toContainText("kann nur noch die Stelle SP-03 bearbeiten");
  await dialog.getByLabel("Begründung").fill("Der Service Point wird neu besetzt");
  await dialog.getByRole("button", { name: /^Erneut versuchen/ }).click();
  await expect(dialog).toContainText("Nichts ist zurückgestellt.");
  await saved(other.page);
  const { steps } = await api.scenario();
  expect(steps.map((step) => step.reason ?? null)).toEqual([null, "Der Service Point wird neu besetzt"]);
});

test("a change made while cut off survives a reload and is stored once", async ({ page, api, problems }) => {
  problems.allow(CUT_OFF);
  await open(page);
  await page.route("**/api/**", (route) => route.abort());
  await move(page);
  await expect(page.locator(".saved-state")).toHaveAttribute("data-state", "not-saved");

  // The page comes, the server functions do not: as with a connection that stutters.
  await page.reload();
  await expect(postIn(page, MOVE.to, MOVE.post)).toBeVisible();
  await expect(messages(page)).toContainText("Vor dem Neuladen nicht gespeicherte Schritte: 1");
  expect(await api.activeChanges()).toEqual([]);

  await page.unroute("**/api/**");
  await expect(page.locator(".saved-state")).toHaveAttribute("data-state", "saved", { timeout: 20_000 });
  expect((await api.activeChanges()).map((change) => change.action)).toEqual([MOVE_ACTION]);
  await page.reload();
  await saved(page);
  expect(await api.activeChanges()).toHaveLength(1);
});

test("a command whose answer was lost is not carried out twice", async ({ page, api, problems }) => {
  problems.allow(CUT_OFF);
  await open(page);
  // The server does it, the page does not hear of it.
  await page.route("**/api/scenarios/append", async (route) => {
    await route.fetch();
    await route.abort();
  });
  await move(page);
  await expect(page.locator(".saved-state")).toHaveAttribute("data-state", "not-saved");
  expect(await api.activeChanges()).toHaveLength(1);

  await page.unroute("**/api/scenarios/append");
  await page.reload();
  await saved(page);
  await expect(postIn(page, MOVE.to, MOVE.post)).toBeVisible();
  await expect(aside(page)).toHaveCount(0);
  expect((await api.activeChanges()).map((change) => change.action)).toEqual([MOVE_ACTION]);
});
