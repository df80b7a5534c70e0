// What becomes of a change: undone, redone, found again, shared with others, never lost.
import { expect, test } from "../support/fixtures.ts";
import { dragByMouse } from "../support/gestures.ts";
import { messages, MOVE, MOVE_ACTION, open, post, postIn, redoButton, saved, undoButton, unit } from "../support/organigramm.ts";
import type { Page } from "@playwright/test";

test.use({ isolation: "test" });

const move = (page: Page) => dragByMouse(page, post(page, MOVE.post), unit(page, MOVE.to));
const arrived = (page: Page) => expect(postIn(page, MOVE.to, MOVE.post)).toBeVisible();
const atHome = (page: Page) => expect(postIn(page, MOVE.from, MOVE.post)).toBeVisible();

test("undo and redo name the step, and the server follows", async ({ page, api }) => {
  await open(page);
  await expect(undoButton(page)).toHaveAttribute("aria-disabled", "true");
  await move(page);
  await arrived(page);
  await expect(undoButton(page)).toHaveAttribute("title", /AA-05.*Einbürgerung/);

  await undoButton(page).click();
  await atHome(page);
  await expect(messages(page)).toContainText("Zurückgenommen");
  await saved(page);
  expect(await api.activeChanges()).toEqual([]);

  await expect(redoButton(page)).toHaveAttribute("title", /AA-05.*Einbürgerung/);
  await redoButton(page).click();
  await arrived(page);
  await saved(page);
  expect((await api.activeChanges()).map((change) => change.action)).toEqual([MOVE_ACTION]);
});

test("undo and redo by keyboard", async ({ page }) => {
  await open(page);
  await move(page);
  await arrived(page);

  await page.keyboard.press("Control+z");
  await atHome(page);
  await page.keyboard.press("Control+Shift+z");
  await arrived(page);
});

test("the message after a move offers to undo it", async ({ page }) => {
  await open(page);
  await move(page);
  await messages(page).getByRole("button", { name: "Rückgängig" }).click();
  await atHome(page);
});

test("undo survives a reload", async ({ page }) => {
  await open(page);
  await move(page);
  await saved(page);

  await page.reload();
  await saved(page);
  await arrived(page);
  await undoButton(page).click();
  await atHome(page);
});

test("a move survives the restart of the server", async ({ page, server, api, problems }) => {
  // While the server is down, the page asks in vain for news.
  problems.allow(/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|50[234]/);
  await open(page);
  await move(page);
  await saved(page);

  await server.restart();
  await page.reload();
  await saved(page);
  await arrived(page);
  expect(await api.activeChanges()).toHaveLength(1);
});

test("a second browser sees the move without a reload", async ({ page, visit }) => {
  const other = await visit();
  await open(page);
  await open(other.page);

  await move(page);

  await expect(postIn(other.page, MOVE.to, MOVE.post)).toBeVisible({ timeout: 15_000 });
  await expect(messages(other.page)).toContainText("Jemand anders hat das Szenario geändert");
});

/** Keeps the page from hearing about other people's changes, so that it acts on an old version. */
async function deafen(page: Page, version: number): Promise<void> {
  await page.route("**/ereignisse/**", (route) => route.fulfill({ status: 204 }));
  await page.route("**/api/scenarios/version", (route) => route.fulfill({ json: version }));
}

test("who was slower is told, and both changes count", async ({ page, api, problems }) => {
  problems.allow(/409/);
  const { version, baseline } = await api.scenario();
  await deafen(page, version);
  await open(page);
  const faster = { effective: baseline.as_of, action: { move_post: { post: "AA-06", to: "einbuergerung" } } };
  await api.append(faster);

  await move(page);

  await expect(messages(page)).toContainText("inzwischen an anderer Stelle geändert");
  await saved(page);
  await arrived(page);
  await expect(postIn(page, "einbuergerung", "AA-06")).toBeVisible();
  expect((await api.activeChanges()).map((change) => change.action)).toEqual([faster.action, MOVE_ACTION]);
});

test("a change that no longer fits is taken back with its reason", async ({ page, api, problems }) => {
  problems.allow(/409/);
  const { version, baseline } = await api.scenario();
  await deafen(page, version);
  await open(page);
  await api.append({ effective: baseline.as_of, action: { remove_post: { post: MOVE.post } } });

  await move(page);

  await expect(messages(page)).toContainText("passt nicht mehr");
  await saved(page);
  await expect(post(page, MOVE.post)).toHaveCount(0);
  expect(await api.activeChanges()).toHaveLength(1);
});

test("a change made while the server is away is stored when it is back", async ({ page, api, problems }) => {
  problems.allow(/ERR_FAILED|ERR_INTERNET_DISCONNECTED|Failed to load resource/);
  await open(page);
  await page.route("**/api/**", (route) => route.abort());

  await move(page);
  await arrived(page);
  await expect(page.locator(".saved-state")).toHaveAttribute("data-state", "not-saved");
  expect(await api.activeChanges()).toEqual([]);

  await page.unroute("**/api/**");
  await expect(page.locator(".saved-state")).toHaveAttribute("data-state", "saved", { timeout: 20_000 });
  expect((await api.activeChanges()).map((change) => change.action)).toEqual([MOVE_ACTION]);
});
