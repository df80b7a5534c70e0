// Units in the chart: made, changed and ended by their forms, by keyboard alone.
import { expect, test } from "../support/fixtures.ts";
import { messages, open, post, postIn, saved, undoButton, unit } from "../support/organigramm.ts";
import { tabTo } from "../support/keyboard.ts";
import { lift } from "../support/gestures.ts";
import { box } from "../support/hands.ts";
import type { Page } from "@playwright/test";

const dialog = (page: Page, name: string) => page.getByRole("dialog", { name });

/** Runs a command of the palette for what has the focus in the chart. */
async function command(page: Page, id: string): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.locator(`#befehle [data-command="${id}"]`).click();
}

test("a team is founded, filled, renamed and, once it is empty, ended", async ({ page, api }) => {
  await open(page);
  await unit(page, "einbuergerung").focus();
  await command(page, "new-unit");
  const creation = dialog(page, "Neue Einheit");
  await expect(creation.getByLabel("gehört zu")).toHaveValue("einbuergerung");
  await expect(creation.getByLabel("Art")).toHaveValue("team");
  await tabTo(page, "#einheit-name");
  await page.keyboard.press("Enter");
  await expect(creation.getByRole("alert")).toContainText("Name");
  await page.keyboard.type("Team A–K");
  await tabTo(page, "#einheit-mindestens");
  await page.keyboard.type("viel");
  await page.keyboard.press("Enter");
  await expect(creation.getByRole("alert")).toContainText("Mindestbesetzung");
  await expect(creation.getByLabel("Name")).toHaveValue("Team A–K");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("1");
  await page.keyboard.press("Enter");
  await expect(creation).toBeHidden();
  await expect(unit(page, "team-a-k")).toBeFocused();
  await saved(page);
  expect((await api.activeChanges()).map((change) => change.action)).toEqual([
    { add_unit: expect.objectContaining({ id: "team-a-k", name: "Team A–K", parent: "einbuergerung", kind: "team", minimum_fte: 1, provenance: "assumption" }) },
  ]);

  // A post goes there, in the dialog of the post.
  await post(page, "EB-02").focus();
  await page.keyboard.press("Enter");
  await dialog(page, "Stelle EB-02").locator('[data-target="team-a-k"]').click();
  await expect(postIn(page, "team-a-k", "EB-02")).toBeVisible();

  // It is renamed and gets a sub-budget, as one step.
  await unit(page, "team-a-k").focus();
  await command(page, "edit-unit");
  const form = dialog(page, "Einheit bearbeiten");
  await form.getByLabel("Name").fill("Team A–L");
  await form.getByLabel(/Teilhaushalt/).fill("05 Soziales");
  await form.getByLabel(/Mindestbesetzung/).fill("");
  await form.getByRole("button", { name: "Als Änderung übernehmen" }).click();
  await expect(form).toBeHidden();
  await expect(unit(page, "team-a-k")).toContainText("Team A–L");
  await unit(page, "team-a-k").focus();
  await command(page, "open");
  await expect(dialog(page, "Team A–L")).toContainText("05 Soziales");
  await page.keyboard.press("Escape");

  // What is not empty does not end, and says what is in it.
  await unit(page, "team-a-k").focus();
  await page.keyboard.press("Delete");
  const ending = dialog(page, "Einheit auflösen");
  await ending.getByRole("button", { name: "Team A–L auflösen" }).click();
  await expect(ending.getByRole("alert")).toContainText("1 Stelle");
  await page.keyboard.press("Escape");
  await expect(ending).toBeHidden();
  await post(page, "EB-02").focus();
  await page.keyboard.press("Enter");
  await dialog(page, "Stelle EB-02").locator('[data-target="einbuergerung"]').click();
  await expect(postIn(page, "einbuergerung", "EB-02")).toBeVisible();
  await unit(page, "team-a-k").focus();
  await page.keyboard.press("Delete");
  await ending.getByRole("button", { name: "Team A–L auflösen" }).click();
  await expect(unit(page, "team-a-k")).toHaveCount(0);
  await expect(unit(page, "einbuergerung")).toBeFocused();
  await undoButton(page).click();
  await expect(unit(page, "team-a-k")).toContainText("Team A–L");
  await expect(messages(page).getByRole("alert")).toHaveCount(0);
});

test("what a card says while a post is held over it lies before nothing that hides it", async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await open(page);
  await lift(page, post(page, "AA-05"), unit(page, "einbuergerung"));
  const sentences = page.getByTestId("drop-sentence");
  await expect(sentences).toHaveCount(2);
  const tray = await box(page.getByTestId("tray"));
  for (const sentence of await sentences.all()) {
    const { x, y, width, height } = await box(sentence);
    expect(y + height).toBeLessThanOrEqual(tray.y + 1);
    expect(x + width).toBeLessThanOrEqual(1024);
  }
  await page.keyboard.press("Escape");
  await page.mouse.up();
});
