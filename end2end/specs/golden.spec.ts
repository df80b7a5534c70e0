// The same figures to the last bit natively and in WebAssembly: a worker of the page answers what
// src/forecasting/golden.rs pins for the native build.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures.ts";
import { open } from "../support/organigramm.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

interface Pinned {
  plan: string;
  task: object;
  answers: Record<string, string>;
}

/** What a worker of the page says to one message after the other, its greeting first. */
const asked = (page: Page, messages: string[]) =>
  page.evaluate(async (messages) => {
    const page = document.querySelector('link[rel="modulepreload"][href$=".js"]')!.getAttribute("href")!;
    const worker = new Worker(page.replace(/[^/]*$/, "engine/worker.js"), { type: "module" });
    const answer = () =>
      new Promise<string>((answered, failed) => {
        worker.onmessage = ({ data: [text] }: MessageEvent<[string, number]>) => answered(text);
        worker.onerror = () => failed(new Error("worker"));
      });
    const texts = [await answer()];
    for (const message of messages) {
      worker.postMessage(message);
      let text = await answer();
      // It may tell first what it works with.
      if (text.startsWith('{"model":')) text = await answer();
      texts.push(text);
    }
    worker.terminate();
    return texts;
  }, messages);

for (const { plan, task, answers } of JSON.parse(read("tests/fixtures/worker_answers.json")) as Pinned[]) {
  test(`a worker answers in the browser what the native build answers to ${plan}`, async ({ page }) => {
    const units = Object.keys(answers);
    await open(page);
    const texts = await asked(page, [`{"plan":${read(plan)}}`, ...units.map((unit) => JSON.stringify({ run: { ...task, unit } }))]);
    expect(texts.slice(0, 2)).toEqual(['"ready"', '"ready"']);
    const found = texts.slice(2).map((text) => createHash("sha256").update(text).digest("hex"));
    expect(Object.fromEntries(units.map((unit, place) => [unit, found[place]]))).toEqual(answers);
  });
}
