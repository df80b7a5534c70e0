// The table „gesture by input“: every gesture by mouse, and by keys alone; by finger in inputs.touch.spec.ts.
import { test } from "../support/fixtures.ts";
import { Mouse } from "../support/hands.ts";
import { expectMoves, expectRedated, expectViews } from "../support/rows.ts";

test.use({ isolation: "test" });

for (const input of ["mouse", "keys"] as const) {
  test(`what changes the plan, by ${input}`, async ({ page, api }) => {
    await expectMoves(page, api, new Mouse(page), input, test.step);
  });

  test(`what changes the view, by ${input}`, async ({ page, api }) => {
    await expectViews(page, api, new Mouse(page), input, test.step);
  });

  test(`the day of a step, by ${input}`, async ({ page, api }) => {
    await expectRedated(page, api, new Mouse(page), input === "keys");
  });
}
