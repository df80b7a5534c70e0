// The table „gesture by input“: every gesture by finger; by mouse and by keys alone in inputs.spec.ts.
import { test } from "../support/fixtures.ts";
import { Finger } from "../support/hands.ts";
import { expectMoves, expectRedated, expectViews } from "../support/rows.ts";

test.use({ isolation: "test" });

test("what changes the plan, by finger", async ({ page, api }) => {
  await expectMoves(page, api, await Finger.of(page), "touch", test.step);
});

test("what changes the view, by finger", async ({ page, api }) => {
  await expectViews(page, api, await Finger.of(page), "touch", test.step);
});

test("the day of a step, by finger", async ({ page, api }) => {
  await expectRedated(page, api, await Finger.of(page), false);
});
