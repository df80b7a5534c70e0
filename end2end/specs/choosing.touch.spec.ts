// Choosing several posts by finger: a finger that rests and is lifted begins, taps add, and all go together.
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { dragByTouch } from "../support/gestures.ts";
import { bringIntoView, box, Finger, middle } from "../support/hands.ts";
import { open, post, postIn, saved, spoken, unit } from "../support/organigramm.ts";

test.use({ isolation: "test" });

const bar = "choosing";

test("a resting finger begins, taps add and take away, and the choice moves as one step", async ({ page, api }) => {
  await open(page);
  const finger = await Finger.of(page);
  await bringIntoView(page, post(page, "AA-01"), post(page, "AA-02"));
  await finger.press(middle(await box(post(page, "AA-01"))), true);
  await finger.release();
  await expect(page.getByTestId(bar)).toContainText("AA-01");
  await expect(spoken(page)).toContainText("1 ausgewählt");
  await expect(page.locator("#stelle-AA-01")).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await post(page, "AA-02").tap();
  await post(page, "AA-03").tap();
  await expect(page.getByTestId(bar)).toContainText("3 Stellen");
  await post(page, "AA-03").tap();
  await expect(page.getByTestId(bar)).toContainText("2 Stellen");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expectAccessible(page);

  await dragByTouch(page, post(page, "AA-01"), unit(page, "einbuergerung"));
  await expect(postIn(page, "einbuergerung", "AA-02")).toBeVisible();
  await expect(postIn(page, "einbuergerung", "AA-01")).toBeVisible();
  await expect(page.getByTestId(bar)).toHaveCount(0);
  await saved(page);
  expect((await api.scenario()).steps).toHaveLength(1);
  expect(await api.activeChanges()).toHaveLength(2);
});

test("a choice goes by the dialog as well, and is ended by its button", async ({ page, api }) => {
  await open(page);
  const finger = await Finger.of(page);
  const begin = async () => {
    await bringIntoView(page, post(page, "AA-01"));
    await finger.press(middle(await box(post(page, "AA-01"))), true);
    await finger.release();
    await expect(page.getByTestId(bar)).toBeVisible();
  };
  await begin();
  await page.getByTestId("choosing-end").tap();
  await expect(page.getByTestId(bar)).toHaveCount(0);
  await expect(spoken(page)).toContainText("Nichts ausgewählt");
  // A tap opens again.
  await post(page, "AA-02").tap();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");

  await begin();
  await post(page, "AA-02").tap();
  await page.getByTestId("choosing-move").tap();
  await expect(page.getByTestId("move-several")).toContainText("2 Stellen");
  await page.locator('[data-testid="move-target"][data-target="einbuergerung"]').tap();
  await expect(postIn(page, "einbuergerung", "AA-02")).toBeVisible();
  await saved(page);
  expect(await api.activeChanges()).toHaveLength(2);
});
