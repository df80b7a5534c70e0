// The move of a post by finger.
import { test } from "../support/fixtures.ts";
import { dragByTouch } from "../support/gestures.ts";
import { MOVE, open, post, unit } from "../support/organigramm.ts";
import { expectMoved } from "../support/moved.ts";

test.use({ isolation: "test" });

test("by touch", async ({ page, api }) => {
  await open(page);
  await dragByTouch(page, post(page, MOVE.post), unit(page, MOVE.to));
  await expectMoved(page, api);
});
