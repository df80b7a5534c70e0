// The same move of a post by mouse, by keyboard alone, by the dialog and from the table; by finger in moves.touch.spec.ts.
import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { dragByMouse, lift } from "../support/gestures.ts";
import { expectMoved } from "../support/moved.ts";
import { messages, MOVE, open, post, postIn, saved, sentence, spoken, unit } from "../support/organigramm.ts";

test.use({ isolation: "test" });

test("by mouse", async ({ page, api }) => {
  await open(page);
  await dragByMouse(page, post(page, MOVE.post), unit(page, MOVE.to));
  await expectMoved(page, api);
});

/** Walks with Tab from the top of the page into the chart. */
async function tabIntoChart(page: Page): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement?.getAttribute("role") === "treeitem")) return;
  }
  throw new Error("Tab does not lead into the chart");
}

test("by keyboard alone", async ({ page, api }) => {
  await open(page);
  await tabIntoChart(page);
  // Typing the beginning of a name leads to it.
  await page.keyboard.type(MOVE.post);
  await expect(post(page, MOVE.post)).toBeFocused();

  await page.keyboard.press("m");
  await expect(spoken(page)).toContainText(`${MOVE.post} aufgenommen`);
  for (let steps = 0; steps < 12 && !/Einbürgerung/.test((await spoken(page).textContent()) ?? ""); steps++) {
    const before = await spoken(page).textContent();
    await page.keyboard.press("ArrowDown");
    await expect(spoken(page)).not.toHaveText(before ?? "");
  }
  await expect(spoken(page)).toContainText(/Einbürgerung.*Auslastung .* → /);

  await page.keyboard.press("Enter");
  await expect(post(page, MOVE.post)).toBeFocused();
  await expectMoved(page, api);
});

test("Escape on the keyboard puts the post back", async ({ page, api }) => {
  await open(page);
  await post(page, MOVE.post).focus();
  await page.keyboard.press("m");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Escape");

  await expect(spoken(page)).toContainText("bleibt, wo sie war");
  await expect(postIn(page, MOVE.from, MOVE.post)).toBeFocused();
  expect(await api.activeChanges()).toEqual([]);
});

test("by the dialog, with its search box", async ({ page, api }) => {
  await open(page);
  await post(page, MOVE.post).click();
  const dialog = page.getByRole("dialog", { name: new RegExp(MOVE.post) });
  await expect(dialog).toBeVisible();
  await expectAccessible(page);

  await dialog.getByTestId("move-search").fill("einb");
  await expect(dialog.getByTestId("move-target")).toHaveCount(1);
  await dialog.getByTestId("move-target").click();

  await expect(dialog).toBeHidden();
  await expectMoved(page, api);
});

test("by the dialog to the tray, where it is refused once it is there", async ({ page, api }) => {
  await open(page);
  await post(page, MOVE.post).click();
  const dialog = page.getByRole("dialog", { name: new RegExp(MOVE.post) });
  const target = dialog.getByTestId("move-target");
  await dialog.getByTestId("move-search").fill("park");
  await expect(target).toHaveCount(1);
  await expect(target).toHaveText("Parkplatz");
  await target.click();
  await expect(dialog).toBeHidden();
  await saved(page);
  expect((await api.activeChanges()).map((change) => change.action)).toEqual([{ park_post: { post: MOVE.post } }]);

  await page.getByTestId("tray").locator(`[data-post="${MOVE.post}"]`).click();
  await dialog.getByTestId("move-search").fill("park");
  await expect(target).toHaveAttribute("aria-disabled", "true");
  await expect(target).toContainText(MOVE.post);
  await dialog.getByTestId("move-search").fill("einb");
  await expect(target).toHaveAttribute("aria-disabled", "false");
  await dialog.getByRole("button", { name: "Schließen" }).click();
  await expect(dialog).toBeHidden();

  // A task has no place there.
  await page.getByTestId("tasks").click();
  await page.locator("#aufgabe-n01").click();
  await page.getByTestId("move-search").fill("park");
  await expect(page.getByTestId("move-target")).toHaveCount(0);
});

test("the dialog shows the way to the Stellenplan to those who may open it", async ({ page, visit }) => {
  await open(page);
  await post(page, MOVE.post).click();
  await expect(page.getByRole("dialog").locator('a[href^="/stellenplan"]')).toBeVisible();

  const { page: other } = await visit({}, "staff");
  await open(other);
  await post(other, MOVE.post).click();
  await expect(other.getByRole("dialog", { name: new RegExp(MOVE.post) })).toBeVisible();
  await expect(other.getByRole("dialog").locator('a[href^="/stellenplan"]')).toHaveCount(0);
});

test("from the table", async ({ page, api }) => {
  await open(page, "/organigramm?ansicht=tabelle");
  await page.getByRole("button", { name: `Verschieben nach … Stelle ${MOVE.post}` }).click();
  await page.getByTestId("move-search").fill("einb");
  await page.getByTestId("move-target").click();
  await saved(page);

  await page.getByTestId("view-chart").click();
  await expectMoved(page, api);
});

