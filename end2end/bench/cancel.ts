// How soon the workers leave an old question alone, and how often the page tells how far a new one is: all units on /simulation, 200
// replications. Cancelled: from the change to the last word of a worker that was called back (it gave up, or had just been done), as the
// page hears it. Streamed: the longest time between two figures of one run on the page. Goals: 50 ms and 100 ms.
import { availableParallelism } from "node:os";
import type { Page } from "@playwright/test";
import { test } from "../support/fixtures.ts";
import { clearMarks, mark } from "../support/marks.ts";
import { open } from "../support/organigramm.ts";

const CHANGES = 20;
const STREAMS = 5;
/** The same horizon as in `five-years.ts`: about six years, so that a question takes long enough to be given up. */
const PAGE = "/simulation?bis=2029";
/** Replications that are known of the old question when the new one comes. */
const KNOWN = 8;

test.use({ isolation: "test" });

declare global {
  interface Window {
    benchChanged: number;
    /** Workers that were called back since the change and have not said a word yet. */
    benchRecalled: Set<number>;
    benchAsked: number;
    benchHeard: number[];
    benchTold: { at: number; done: number }[];
  }
}

/** Looks over the shoulder of the page: what it says to its workers, what they answer, and when somebody changes something. */
const watch = (page: Page) =>
  page.addInitScript(() => {
    window.benchChanged = 0;
    window.benchRecalled = new Set();
    window.benchAsked = 0;
    window.benchHeard = [];
    let workers = 0;
    window.Worker = class extends Worker {
      private readonly place: number;
      constructor(script: string | URL, options?: WorkerOptions) {
        super(script, options);
        this.place = workers++;
        this.addEventListener("message", ({ data: [text] }: MessageEvent<[string, number]>) => {
          // That it begins with another model is no answer.
          if (text.startsWith('{"model"') || !window.benchRecalled.delete(this.place)) return;
          window.benchHeard.push(performance.now() - window.benchChanged);
        });
      }
      override postMessage(message: string) {
        if (message === '"cancel"') {
          window.benchRecalled.add(this.place);
          window.benchAsked += 1;
        }
        super.postMessage(message);
      }
    };
    const changed = () => {
      window.benchChanged = performance.now();
      window.benchRecalled.clear();
      window.benchAsked = 0;
      window.benchHeard = [];
    };
    window.addEventListener("change", changed, { capture: true });
  });

async function absence(page: Page, days: number): Promise<void> {
  const field = page.getByLabel("Abwesenheit je Stelle");
  await field.fill(String(days).replace(".", ","));
  await field.press("Enter");
}

/** Waits for so many replications of the question at hand, and fewer than all. */
const known = (page: Page, replications: number) =>
  page.waitForFunction((least) => {
    const done = Number(document.querySelector<HTMLElement>('[data-testid="forecast-progress"]')?.dataset.done);
    return done >= least && done < 200;
  }, replications);

const line = (name: string, values: number[]) => {
  const sorted = [...values].sort((a, b) => a - b);
  const [least, median, most] = [0, Math.floor(sorted.length / 2), sorted.length - 1].map((at) => sorted[at]!.toFixed(0));
  console.log(`${name}: ${values.length} times, from ${least} ms, median ${median} ms, to ${most} ms, on ${availableParallelism()} cores`);
};

test("a new change calls the workers back", async ({ page }) => {
  await watch(page);
  await open(page, PAGE);
  // What the plan is without a change is known then: what runs later is of the question alone.
  await mark(page, "stellwerk:final-forecast");
  await absence(page, 30);
  const [first, last, workers]: number[][] = [[], [], []];
  for (let change = 1; change <= CHANGES; change++) {
    await known(page, KNOWN);
    await absence(page, 30 + change / 2);
    await page.waitForFunction(() => window.benchAsked > 0 && window.benchRecalled.size === 0);
    const heard = await page.evaluate(() => window.benchHeard);
    first!.push(Math.min(...heard));
    last!.push(Math.max(...heard));
    workers!.push(heard.length);
    await clearMarks(page);
  }
  console.log(`workers called back by each change: ${Math.min(...workers!)} to ${Math.max(...workers!)}`);
  line("from a change to the first worker that gave up", first!);
  line("from a change to the last worker that gave up (goal 50)", last!);
});

test("figures stream", async ({ page }) => {
  await watch(page);
  await open(page, PAGE);
  await mark(page, "stellwerk:final-forecast");
  await page.evaluate(() => {
    const progress = document.querySelector<HTMLElement>('[data-testid="forecast-progress"]')!;
    const tell = () => window.benchTold.push({ at: performance.now(), done: Number(progress.dataset.done) });
    new MutationObserver(tell).observe(progress, { attributeFilter: ["data-done"] });
  });
  const [begin, longest, all]: number[][] = [[], [], []];
  for (let run = 1; run <= STREAMS; run++) {
    await clearMarks(page);
    await page.evaluate(() => void (window.benchTold = []));
    await absence(page, 30 + run);
    await mark(page, "stellwerk:final-forecast");
    const { changed, told } = await page.evaluate(() => ({ changed: window.benchChanged, told: window.benchTold }));
    // That it begins anew, at none, is no figure.
    const figures = told.filter(({ done }) => done > 0);
    const gaps = figures.slice(1).map(({ at }, place) => at - figures[place]!.at);
    begin!.push(figures[0]!.at - changed);
    longest!.push(Math.max(...gaps));
    const place = gaps.indexOf(Math.max(...gaps));
    console.log(`run ${run}: longest after ${figures[place]!.done} of 200 replications, until ${figures[place + 1]!.done}`);
    all!.push(...gaps);
  }
  line("from a change to its first figures", begin!);
  line("longest time between two figures of a run (goal 100)", longest!);
  line("time between two figures", all!);
});
