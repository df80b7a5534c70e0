import { defineConfig, type Project } from "@playwright/test";

/** Debian's Chromium, told to stay quiet: no request of its own, no sandbox (which a container does not offer). */
export const chromium = {
  browserName: "chromium" as const,
  launchOptions: {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--disable-dev-shm-usage",
    ],
  },
};

/** Files named `*.touch.spec.ts` run with a touch screen, all others with a mouse. */
const projects: Project[] = [
  { name: "mouse", testIgnore: /\.touch\.spec\.ts$/, use: { viewport: { width: 1440, height: 900 } } },
  {
    name: "touch",
    testMatch: /\.touch\.spec\.ts$/,
    use: { viewport: { width: 1024, height: 768 }, hasTouch: true, isMobile: true },
  },
];

export default defineConfig({
  testDir: "specs",
  outputDir: "test-results",
  // As many as the build machine has cores: each page waits for its server and for pictures often enough for the other to work.
  workers: 2,
  forbidOnly: !!process.env.CI,
  // A flaky test is a bug, in the test or in the page. The build server tries a failed one once more, with a record of every step, and
  // `make test` names what passed only then, so that it is looked into; anywhere else it fails.
  retries: process.env.CI ? 1 : 0,
  // Two pages that compute at the same time each take twice as long; nothing waits longer than it must.
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [["list"], ["json"]] : [["list"]],
  use: {
    ...chromium,
    locale: "de-DE",
    timezoneId: "Europe/Berlin",
    // Specs that stand between page and server must meet every request; what the service worker does is the matter of offline.spec.ts.
    serviceWorkers: "block",
    // A record of every step costs a good part of each test; it is made where somebody asks for it.
    trace: process.env.TRACE ? "retain-on-failure" : "on-first-retry",
    screenshot: "only-on-failure",
  },
  projects,
});
