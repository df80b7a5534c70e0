// From letting go of a post to its forecast on screen: the median of ten drops, each on a fresh page. Cold: the drag is the first that a
// hand does there, so that the workers start with it; warm: the hand has been over the chart for a moment, as before most drags; rested:
// it reads the sentence at the target before it lets go. In use: two posts have been moved on the page before, as in most of a session.
import { expect, test } from "../support/fixtures.ts";
import { dragByMouse, lift } from "../support/gestures.ts";
import { clearMarks, mark } from "../support/marks.ts";
import { MOVE, open, post, unit } from "../support/organigramm.ts";

const RUNS = 10;

test.use({ isolation: "test" });

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)]!;
  return sorted.length % 2 ? upper : (upper + sorted[sorted.length / 2 - 1]!) / 2;
}

const line = (name: string, values: number[]) =>
  `${name.padEnd(28)} median ${median(values).toFixed(0)} ms, from ${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)} ms`;

/** Posts that are moved before the one that counts, where the page is in use. */
const OTHERS = ["AA-06", "AA-07"];
const CASES = [
  { name: "cold", before: 0, over: 0, others: [] },
  { name: "warm", before: 1_500, over: 0, others: [] },
  { name: "rested", before: 1_500, over: 400, others: [] },
  { name: "in use", before: 0, over: 0, others: OTHERS },
  { name: "in use and rested", before: 0, over: 400, others: OTHERS },
];

for (const { name, before, over, others } of CASES) {
  test(`drop to forecast, ${name}`, async ({ visit, api }) => {
    const first: number[] = [];
    const final: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const { page } = await visit();
      await open(page, "/organigramm");
      if (before > 0) {
        await unit(page, MOVE.from).hover();
        await page.waitForTimeout(before);
      }
      for (const other of others) {
        await clearMarks(page);
        await dragByMouse(page, post(page, other), unit(page, MOVE.to));
        await mark(page, "stellwerk:final-forecast");
      }
      await clearMarks(page);
      await lift(page, post(page, MOVE.post), unit(page, MOVE.to));
      if (over > 0) await page.waitForTimeout(over);
      await page.mouse.up();
      const dropped = await mark(page, "stellwerk:drop");
      first.push((await mark(page, "stellwerk:first-forecast")) - dropped);
      final.push((await mark(page, "stellwerk:final-forecast")) - dropped);
      await page.context().close();
      for (let step = 0; step <= others.length; step++) await api.undo();
    }
    expect(first).toHaveLength(RUNS);
    console.log(line("drop to first forecast", first));
    console.log(line("drop to final forecast", final));
  });
}
