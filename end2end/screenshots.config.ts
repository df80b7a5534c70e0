// `make screenshots`: pictures to look at, and the one in README.md. Not part of the tests.
import { defineConfig } from "@playwright/test";
import { chromium } from "./playwright.config.ts";

export default defineConfig({
  testDir: "pictures",
  testMatch: /\.ts$/,
  outputDir: "test-results",
  workers: 1,
  reporter: [["list"]],
  use: { ...chromium, locale: "de-DE", timezoneId: "Europe/Berlin" },
});
