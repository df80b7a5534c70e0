// Dragging as a hand does it: press, move in steps, rest over the target, let go.
import type { Locator, Page } from "@playwright/test";

interface Point {
  x: number;
  y: number;
}

async function middle(locator: Locator): Promise<Point> {
  await locator.scrollIntoViewIfNeeded();
  const box = await locator.boundingBox();
  if (!box) throw new Error(`${locator} is not on the screen`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** A point of a unit's card that no post covers: just inside its upper left corner. */
async function heading(locator: Locator): Promise<Point> {
  const box = await locator.boundingBox();
  if (!box) throw new Error(`${locator} is not on the screen`);
  return { x: box.x + Math.min(24, box.width / 4), y: box.y + Math.min(14, box.height / 4) };
}

const STEPS = 12;

function* path(from: Point, to: Point): Generator<Point> {
  for (let step = 1; step <= STEPS; step++) {
    const share = step / STEPS;
    yield { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
  }
}

/** Lifts `source` with the mouse and rests over `target`; `page.mouse.up()` drops it. */
export async function lift(page: Page, source: Locator, target: Locator): Promise<void> {
  const from = await middle(source);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  for (const point of path(from, await heading(target))) await page.mouse.move(point.x, point.y);
}

export async function dragByMouse(page: Page, source: Locator, target: Locator): Promise<void> {
  await lift(page, source, target);
  await page.mouse.up();
}

/** The same with a finger: real touch events, sent by the browser itself. `rest` holds still first, where a drag starts by holding. */
export async function dragByTouch(page: Page, source: Locator, target: Locator, rest = 0): Promise<void> {
  const from = await middle(source);
  const to = await heading(target);
  const browser = await page.context().newCDPSession(page);
  const send = (type: "touchStart" | "touchMove" | "touchEnd", point?: Point) =>
    browser.send("Input.dispatchTouchEvent", { type, touchPoints: point ? [point] : [] });
  await send("touchStart", from);
  if (rest > 0) await page.waitForTimeout(rest);
  for (const point of path(from, to)) await send("touchMove", point);
  await send("touchEnd");
  await browser.detach();
}
