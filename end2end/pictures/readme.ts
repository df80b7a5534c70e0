// The picture in README.md: a post held over another section, with the sentences of both.
import { test } from "../support/fixtures.ts";
import { lift } from "../support/gestures.ts";
import { MOVE, open, post, sentence, unit } from "../support/organigramm.ts";

test("readme", async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await open(page);
  await lift(page, post(page, MOVE.post), unit(page, MOVE.to));
  await sentence(page, MOVE.to).waitFor();
  await page.getByTestId("drop-forecast").first().waitFor();
  await page.screenshot({ path: "../docs/screenshot.png" });
});
