// 200 paired replications of five years and more on /simulation, the horizon in the address: all units under a change that touches
// each, on a page that knows nothing yet and on one that knows what the plan is without it, and the two units of a move. Told are wall
// time, workers and cores, and the processor time of the page over four: what four cores of this kind would take if nothing else were done.
import { availableParallelism } from "node:os";
import type { Browser, Page } from "@playwright/test";
import type { Change } from "../support/api.ts";
import { test } from "../support/fixtures.ts";
import { clearMarks, mark } from "../support/marks.ts";
import { MOVE } from "../support/organigramm.ts";

const RUNS = 3;
/** The address ends a forecast with a year: from 1 February 2024 to 31 December 2029 are 2,161 days. Five years are 1,826. */
const UNTIL = 2029;
const SCALE = 1826 / 2161;
/** Every post is there a day less: no unit is as it was. */
const ALL_UNITS = { effective: "2024-02-01", action: { set_assumptions: { absence_days_per_year: 47 } } };
const MOVED = { effective: "2024-02-01", action: { move_post: { post: MOVE.post, to: MOVE.to } } };

test.use({ isolation: "test" });

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** Seconds of processor time that all pages of the browser have taken, their workers included. */
async function processorTime(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  return processInfo.filter(({ type }) => type === "renderer").reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

interface Round {
  wall: number;
  processor: number;
  workers: number;
}

function report(name: string, rounds: Round[]): void {
  const of = (figure: (round: Round) => number) => (median(rounds.map(figure)) * SCALE).toFixed(2);
  console.log(
    `${name}, five years: ${of(({ wall }) => wall / 1000)} s with ${rounds[0]!.workers} workers on ${availableParallelism()} cores; ` +
      `${of(({ processor }) => processor)} s of processor time, over four ${of(({ processor }) => processor / 4)} s (goal 2)`,
  );
}

/** From now to the last replication of the next forecast. */
async function untilFinal(page: Page, browser: Browser, act: () => Promise<unknown>): Promise<Round> {
  const [before, began] = [await processorTime(browser), performance.now()];
  await act();
  await mark(page, "stellwerk:final-forecast");
  return { wall: performance.now() - began, processor: (await processorTime(browser)) - before, workers: page.workers().length };
}

test("200 pairs of all units", async ({ visit, api, browser }) => {
  // With a page that knows nothing yet: both halves of each pair are computed.
  await api.append(ALL_UNITS);
  const rounds: Round[] = [];
  for (let run = 0; run < RUNS; run++) {
    const { page } = await visit();
    rounds.push(await untilFinal(page, browser, () => page.goto(`/simulation?bis=${UNTIL}`)));
    await page.context().close();
  }
  report("200 pairs of all units, loading the page included", rounds);
});

/** A change on a page that knows by now what the plan is without it: computed is the other half of each pair, of the units that it touches. */
function halfKnown(name: string, change: Change): void {
  test(name, async ({ visit, api, browser }) => {
    const rounds: Round[] = [];
    for (let run = 0; run < RUNS; run++) {
      const { page } = await visit();
      await page.goto(`/simulation?bis=${UNTIL}`);
      await mark(page, "stellwerk:final-forecast");
      await clearMarks(page);
      rounds.push(await untilFinal(page, browser, () => api.append(change)));
      await page.context().close();
      await api.undo();
    }
    report(name, rounds);
  });
}

halfKnown("200 pairs of all units, the half without the change known", ALL_UNITS);
halfKnown("200 pairs of the two units of a move, the half without it known", MOVED);
