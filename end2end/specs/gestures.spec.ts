// Moving more than one post: several at once, tasks, units, the tray, the order; by mouse and by keyboard alone.
import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { dragByMouse, lift } from "../support/gestures.ts";
import { messages, open, post, postIn, saved, spoken, undoButton, unit } from "../support/organigramm.ts";

test.use({ isolation: "test" });

const actions = (changes: { action: object }[]) => changes.map((change) => change.action);

/** Focuses an item of the chart and waits until it has the focus. */
async function focus(page: Page, id: string): Promise<void> {
  await page.locator(`#${id}`).focus();
  await expect(page.locator(`#${id}`)).toBeFocused();
}

/** Chooses the unit with this name by arrows while something is in the hand. */
async function choose(page: Page, name: RegExp): Promise<void> {
  for (let steps = 0; steps < 20 && !name.test((await spoken(page).textContent()) ?? ""); steps++) {
    const before = await spoken(page).textContent();
    await page.keyboard.press("ArrowDown");
    await expect(spoken(page)).not.toHaveText(before ?? "");
  }
  await expect(spoken(page)).toContainText(name);
}

test("several posts move as one step and come back with one undo", async ({ page, api }) => {
  await open(page);
  await post(page, "AA-01").click({ modifiers: ["Control"] });
  await post(page, "AA-02").click({ modifiers: ["Control"] });
  await expect(spoken(page)).toContainText("2 ausgewählt");

  await dragByMouse(page, post(page, "AA-01"), unit(page, "einbuergerung"));
  await expect(postIn(page, "einbuergerung", "AA-02")).toBeVisible();
  await saved(page);
  expect((await api.scenario()).steps).toHaveLength(1);
  expect(await api.activeChanges()).toHaveLength(2);

  await undoButton(page).click();
  await expect(postIn(page, "aufenthalt", "AA-01")).toBeVisible();
  await expect(postIn(page, "aufenthalt", "AA-02")).toBeVisible();
});

test("several posts by keyboard alone", async ({ page, api }) => {
  await open(page);
  await focus(page, "stelle-AA-01");
  await page.keyboard.press("Shift+ArrowDown");
  await expect(spoken(page)).toContainText("2 ausgewählt");
  await page.keyboard.press("m");
  await expect(spoken(page)).toContainText("2 Stellen aufgenommen");
  await choose(page, /Einbürgerung/);
  await page.keyboard.press("Enter");
  await expect(postIn(page, "einbuergerung", "AA-01")).toBeVisible();
  await saved(page);
  expect(await api.activeChanges()).toHaveLength(2);
});

test("a frame around posts chooses them", async ({ page }) => {
  await open(page);
  const first = (await post(page, "EB-01").boundingBox())!;
  const last = (await post(page, "EB-04").boundingBox())!;
  await page.keyboard.down("Shift");
  await page.mouse.move(last.x + last.width + 8, last.y + last.height + 30);
  await page.mouse.down();
  await page.mouse.move(first.x + 4, first.y + 4, { steps: 6 });
  await page.mouse.up();
  await page.keyboard.up("Shift");
  await expect(spoken(page)).toContainText("4 ausgewählt");
});

test("a post is parked by mouse, counts in no sum, and comes back", async ({ page, api }) => {
  await open(page);
  const before = await unit(page, "aufenthalt").textContent();
  await lift(page, post(page, "AA-05"), unit(page, "einbuergerung"));
  const tray = page.getByTestId("tray");
  await expect(tray).toBeVisible();
  const box = (await tray.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 6 });
  // Before the drop at the unit that gives the post away, after it in the message.
  await expect(page.locator('[data-hint="aufenthalt"]').getByTestId("drop-note")).toContainText("Auf dem Parkplatz: 1 Stelle (1,0 VZÄ)");
  await page.mouse.up();
  await expect(tray.locator('[data-post="AA-05"]')).toBeVisible();
  await expect(messages(page)).toContainText("Geparkte Stellen zählen in keiner Summe");
  await expect(tray).toContainText("1,0 VZÄ auf dem Parkplatz zählen in keiner Summe");
  await expect(unit(page, "aufenthalt")).not.toHaveText(before ?? "");
  await expectAccessible(page);

  await dragByMouse(page, tray.locator('[data-post="AA-05"]'), unit(page, "einbuergerung"));
  await expect(postIn(page, "einbuergerung", "AA-05")).toBeVisible();
  await saved(page);
  expect(actions(await api.activeChanges())).toEqual([
    { park_post: { post: "AA-05" } },
    { move_post: { post: "AA-05", to: "einbuergerung" } },
  ]);
});

test("a post is parked by keyboard alone", async ({ page, api }) => {
  await open(page);
  await focus(page, "stelle-AA-05");
  await page.keyboard.press("m");
  await page.keyboard.press("End");
  await expect(spoken(page)).toContainText("Parkplatz");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("tray").locator('[data-post="AA-05"]')).toBeVisible();
  await saved(page);
  expect(actions(await api.activeChanges())).toEqual([{ park_post: { post: "AA-05" } }]);
});

test("a unit moves with everything below it", async ({ page, api }) => {
  await open(page);
  await focus(page, "einheit-rueckkehr");
  await page.keyboard.press("m");
  await choose(page, /Service Point/);
  await page.keyboard.press("Enter");
  await saved(page);
  expect(actions(await api.activeChanges())).toEqual([{ move_unit: { unit: "rueckkehr", to: "service-point" } }]);
});

