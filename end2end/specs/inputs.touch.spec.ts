// The table „gesture by input“: what a finger does; by mouse and by keys alone in inputs.spec.ts.
import { test } from "../support/fixtures.ts";
import { Finger } from "../support/hands.ts";
import { expectRedated } from "../support/rows.ts";

test.use({ isolation: "test" });

test("the day of a step, by finger", async ({ page, api }) => {
  await expectRedated(page, api, await Finger.of(page), false);
});
