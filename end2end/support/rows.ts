// The rows of the table „gesture by input“: what is done, by a hand that points or by keys alone, and what must come of it.
import { expect, type Locator, type Page } from "@playwright/test";
import type { Api, Change } from "./api.ts";
import { bringIntoView, box, carry, ground, middle, type Finger, type Hand, type Point } from "./hands.ts";
import { MOVE, MOVE_ACTION, open, post, saved, spoken, undoButton, unit } from "./organigramm.ts";

type Input = "mouse" | "touch" | "keys";
type By = Partial<Record<Input, (page: Page, hand: Hand) => Promise<void>>>;

/** A gesture that changes the plan. */
interface Move {
  name: string;
  by: By;
  /** What is stored then. */
  stored: object[];
}

/** A gesture that changes what is seen. */
interface View {
  name: string;
  by: By;
  /** What is read before and afterwards. */
  read: (page: Page) => Promise<number | string>;
}

const task = (page: Page, id: string): Locator => page.locator(`[data-task="${id}"]`).first();
const tray = (page: Page): Locator => page.getByTestId("tray");
const group = (page: Page, id: string): Locator => page.locator(`[data-unit="${id}"]`);

/** Where a unit is held, clear of its posts; and its left edge, which means a place before it. */
const head = ({ x, y }: Point): Point => ({ x: x + 30, y: y + 12 });
const edge = ({ x, y }: Point): Point => ({ x: x + 8, y: y + 12 });

/** The same for both hands that point. */
const pointing = (gesture: (page: Page, hand: Hand) => Promise<void>) => ({ mouse: gesture, touch: gesture });

async function focus(page: Page, id: string): Promise<void> {
  await page.locator(`#${id}`).focus();
  await expect(page.locator(`#${id}`)).toBeFocused();
}

/** Picks an item up and takes it by arrows to the unit with this name. */
async function carryByKeys(page: Page, id: string, name: RegExp): Promise<void> {
  await focus(page, id);
  await page.keyboard.press("m");
  await expect(spoken(page)).toContainText("aufgenommen");
  await page.keyboard.press("Home");
  await expect(spoken(page)).toContainText("Abteilung Migration");
  for (let steps = 0; steps < 20 && !name.test((await spoken(page).textContent()) ?? ""); steps++) {
    const before = await spoken(page).textContent();
    await page.keyboard.press("ArrowDown");
    await expect(spoken(page)).not.toHaveText(before ?? "");
  }
  await expect(spoken(page)).toContainText(name);
  await page.keyboard.press("Enter");
}

/** By the dialog of an item: its search box and Enter on the first unit that it finds. */
async function sendByKeys(page: Page, target: Locator, search: string): Promise<void> {
  await target.focus();
  await page.keyboard.press("Enter");
  await page.getByTestId("move-search").focus();
  await page.keyboard.type(search);
  await expect(page.getByTestId("move-target")).toHaveCount(1);
  await page.getByTestId("move-target").focus();
  await page.keyboard.press("Enter");
}

const kwEnd = (page: Page): Locator => page.locator('[data-kw="TF-01"]');

/** Drags a handle along its track to a share of it. */
async function slide(hand: Hand, handle: Locator, track: Locator, share: number): Promise<void> {
  await handle.scrollIntoViewIfNeeded();
  const from = middle(await box(handle));
  const { x, width } = await box(track);
  await hand.press(from);
  await hand.move({ x: x + width * share, y: from.y });
  await hand.release();
}

