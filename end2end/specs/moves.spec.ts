// The same move of a post by mouse, by keyboard alone and by the dialog; by finger in moves.touch.spec.ts.
import { expect, test } from "../support/fixtures.ts";
import { dragByMouse, lift } from "../support/gestures.ts";
import { MOVE, open, post, postIn, unit } from "../support/organigramm.ts";
import { expectMoved } from "../support/moved.ts";

test.use({ isolation: "test" });

test("by mouse", async ({ page, api }) => {
  await open(page);
  await dragByMouse(page, post(page, MOVE.post), unit(page, MOVE.to));
  await expectMoved(page, api);
});

test("Escape puts everything back", async ({ page, api }) => {
  await open(page);
  await lift(page, post(page, MOVE.post), unit(page, MOVE.to));
  await page.keyboard.press("Escape");
  await page.mouse.up();

  await expect(postIn(page, MOVE.from, MOVE.post)).toBeVisible();
  expect(await api.activeChanges()).toEqual([]);
});