test("while dragging, source and target say what it would mean", async ({ page }) => {
  await open(page);
  await lift(page, post(page, MOVE.post), unit(page, MOVE.to));

  await expect(sentence(page, MOVE.to)).toContainText(/Einbürgerung.*: Auslastung \d+.% → \d+.%/);
  await expect(sentence(page, MOVE.from)).toContainText(/Aufenthalt.*: Auslastung \d+.% → \d+.%/);
  await expect(page.locator(`[data-unit="${MOVE.to}"]`)).toHaveAttribute("data-drop", "target");
  // What is held lies over the card, and what is said of it below.
  const [card, said] = [await unit(page, MOVE.to).boundingBox(), await sentence(page, MOVE.to).boundingBox()];
  expect(said?.y ?? 0).toBeGreaterThanOrEqual((card?.y ?? NaN) + (card?.height ?? NaN));

  await page.keyboard.press("Escape");
  await expect(sentence(page, MOVE.to)).toHaveCount(0);
  await page.mouse.up();
});

test("what a move takes from a split post, and what a post keeps working on, is told before it is made", async ({ page, api }) => {
  const shares = [
    { unit: "aufenthalt", fte: 0.5 },
    { unit: "integration", fte: 0.5 },
  ];
  await api.append({ effective: "2024-02-01", action: { set_post: { post: MOVE.post, shares, case_types: ["a01"] } } });
  await open(page);
  await lift(page, post(page, MOVE.post), unit(page, MOVE.to));
  await expect(sentence(page, MOVE.to)).toContainText(`Die Stelle ${MOVE.post} ist geteilt`);
  await expect(sentence(page, MOVE.to)).toContainText("1,0 VZÄ in einer einzigen Einheit");
  await expect(sentence(page, MOVE.to)).toContainText("nur die Fallarten, die für sie gewählt sind");
  await page.keyboard.press("Escape");
  await page.mouse.up();

  await post(page, MOVE.post).click();
  const notes = page.getByRole("dialog", { name: new RegExp(MOVE.post) }).getByTestId("move-notes");
  await expect(notes).toContainText("Beim Verschieben werden ihre Anteile zusammengelegt");
  await expect(notes).toContainText("nur die Fallarten, die für sie gewählt sind");
  await expectAccessible(page);
});

test("Escape puts everything back", async ({ page, api }) => {
  await open(page);
  await lift(page, post(page, MOVE.post), unit(page, MOVE.to));
  await page.keyboard.press("Escape");
  await page.mouse.up();

  await expect(postIn(page, MOVE.from, MOVE.post)).toBeVisible();
  expect(await api.activeChanges()).toEqual([]);
});

test("a drop on the post's own unit is refused with its reason", async ({ page, api }) => {
  await open(page);
  await lift(page, post(page, MOVE.post), unit(page, MOVE.to));
  const home = (await unit(page, MOVE.from).boundingBox())!;
  await page.mouse.move(home.x + 24, home.y + 14, { steps: 8 });

  await expect(page.locator(`[data-unit="${MOVE.from}"]`)).toHaveAttribute("data-drop", "refused");
  await expect(sentence(page, MOVE.from)).toContainText("gehört schon zur Einheit");

  await page.mouse.up();
  await expect(postIn(page, MOVE.from, MOVE.post)).toBeVisible();
  await expect(messages(page)).not.toContainText(MOVE.post);
  expect(await api.activeChanges()).toEqual([]);
});

test("a post that has ended cannot be moved, and the dialog says why", async ({ page, api }) => {
  await open(page, "/organigramm?tag=2024-07-01");
  await post(page, "TF-01").click();
  await page.getByTestId("move-search").fill("einb");

  const target = page.getByTestId("move-target");
  await expect(target).toHaveAttribute("aria-disabled", "true");
  await expect(target).toContainText("30.06.2024");
  await target.click({ force: true });
  await expect(page.getByRole("dialog")).toBeVisible();
  expect(await api.activeChanges()).toEqual([]);
});

test("a refusal is told in the language of the page, and is marked as no other", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await open(page, "/organigramm?tag=2024-07-01");
  await post(page, "TF-01").click();
  await page.getByTestId("move-search").fill("einb");

  const target = page.getByTestId("move-target");
  await expect(target).toContainText("30 Jun 2024");
  await expect(target.locator("[lang]")).toHaveCount(0);
});

test("the server refuses with a reason what no page would send", async ({ api }) => {
  const { id, version, baseline } = await api.scenario();
  const change = { effective: baseline.as_of, action: { move_post: { post: "XX-99", to: MOVE.to } } };

  const answer = await api.call("scenarios/append", {
    command: { scenario: id, version, command: crypto.randomUUID(), changes: [change] },
  });

  expect([409, 422]).toContain(answer.status);
  expect(await answer.text()).toContain("XX-99");
  expect(await api.activeChanges()).toEqual([]);
});
