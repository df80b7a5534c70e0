// The page's own performance marks, from which latencies are read.
import type { Page } from "@playwright/test";

export type Mark = "stellwerk:drop" | "stellwerk:first-forecast" | "stellwerk:final-forecast";

export async function clearMarks(page: Page): Promise<void> {
  await page.evaluate(() => performance.clearMarks());
}

/** Waits for a mark and gives its time in milliseconds since the page was opened. */
export async function mark(page: Page, name: Mark): Promise<number> {
  const handle = await page.waitForFunction((wanted) => performance.getEntriesByName(wanted, "mark").at(-1)?.startTime, name, {
    timeout: 60_000,
  });
  return (await handle.jsonValue()) as number;
}
