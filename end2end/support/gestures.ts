// Dragging as a hand does it: press, move in steps, rest over the target, let go.
import type { Locator, Page } from "@playwright/test";
import { box, corner, Finger, middle, Mouse, type Hand } from "./hands.ts";

async function reach(hand: Hand, source: Locator, target: Locator, lifts: boolean): Promise<void> {
  await source.scrollIntoViewIfNeeded();
  await hand.press(middle(await box(source)), lifts);
  await hand.move(corner(await box(target)));
}

/** Lifts `source` with the mouse and rests over `target`; `page.mouse.up()` drops it. */
export async function lift(page: Page, source: Locator, target: Locator): Promise<void> {
  await reach(new Mouse(page), source, target, true);
}

export async function dragByMouse(page: Page, source: Locator, target: Locator): Promise<void> {
  await lift(page, source, target);
  await page.mouse.up();
}

/** The same with a finger, which rests first. */
export async function dragByTouch(page: Page, source: Locator, target: Locator): Promise<void> {
  const finger = await Finger.of(page);
  await reach(finger, source, target, true);
  await finger.release();
}