test("a unit is dragged into another", async ({ page, api }) => {
  await open(page);
  const from = (await unit(page, "eu").boundingBox())!;
  const to = (await unit(page, "service-point").boundingBox())!;
  await page.mouse.move(from.x + 30, from.y + 12);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 10 });
  await expect(page.locator('[data-unit="service-point"]')).toHaveAttribute("data-drop", "target");
  await page.mouse.up();
  await saved(page);
  expect(actions(await api.activeChanges())).toEqual([{ move_unit: { unit: "eu", to: "service-point" } }]);
});

test("a task is re-cut by keyboard and by mouse", async ({ page, api }) => {
  await open(page);
  await page.getByTestId("tasks").click();
  const task = page.locator('[data-unit="einbuergerung"] [data-task]').first();
  await expect(task).toBeVisible();
  const id = (await task.getAttribute("data-task"))!;
  await dragByMouse(page, task, unit(page, "service-point"));
  await expect(page.locator(`[data-unit="service-point"] [data-task="${id}"]`)).toBeVisible();
  await saved(page);
  expect(actions(await api.activeChanges())).toEqual([{ move_case_type: { case_type: id, to: "service-point" } }]);
});

test("posts and units change places with their neighbours", async ({ page, api }) => {
  await open(page);
  await focus(page, "stelle-EB-02");
  await page.keyboard.press("Alt+ArrowUp");
  await saved(page);
  await focus(page, "einheit-service-point");
  await page.keyboard.press("Alt+ArrowLeft");
  await expect
    .poll(async () => actions(await api.activeChanges()))
    .toEqual([
      { move_post: { post: "EB-02", to: "einbuergerung", before: "EB-01" } },
      { move_unit: { unit: "service-point", to: "abteilung", before: "asyl-eu" } },
    ]);
});

test("what leaves a task without anybody must be justified", async ({ page, api }) => {
  await open(page);
  await post(page, "AS-01").click();
  await page.getByTestId("move-search").fill("einb");
  await page.getByTestId("move-target").click();
  const dialog = page.getByRole("dialog", { name: "Bitte begründen" });
  await expect(dialog).toContainText("kann keine Stelle mehr bearbeiten");
  await expectAccessible(page);
  await dialog.getByTestId("reason-confirm").click();
  await expect(dialog).toContainText("Bitte geben Sie einen Grund an");
  await dialog.getByTestId("reason").fill("Vertretung im März");
  await dialog.getByTestId("reason-confirm").click();
  await expect(postIn(page, "einbuergerung", "AS-01")).toBeVisible();
  await saved(page);
  expect((await api.scenario()).steps[0]!.reason).toBe("Vertretung im März");
});

test("what hangs on one post must be justified, and says so before the drop", async ({ page, api }) => {
  await open(page);
  await lift(page, post(page, "EU-01"), unit(page, "einbuergerung"));
  await expect(page.locator('[data-hint="einbuergerung"]').getByTestId("drop-note").first()).toContainText("kann nur noch die Stelle EU-02 bearbeiten");
  await page.mouse.up();
  const dialog = page.getByRole("dialog", { name: "Bitte begründen" });
  await expect(dialog).toContainText("Bitte eine Vertretung vorsehen oder begründen");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  expect(await api.activeChanges()).toEqual([]);

  await dragByMouse(page, post(page, "EU-01"), unit(page, "einbuergerung"));
  await dialog.getByTestId("reason").fill("Bis zur Nachbesetzung");
  await dialog.getByTestId("reason-confirm").click();
  await expect(postIn(page, "einbuergerung", "EU-01")).toBeVisible();
  await saved(page);
  expect((await api.scenario()).steps.map((step) => step.reason)).toEqual(["Bis zur Nachbesetzung"]);
});

test("the card that is touched stays where it is", async ({ page }) => {
  await open(page);
  for (const id of ["einbuergerung"]) {
    const card = unit(page, id);
    const before = (await card.boundingBox())!;
    await dragByMouse(page, post(page, "AA-01"), card);
    await expect(postIn(page, id, "AA-01")).toBeVisible();
    await page.waitForTimeout(300);
    const after = (await card.boundingBox())!;
    expect(Math.abs(after.x - before.x)).toBeLessThan(8);
    expect(Math.abs(after.y - before.y)).toBeLessThan(8);
    await undoButton(page).click();
    await expect(postIn(page, "aufenthalt", "AA-01")).toBeVisible();
  }
});

test("folding a unit shows what is hidden and moves nothing", async ({ page }) => {
  await open(page);
  const card = unit(page, "integration");
  const before = (await card.boundingBox())!;
  await page.locator('[data-fold="integration"]').click();
  await expect(card).toContainText(/verborgen: \d+ Stellen/);
  const after = (await card.boundingBox())!;
  expect(Math.abs(after.x - before.x)).toBeLessThan(8);
  expect(Math.abs(after.y - before.y)).toBeLessThan(8);
  await page.locator('[data-fold="integration"]').click();
  await expect(post(page, "IS-01")).toBeVisible();
});

test("zoom by button, key and wheel", async ({ page }) => {
  await open(page);
  const percent = page.getByTestId("zoom-reset");
  const value = async () => Number((await percent.textContent())!.replace(/\D/g, ""));
  const first = await value();
  await page.getByTestId("zoom-in").click();
  await expect.poll(value).toBeGreaterThan(first);
  await focus(page, "stelle-AA-01");
  await page.keyboard.press("-");
  await expect.poll(value).toBeLessThanOrEqual(first + 1);
  const box = (await page.locator("#organigramm").boundingBox())!;
  await page.mouse.move(box.x + 300, box.y + 200);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, 240);
  await page.keyboard.up("Control");
  await expect.poll(value).toBeLessThan(first);
  await page.getByTestId("zoom-fit").click();
});
