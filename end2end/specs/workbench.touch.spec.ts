// The end of a kw bar by finger.
import { expect, test } from "../support/fixtures.ts";
import { open, saved } from "../support/organigramm.ts";

test.use({ isolation: "test" });

test("a kw date is dragged by finger", async ({ page, api }) => {
  await open(page);
  const end = page.locator('[data-kw="TF-01"]');
  const from = await end.boundingBox();
  const track = await page.locator("#fristen").boundingBox();
  if (!from || !track) throw new Error("the ribbon is not on the screen");
  expect(Math.min(from.width, from.height)).toBeGreaterThanOrEqual(44);
  const y = from.y + from.height / 2;
  const browser = await page.context().newCDPSession(page);
  const send = (type: "touchStart" | "touchMove" | "touchEnd", x?: number) =>
    browser.send("Input.dispatchTouchEvent", { type, touchPoints: x === undefined ? [] : [{ x, y }] });
  const start = from.x + from.width / 2;
  const goal = track.x + (track.width * 330) / 699;
  await send("touchStart", start);
  for (let step = 1; step <= 8; step++) await send("touchMove", start + ((goal - start) * step) / 8);
  await send("touchEnd");
  await saved(page);
  const changes = await api.activeChanges();
  expect(changes.map(({ action }) => action.set_post?.kw)).toEqual(["2024-12-31", "2024-12-31"]);
});
