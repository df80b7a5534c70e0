// Without a connection: a page that was open starts again, tells of which time it is, and what is done there waits until it can be sent.
import { expect, test } from "../support/fixtures.ts";
import { dragByMouse } from "../support/gestures.ts";
import { mark } from "../support/marks.ts";
import { messages, MOVE, MOVE_ACTION, open, post, postIn, ready, saved, undoButton, unit } from "../support/organigramm.ts";
import { CUT_OFF } from "../support/problems.ts";
import type { Page } from "@playwright/test";

test.use({ isolation: "test", serviceWorkers: "allow" });

const line = (page: Page) => page.getByTestId("connection-lost");
const move = (page: Page, id = MOVE.post) => dragByMouse(page, post(page, id), unit(page, MOVE.to));

/** What the browser keeps: the addresses of pages, and the number of the build's files. */
function kept(page: Page): Promise<{ pages: string[]; files: number }> {
  return page.evaluate(async () => {
    const found = { pages: [] as string[], files: 0 };
    for (const name of await caches.keys()) {
      const keys = await (await caches.open(name)).keys();
      if (name.startsWith("stellwerk-seiten/")) found.pages.push(...keys.map((key) => new URL(key.url).pathname));
      if (name.startsWith("stellwerk-bau/")) found.files += keys.length;
    }
    return found;
  });
}

/** Opens a page and waits until it and the files of the build are kept. */
async function openAndKeep(page: Page, address = "/organigramm"): Promise<void> {
  await open(page, address);
  await expect.poll(async () => (await kept(page)).pages, { timeout: 30_000 }).toContain(address);
  expect((await kept(page)).files).toBeGreaterThan(40);
}

test("a page starts again, a post is moved there, and the server gets it once the connection is back", async ({ page, api, problems }) => {
  test.slow();
  problems.allow(CUT_OFF);
  await openAndKeep(page);

  await page.context().setOffline(true);
  await page.reload();
  await ready(page);
  await expect(line(page)).toContainText(/Ohne Verbindung – Stand vom \d\d\.\d\d\.\d{4}, \d\d:\d\d Uhr; keine Änderung wartet\./);
  await move(page);
  await expect(line(page)).toContainText("eine Änderung wartet.");
  // The workers and their module are there, too.
  await mark(page, "stellwerk:final-forecast");

  // Under another view of the same page as well: the way leads to the one that is kept.
  await page.goto("/organigramm?tag=2024-09-01");
  await expect(page).toHaveURL(/\/organigramm$/);
  await expect(postIn(page, MOVE.to, MOVE.post)).toBeVisible();
  await expect(line(page)).toContainText("eine Änderung wartet.");
  await expect(messages(page)).toContainText("Vor dem Neuladen nicht gespeicherte Schritte: 1");
  await move(page, "AA-06");
  await expect(line(page)).toContainText("2 Änderungen warten.");
  expect(await api.activeChanges()).toEqual([]);

  await page.context().setOffline(false);
  await expect(page.getByTestId("connection-back")).toContainText("alles andere auf dieser Seite noch auf dem vom", { timeout: 40_000 });
  await saved(page);
  expect((await api.activeChanges()).map((change) => change.action)).toEqual([MOVE_ACTION, { move_post: { post: "AA-06", to: MOVE.to } }]);
  await page.getByTestId("connection-back").getByRole("link").click();
  await ready(page);
  await expect(page.getByTestId("connection-back")).toHaveCount(0);
  await expect(postIn(page, MOVE.to, MOVE.post)).toBeVisible();
});

test("a server that does not run is the same as no network", async ({ page, server, problems }) => {
  problems.allow(CUT_OFF);
  await openAndKeep(page);
  await server.stop();
  await page.reload();
  await ready(page);
  await expect(line(page)).toContainText("keine Änderung wartet.", { timeout: 30_000 });
  await expect(post(page, MOVE.post)).toBeVisible();
});

test("what was stored is in the page that is kept, too", async ({ page, problems }) => {
  problems.allow(CUT_OFF);
  await openAndKeep(page);
  await move(page);
  await saved(page);
  const text = () => page.evaluate(async () => (await (await caches.match(location.pathname, { ignoreVary: true }))?.text()) ?? "");
  await expect.poll(text, { timeout: 30_000 }).toContain("move_post");
  await page.context().setOffline(true);
  await page.reload();
  await ready(page);
  await expect(postIn(page, MOVE.to, MOVE.post)).toBeVisible();
  await expect(line(page)).toContainText("keine Änderung wartet.");
});

test("what was taken back before it could be sent leaves the steps of before alone", async ({ page, api, problems }) => {
  test.slow();
  problems.allow(CUT_OFF);
  problems.allow(/409/);
  await openAndKeep(page);
  await move(page, "AA-06");
  await saved(page);

  await page.context().setOffline(true);
  await expect(line(page)).toBeVisible();
  await move(page);
  await expect(line(page)).toContainText("eine Änderung wartet.");
  await undoButton(page).click();
  await expect(postIn(page, MOVE.from, MOVE.post)).toBeVisible();
  // Meanwhile the post is given up by somebody else: the move would be refused.
  await api.append({ effective: "2024-03-01", action: { remove_post: { post: MOVE.post } } });

  await page.context().setOffline(false);
  await expect(line(page)).toHaveCount(0, { timeout: 40_000 });
  await saved(page);
  await expect(page.getByTestId("set-aside")).toHaveCount(0);
  expect((await api.activeChanges()).map((change) => change.action)).toEqual([
    { move_post: { post: "AA-06", to: MOVE.to } },
    { remove_post: { post: MOVE.post } },
  ]);
});

test("signing out leaves nothing behind, with a connection or without", async ({ page, problems }) => {
  test.slow();
  problems.allow(CUT_OFF);
  const leave = () => page.getByRole("button", { name: "Abmelden" }).click();
  await openAndKeep(page);
  await leave();
  await expect(page).toHaveURL(/\/anmelden/);
  await expect.poll(async () => (await kept(page)).pages).toEqual([]);

  await page.getByRole("button", { name: "Leitung", exact: true }).click();
  await openAndKeep(page);
  await page.context().setOffline(true);
  await expect(line(page)).toBeVisible();
  await leave().catch(() => {});
  await page.context().setOffline(false);
  // The session stands, as the server has not heard of it; the pages have gone all the same.
  await page.goto("/datenschutz");
  expect((await kept(page)).pages).toEqual([]);
});