export const MOVES: Move[] = [
  {
    name: "a post into another unit",
    by: {
      ...pointing((page, hand) => carry(page, hand, post(page, MOVE.post), unit(page, MOVE.to), MOVE.to)),
      keys: (page) => carryByKeys(page, `stelle-${MOVE.post}`, /Einbürgerung/),
    },
    stored: [MOVE_ACTION],
  },
  {
    name: "a unit into another unit",
    by: {
      ...pointing((page, hand) =>
        carry(page, hand, unit(page, "eu"), unit(page, "service-point"), "service-point", { grip: head, goal: middle }),
      ),
      keys: (page) => carryByKeys(page, "einheit-eu", /Service Point/),
    },
    stored: [{ move_unit: { unit: "eu", to: "service-point" } }],
  },
  {
    name: "a task into another unit",
    by: {
      ...pointing((page, hand) => carry(page, hand, task(page, "n01"), unit(page, "service-point"), "service-point")),
      keys: (page) => carryByKeys(page, "aufgabe-n01", /Service Point/),
    },
    stored: [{ move_case_type: { case_type: "n01", to: "service-point" } }],
  },
  {
    name: "a post among the posts of its unit",
    by: {
      ...pointing((page, hand) => carry(page, hand, post(page, "EB-02"), post(page, "EB-01"), "einbuergerung", { goal: middle })),
      keys: async (page) => {
        await focus(page, "stelle-EB-02");
        await page.keyboard.press("Alt+ArrowUp");
      },
    },
    stored: [{ move_post: { post: "EB-02", to: "einbuergerung", before: "EB-01" } }],
  },
  {
    name: "a unit among its siblings",
    by: {
      ...pointing((page, hand) =>
        carry(page, hand, unit(page, "service-point"), unit(page, "asyl-eu"), "abteilung", { grip: head, goal: edge }),
      ),
      keys: async (page) => {
        await focus(page, "einheit-service-point");
        await page.keyboard.press("Alt+ArrowLeft");
      },
    },
    stored: [{ move_unit: { unit: "service-point", to: "abteilung", before: "asyl-eu" } }],
  },
  {
    name: "a post into the tray and out of it",
    by: {
      ...pointing(async (page, hand) => {
        await bringIntoView(page, post(page, "AA-05"));
        await hand.press(middle(await box(post(page, "AA-05"))), true);
        await hand.move(middle(await box(unit(page, "einbuergerung"))));
        await expect(tray(page)).toBeVisible();
        await hand.move(middle(await box(tray(page))));
        await expect(tray(page)).toHaveAttribute("data-drop", "target");
        await hand.release();
        const parked = tray(page).locator('[data-post="AA-05"]');
        await expect(parked).toBeVisible();
        await bringIntoView(page, unit(page, "einbuergerung"));
        await hand.press(middle(await box(parked)), true);
        await hand.move(middle(await box(unit(page, "einbuergerung"))));
        await expect(group(page, "einbuergerung")).toHaveAttribute("data-drop", "target");
        await hand.release();
      }),
      keys: async (page) => {
        await focus(page, "stelle-AA-05");
        await page.keyboard.press("m");
        await page.keyboard.press("End");
        await expect(spoken(page)).toContainText("Parkplatz");
        await page.keyboard.press("Enter");
        const parked = tray(page).locator('[data-post="AA-05"]');
        await expect(parked).toBeVisible();
        await sendByKeys(page, parked, "einb");
      },
    },
    stored: [{ park_post: { post: "AA-05" } }, { move_post: { post: "AA-05", to: "einbuergerung" } }],
  },
  {
    name: "several posts at once",
    by: {
      mouse: async (page, hand) => {
        await post(page, "AA-01").click({ modifiers: ["Control"] });
        await post(page, "AA-02").click({ modifiers: ["Control"] });
        await expect(spoken(page)).toContainText("2 ausgewählt");
        await carry(page, hand, post(page, "AA-01"), unit(page, MOVE.to), MOVE.to);
      },
      // In the picture a finger chooses nothing; the table has a box in every row.
      touch: async (page) => {
        await page.getByTestId("view-table").tap();
        for (const id of ["AA-01", "AA-02"]) await page.locator(`#stelle-${id}`).getByRole("checkbox").tap();
        await expect(spoken(page)).toContainText("2 ausgewählt");
        await page.locator("#stelle-AA-01").getByTestId("move-button").tap();
        await page.getByTestId("move-search").fill("einb");
        await page.getByTestId("move-target").tap();
        await saved(page);
        await page.getByTestId("view-chart").tap();
      },
      keys: async (page) => {
        await focus(page, "stelle-AA-01");
        await page.keyboard.press("Shift+ArrowDown");
        await expect(spoken(page)).toContainText("2 ausgewählt");
        await expect(page.locator("#stelle-AA-02")).toBeFocused();
        await carryByKeys(page, "stelle-AA-01", /Einbürgerung/);
      },
    },
    stored: ["AA-01", "AA-02"].map((id) => ({ move_post: { post: id, to: MOVE.to } })),
  },
  {
    name: "a kw date on the ribbon",
    by: {
      // The track ends with 2026, as a law does at its beginning: 1065 days; 31.12.2024 is day 334.
      ...pointing(async (page, hand) => {
        // Large enough for a finger, which covers what it holds.
        const { width, height } = await box(kwEnd(page));
        if (hand.kind === "touch") expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
        await slide(hand, kwEnd(page), page.locator("#fristen"), 330 / 1064);
      }),
      keys: async (page) => {
        await kwEnd(page).focus();
        await page.keyboard.press("PageUp");
        await page.keyboard.press("Enter");
      },
    },
    stored: ["TF-01", "TF-02"].map((id) => ({ set_post: { post: id, kw: "2024-12-31" } })),
  },
];

const stored = (changes: Change[]) => changes.map(({ action }) => action);

/** Every gesture of the list on one page, each undone in the same way: by the button, or by key. */
export async function expectMoves(page: Page, api: Api, hand: Hand, input: Input, step: (name: string, body: () => Promise<void>) => Promise<void>): Promise<void> {
  await open(page);
  await page.getByTestId("tasks").click();
  await expect(task(page, "n01")).toBeVisible();
  for (const { name, by, stored: expected } of MOVES) {
    const gesture = by[input];
    if (!gesture) continue;
    await step(name, async () => {
      await gesture(page, hand);
      await expect.poll(async () => stored(await api.activeChanges()), name).toEqual(expected);
      await saved(page);
      const { steps } = await api.scenario();
      for (const { undone } of steps) {
        if (undone) continue;
        await (input === "keys" ? page.keyboard.press("Control+z") : hand.tap(undoButton(page)));
      }
      await expect.poll(async () => stored(await api.activeChanges()), `${name}, undone`).toEqual([]);
      await saved(page);
    });
  }
}

