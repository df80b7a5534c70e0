// How long the page is deaf while its workers compute: tasks and gaps between frames on the main thread, from the drop (or
// the call of /simulation) to the last replication.
import type { Page } from "@playwright/test";
import { test } from "../support/fixtures.ts";
import { dragByMouse } from "../support/gestures.ts";
import { clearMarks, mark } from "../support/marks.ts";
import { MOVE, open, post, unit } from "../support/organigramm.ts";

const RUNS = 5;

test.use({ isolation: "test" });

interface Span {
  start: number;
  length: number;
}

declare global {
  interface Window {
    benchTasks: Span[];
    benchFrames: Span[];
  }
}

/** Takes down every long task and every gap between two frames from now on. */
const watch = (page: Page) =>
  page.addInitScript(() => {
    window.benchTasks = [];
    window.benchFrames = [];
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) window.benchTasks.push({ start: startTime, length: duration });
    }).observe({ type: "longtask", buffered: true });
    let last = performance.now();
    const tick = (now: number) => {
      window.benchFrames.push({ start: last, length: now - last });
      last = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });

const since = (page: Page, from: number) =>
  page.evaluate((from) => {
    const lengths = (spans: Span[]) => spans.filter((span) => span.start >= from).map((span) => span.length);
    return { tasks: lengths(window.benchTasks), frames: lengths(window.benchFrames) };
  }, from);

function report(name: string, rounds: { tasks: number[]; frames: number[] }[]): void {
  const worst = (lists: number[][]) => lists.map((list) => Math.max(0, ...list).toFixed(0)).join(", ");
  const tasks = rounds.map((round) => round.tasks);
  const frames = rounds.map((round) => round.frames);
  const over = frames.flat().filter((length) => length > 50).length;
  console.log(`${name}: longest task of each round ${worst(tasks)} ms (50 ms and less are not told: 0)`);
  console.log(`${name}: longest gap between frames ${worst(frames)} ms; over 50 ms: ${over} of ${frames.flat().length} frames`);
}

test("frames after a drop", async ({ visit, api }) => {
  const rounds = [];
  for (let run = 0; run < RUNS; run++) {
    const { page } = await visit();
    await watch(page);
    await open(page, "/organigramm");
    await clearMarks(page);
    await dragByMouse(page, post(page, MOVE.post), unit(page, MOVE.to));
    const dropped = await mark(page, "stellwerk:drop");
    await mark(page, "stellwerk:final-forecast");
    rounds.push(await since(page, dropped));
    await page.context().close();
    await api.undo();
  }
  report("after a drop", rounds);
});

test("frames on /simulation", async ({ visit }) => {
  const rounds = [];
  for (let run = 0; run < RUNS; run++) {
    const { page } = await visit();
    await watch(page);
    await page.goto("/simulation");
    const first = await mark(page, "stellwerk:first-forecast");
    await mark(page, "stellwerk:final-forecast");
    rounds.push(await since(page, first));
    await page.context().close();
  }
  report("on /simulation, from the first forecast", rounds);
});
