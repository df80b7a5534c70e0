// The chart of 5,000 posts in 500 units: from the call to the first picture, the frames while it is shifted and while a post is
// dragged across it, and the memory that the page takes.
import type { Page } from "@playwright/test";
import { chromium, expect, test } from "@playwright/test";
import { chromium as settings } from "../playwright.config.ts";
import { open, post } from "../support/organigramm.ts";
import { Server } from "../support/server.ts";

const ROUNDS = 5;
const DEPARTMENTS = 10;
const SECTIONS = 7;
const TEAMS = 6;

/** One authority, ten departments, seventy sections, the rest teams: 500 units, ten posts each. */
function plan() {
  const units: { id: string; parent?: string; kind?: string; name: string }[] = [{ id: "amt", kind: "department", name: "Amt" }];
  for (let d = 0; d < DEPARTMENTS; d++) {
    units.push({ id: `a-${d}`, parent: "amt", kind: "department", name: `Abteilung ${d + 1}` });
    for (let s = 0; s < SECTIONS; s++) {
      units.push({ id: `s-${d}-${s}`, parent: `a-${d}`, name: `Sachgebiet ${d + 1}.${s + 1}` });
      for (let t = 0; t < TEAMS; t++) units.push({ id: `t-${d}-${s}-${t}`, parent: `s-${d}-${s}`, name: `Team ${d + 1}.${s + 1}.${t + 1}` });
    }
  }
  units.length = 500;
  const posts = Array.from({ length: 5000 }, (_, place) => ({
    id: `P-${String(place).padStart(4, "0")}`,
    unit: units[place % units.length]!.id,
    title: "Sachbearbeitung",
    grade: "EG 9b",
    holder: { since: "2020-01-01" },
  }));
  const case_types = units.map(({ id }) => ({
    id: `c-${id}`,
    unit: id,
    name: "Antrag",
    demand: { per_year: 100 },
    steps: [{ name: "bearbeiten", minutes: 6000 }],
  }));
  return { format: "stellwerk-plan/1", name: "Groß", as_of: "2024-01-01", units, posts, case_types };
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** The gaps between frames while something is done. */
async function frames(page: Page, act: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const seen: number[] = [];
    let last = performance.now();
    const tick = (now: number) => {
      seen.push(now - last);
      last = now;
      if (window.benchRuns) requestAnimationFrame(tick);
    };
    window.benchRuns = true;
    window.benchSeen = seen;
    requestAnimationFrame(tick);
  });
  await act();
  return page.evaluate(() => {
    window.benchRuns = false;
    return window.benchSeen.slice(1);
  });
}

declare global {
  interface Window {
    benchRuns: boolean;
    benchSeen: number[];
  }
}

function told(name: string, gaps: number[]): void {
  const late = gaps.filter((gap) => gap > 17.5).length;
  console.log(`${name}: ${gaps.length} frames, median ${median(gaps).toFixed(1)} ms, longest ${Math.max(...gaps).toFixed(0)} ms, ${late} later than a 60th of a second`);
}

test("a chart of 5,000 posts", async () => {
  const server = await Server.start(plan());
  const browser = await chromium.launch(settings.launchOptions);
  const paints: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const page = await browser.newPage({ baseURL: server.url, viewport: { width: 1440, height: 900 } });
    await page.context().addCookies([await server.signIn("manager")]);
    await page.goto("/organigramm");
    await expect(post(page, "P-0000")).toBeVisible({ timeout: 20_000 });
    const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN);
    paints.push(paint);
    if (round < ROUNDS - 1) await page.close();
    else await measure(page);
  }
  console.log(`first paint: median ${median(paints).toFixed(0)} ms, from ${Math.min(...paints).toFixed(0)} to ${Math.max(...paints).toFixed(0)} ms`);
  await browser.close();
  await server.stop();
});

async function measure(page: Page): Promise<void> {
  await open(page);
  await page.getByTestId("zoom-reset").click();
  const canvas = (await page.locator(".chart-canvas").boundingBox())!;
  const middle = { x: canvas.x + canvas.width / 2, y: Math.min(canvas.y + canvas.height / 2, 700) };
  await page.mouse.move(middle.x, middle.y);
  const pan = await frames(page, async () => {
    for (let step = 0; step < 60; step++) {
      await page.mouse.wheel(40, step % 2 ? 20 : 0);
      await page.waitForTimeout(16);
    }
  });
  told("shifting", pan);
  const tile = (await page.locator("[data-post]:visible").first().boundingBox())!;
  await page.mouse.move(tile.x + tile.width / 2, tile.y + tile.height / 2);
  await page.mouse.down();
  const drag = await frames(page, async () => {
    for (let step = 0; step < 90; step++) {
      await page.mouse.move(middle.x + 300 * Math.sin(step / 12), middle.y + 120 * Math.cos(step / 9));
      await page.waitForTimeout(16);
    }
  });
  await page.keyboard.press("Escape");
  await page.mouse.up();
  told("dragging a post", drag);
  const tools = await page.context().newCDPSession(page);
  await tools.send("Performance.enable");
  const { metrics } = await tools.send("Performance.getMetrics");
  const heap = metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? NaN;
  const module = await page.evaluate(() => performance.getEntriesByType("resource").length);
  const elements = await page.evaluate(() => document.querySelectorAll("*").length);
  console.log(`script heap ${(heap / 1e6).toFixed(0)} MB (the module's memory is not in it); ${elements} elements; ${module} files loaded`);
}
