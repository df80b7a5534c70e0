// The two hands that point: a mouse and a finger, doing the same; and what both need to know of the places on the screen.
import { expect, type CDPSession, type Locator, type Page } from "@playwright/test";

export interface Point {
  x: number;
  y: number;
}

export interface Box extends Point {
  width: number;
  height: number;
}

/** Long enough for a finger to lift what it rests on. */
const REST = 400;
const STEPS = 12;
/** Longer than anything glides on that was pushed. */
const GLIDE = 1200;

/** Presses, moves, lets go: at places of the window. */
export interface Hand {
  readonly kind: "mouse" | "touch";
  /** `lifts`: what is pressed lies in the chart, where a finger has to rest before it drags. */
  press(at: Point, lifts?: boolean): Promise<void>;
  move(to: Point): Promise<void>;
  release(): Promise<void>;
  /** A click or a tap. */
  tap(target: Locator): Promise<void>;
}

export class Mouse implements Hand {
  readonly kind = "mouse";

  constructor(private readonly page: Page) {}

  async press(at: Point): Promise<void> {
    await this.page.mouse.move(at.x, at.y);
    await this.page.mouse.down();
  }

  async move(to: Point): Promise<void> {
    await this.page.mouse.move(to.x, to.y, { steps: STEPS });
  }

  release(): Promise<void> {
    return this.page.mouse.up();
  }

  tap(target: Locator): Promise<void> {
    return target.click();
  }
}

/** Real touch events, sent by the browser itself. */
export class Finger implements Hand {
  readonly kind = "touch";
  private at: Point = { x: 0, y: 0 };
  private gliding = false;

  private constructor(
    private readonly page: Page,
    private readonly browser: CDPSession,
  ) {}

  static async of(page: Page): Promise<Finger> {
    return new Finger(page, await page.context().newCDPSession(page));
  }

  async press(at: Point, lifts = false): Promise<void> {
    this.at = at;
    await this.send("touchStart", at);
    if (lifts) await this.page.waitForTimeout(REST);
  }

  async move(to: Point): Promise<void> {
    const from = this.at;
    for (let step = 1; step <= STEPS; step++) await this.send("touchMove", between(from, to, step / STEPS));
    this.at = to;
    this.gliding = true;
  }

  release(): Promise<void> {
    return this.send("touchEnd");
  }

  async tap(target: Locator): Promise<void> {
    // What has been pushed glides on; a tap that comes too early only stops it, in the browser itself.
    if (this.gliding) await this.page.waitForTimeout(GLIDE);
    this.gliding = false;
    await target.tap();
  }

  /** Two fingers, level with each other, go from one distance to another. */
  async pinch(middle: Point, from: number, to: number): Promise<void> {
    const spread = (wide: number) => [
      { x: middle.x - wide / 2, y: middle.y, id: 0 },
      { x: middle.x + wide / 2, y: middle.y, id: 1 },
    ];
    await this.send("touchStart", ...spread(from).slice(0, 1));
    await this.send("touchStart", ...spread(from));
    for (let step = 1; step <= STEPS; step++) await this.send("touchMove", ...spread(from + ((to - from) * step) / STEPS));
    await this.send("touchEnd");
    this.gliding = true;
  }

  private async send(type: "touchStart" | "touchMove" | "touchEnd", ...touchPoints: Point[]): Promise<void> {
    await this.browser.send("Input.dispatchTouchEvent", { type, touchPoints });
  }
}

export async function box(locator: Locator): Promise<Box> {
  const found = await locator.boundingBox();
  if (!found) throw new Error(`${locator} is not on the screen`);
  return found;
}

export const middle = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 });

/** A point of a unit's card that no post covers: just inside its upper left corner. */
export const corner = ({ x, y, width, height }: Box): Point => ({ x: x + Math.min(24, width / 4), y: y + Math.min(14, height / 4) });

const between = (from: Point, to: Point, share: number): Point => ({
  x: from.x + (to.x - from.x) * share,
  y: from.y + (to.y - from.y) * share,
});

/** Scrolls chart and window so that all of these lie around the middle: nothing scrolls by itself while something is dragged there. */
export async function bringIntoView(page: Page, ...locators: Locator[]): Promise<void> {
  await page.locator("#organigramm").evaluate((chart) => chart.scrollIntoView({ block: "center" }));
  const boxes = await Promise.all(locators.map(box));
  const [left, right] = [Math.min(...boxes.map(({ x }) => x)), Math.max(...boxes.map(({ x, width }) => x + width))];
  const [top, bottom] = [Math.min(...boxes.map(({ y }) => y)), Math.max(...boxes.map(({ y, height }) => y + height))];
  await page.locator("#organigramm").evaluate(
    (chart, [x, y]) => {
      const area = chart.getBoundingClientRect();
      chart.scrollBy(x - (area.left + area.right) / 2, y - (area.top + area.bottom) / 2);
    },
    [(left + right) / 2, (top + bottom) / 2] as const,
  );
}

/** A place of the chart where nothing lies that could be lifted. */
export async function ground(page: Page): Promise<Point> {
  const place = await page.locator("#organigramm").evaluate((chart) => {
    const area = chart.getBoundingClientRect();
    const [right, bottom] = [Math.min(area.right, innerWidth), Math.min(area.bottom, innerHeight)];
    const [middleX, middleY] = [(area.left + right) / 2, (Math.max(area.top, 0) + bottom) / 2];
    const places: { x: number; y: number; far: number }[] = [];
    for (let y = Math.max(area.top, 0) + 20; y < bottom - 20; y += 8) {
      for (let x = area.left + 20; x < right - 20; x += 8) places.push({ x, y, far: Math.hypot(x - middleX, y - middleY) });
    }
    places.sort((one, other) => one.far - other.far);
    return places.find(({ x, y }) => document.elementFromPoint(x, y)?.closest("[id]")?.id === "organigramm-bild");
  });
  if (!place) throw new Error("the chart has no free ground");
  return place;
}

/** Drags something of the chart to a place over something else, and lets go once the unit that takes it says so. */
export async function carry(page: Page, hand: Hand, source: Locator, target: Locator, taker: string, how: How = {}): Promise<void> {
  const { grip = middle, goal = corner } = how;
  await bringIntoView(page, source, target);
  await hand.press(grip(await box(source)), true);
  await hand.move(goal(await box(target)));
  await expect(page.locator(`[data-unit="${taker}"]`)).toHaveAttribute("data-drop", "target");
  await hand.release();
}

interface How {
  /** Where it is held. */
  grip?: (source: Box) => Point;
  /** Where it is let go. */
  goal?: (target: Box) => Point;
}