const chart = (page: Page): Locator => page.locator("#organigramm");
const scrolled = (page: Page): Promise<string> => chart(page).evaluate((chart) => `${chart.scrollLeft} ${chart.scrollTop} ${scrollY}`);
const percent = async (page: Page): Promise<number> => Number((await page.getByTestId("zoom-reset").textContent())?.replace(/\D/g, ""));
const minimap = (page: Page): Locator => page.locator("#organigramm-karte");

async function dragGround(page: Page, hand: Hand, by: Point): Promise<void> {
  const from = await ground(page);
  await hand.press(from);
  await hand.move({ x: from.x + by.x, y: from.y + by.y });
  await hand.release();
}

export const VIEWS: View[] = [
  {
    name: "zooming",
    read: percent,
    by: {
      mouse: async (page) => {
        const { x, y } = middle(await box(chart(page)));
        await page.mouse.move(x, y);
        await page.keyboard.down("Control");
        await page.mouse.wheel(0, -240);
        await page.keyboard.up("Control");
      },
      touch: async (page, hand) => (hand as Finger).pinch(await ground(page), 120, 260),
      keys: async (page) => {
        await focus(page, "stelle-AA-01");
        await page.keyboard.press("+");
        await page.keyboard.press("+");
        await page.keyboard.press("+");
      },
    },
  },
  {
    name: "shifting the chart",
    read: scrolled,
    by: {
      ...pointing((page, hand) => dragGround(page, hand, { x: -120, y: 0 })),
      // By keys the chart follows the focus.
      keys: async (page) => {
        await focus(page, "einheit-abteilung");
        await page.keyboard.press("End");
      },
    },
  },
  {
    name: "the small map",
    read: scrolled,
    // For keys it is not there: they lead through the chart itself.
    by: pointing(async (page, hand) => {
      await minimap(page).scrollIntoViewIfNeeded();
      const map = await box(minimap(page));
      await hand.press({ x: map.x + map.width * 0.7, y: map.y + map.height / 2 });
      await hand.move({ x: map.x + map.width * 0.3, y: map.y + map.height / 2 });
      await hand.release();
    }),
  },
  {
    name: "folding",
    read: async (page) => (await unit(page, "integration").getAttribute("aria-expanded")) ?? "",
    by: {
      ...pointing((page, hand) => hand.tap(page.locator('[data-fold="integration"]'))),
      keys: async (page) => {
        await focus(page, "einheit-integration");
        await page.keyboard.press("ArrowLeft");
      },
    },
  },
  {
    name: "unfolding",
    read: async (page) => (await unit(page, "integration").getAttribute("aria-expanded")) ?? "",
    by: {
      ...pointing((page, hand) => hand.tap(page.locator('[data-fold="integration"]'))),
      keys: async (page) => {
        await focus(page, "einheit-integration");
        await page.keyboard.press("ArrowRight");
      },
    },
  },
];

/** Every gesture of the list on one page: what is seen is another thing afterwards, and nothing is stored. */
export async function expectViews(page: Page, api: Api, hand: Hand, input: Input, step: (name: string, body: () => Promise<void>) => Promise<void>): Promise<void> {
  await open(page);
  await chart(page).evaluate((chart) => chart.scrollIntoView({ block: "center" }));
  for (const { name, by, read } of VIEWS) {
    const gesture = by[input];
    if (!gesture) continue;
    await step(name, async () => {
      const before = await read(page);
      await gesture(page, hand);
      await expect.poll(() => read(page), name).not.toEqual(before);
    });
  }
  expect(stored(await api.activeChanges())).toEqual([]);
}

/** The day from which a step counts, on the time line of its scenario: 731 days, of which 01.09.2024 is number 213. */
export async function expectRedated(page: Page, api: Api, hand: Hand, byKeys: boolean): Promise<void> {
  await api.append({ effective: "2024-04-01", action: MOVE_ACTION });
  await open(page, "/szenarien/aktuell");
  const handle = page.locator(".time-line-begin");
  await expect(handle).toHaveAttribute("aria-valuetext", "01.04.2024");
  if (byKeys) {
    await handle.focus();
    for (let months = 0; months < 5; months++) await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
  } else {
    await slide(hand, handle, page.locator("#zeitleiste"), 213 / 731);
  }
  await expect(handle).toHaveAttribute("aria-valuetext", "01.09.2024");
  await expect.poll(async () => (await api.activeChanges()).map(({ effective }) => effective)).toEqual(["2024-09-01"]);
}
