// `make bench-page`: measurements in the browser. Not part of the tests: they report, they do not judge.
import { defineConfig } from "@playwright/test";
import { chromium } from "./playwright.config.ts";

export default defineConfig({
  testDir: "bench",
  testMatch: /\.ts$/,
  outputDir: "test-results",
  workers: 1,
  timeout: 300_000,
  reporter: [["line"]],
  use: { ...chromium, locale: "de-DE", timezoneId: "Europe/Berlin", viewport: { width: 1440, height: 900 } },
});
