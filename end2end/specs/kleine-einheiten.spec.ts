// A server in earnest: what is withheld of small units says why, in every place, and what it would take.
import { expect, test, type Page } from "@playwright/test";
import { expectAccessible, expectContrast } from "../support/axe.ts";
import { open } from "../support/organigramm.ts";
import { Server } from "../support/server.ts";

const PASSWORD = "korrekt pferd batterie";

let server: Server;
/** By what a browser of the head of the department is known: name and value of a cookie. */
let manager: string;

/** Calls a server function as the page does. */
async function call(path: string, body: unknown, cookie: string): Promise<Response> {
  const answer = await fetch(`${server.url}/api/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json", origin: server.url, cookie },
    body: JSON.stringify(body),
  });
  expect(answer.status, path).toBe(200);
  return answer;
}

/** Redeems a link; what a browser is known by afterwards. */
async function redeem(key: string | undefined): Promise<string> {
  const answer = await call("account/redeem", { command: { key, password: PASSWORD } }, "");
  return answer.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

test.beforeAll(async () => {
  server = await Server.inEarnest(() => ({}));
  const administrator = await redeem(/\/einrichten#([0-9a-f]+)/.exec(server.log())?.[1]);
  const made = await call("accounts/create", { command: { name: "leitung", role: "manager", unit: null } }, administrator);
  const { address } = (await made.json()) as { address: string };
  manager = await redeem(address.split("#")[1]);
});

test.afterAll(async () => {
  await server?.stop();
});

test.beforeEach(async ({ context }) => {
  const [name = "", value = ""] = manager.split("=");
  await context.addCookies([{ name, value, url: server.url }]);
});

/** Looks with axe in both themes, once all that comes later is there. */
async function accessible(page: Page): Promise<void> {
  await expect(page.getByTestId("forecast-pending")).toHaveCount(0, { timeout: 60_000 });
  await expect(page.locator(".still")).toHaveCount(0);
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await expectContrast(page);
}

/** A file, as the browser that is signed in gets it. */
async function csv(page: Page, address: string): Promise<string> {
  const answer = await page.request.get(`${server.url}${address}`);
  expect(answer.status(), address).toBe(200);
  return answer.text();
}

test("a small unit keeps its panels and says in each why it is empty", async ({ page }) => {
  test.slow();
  await page.goto(`${server.url}/faelle/einbuergerung`);
  const reason = page.locator(".cases-withheld");
  await expect(reason).toContainText("gezeigt wird ab 5");
  for (const key of ["dauer", "fluss"]) {
    const panel = page.locator(`[data-panel=${key}]`);
    await expect(panel.getByRole("heading")).toBeVisible();
    await expect(panel.locator(".cases-sentence")).toHaveText(await reason.innerText());
    await expect(panel.locator("svg")).toHaveCount(0);
    await expect(panel.getByRole("cell", { name: "nicht ausgewiesen" }).first()).toBeVisible();
  }
  const told = await reason.innerText();
  for (const key of ["bewegung", "dauer", "fluss"]) {
    expect(await csv(page, `/export/faelle?einheit=einbuergerung&form=csv&tabelle=${key}`)).toContain(told);
  }
  await accessible(page);
});

test("the department and a single kind say so too", async ({ page }) => {
  test.slow();
  await page.goto(`${server.url}/faelle`);
  await expect(page.getByRole("cell", { name: "nicht ausgewiesen" }).first()).toBeVisible();
  const reason = page.locator(".cases-withheld");
  await expect(reason).toContainText("Gezeigt wird ab 5 besetzten Stellen");
  await expect(reason).toContainText("Dienstvereinbarung");
  // Whoever has the file alone reads it there, too.
  const told = await reason.innerText();
  expect(await csv(page, "/export/faelle?form=csv")).toContain(told);
  await accessible(page);
  await page.goto(`${server.url}/faelle/abteilung?fallart=n01`);
  await expect(page.locator(".cases-withheld")).toContainText("Dienstvereinbarung");
  await accessible(page);
  // The department itself is shown, and some of its kinds are not.
  await page.goto(`${server.url}/faelle/abteilung`);
  await expect(page.locator(".cases-withheld")).toHaveCount(0);
  const note = page.locator("[data-panel=fallarten] .cases-notes");
  await expect(note).toContainText("weniger als 5 besetzte Stellen");
  await expect(note).toContainText("Dienstvereinbarung");
});

test("the monthly sheet takes what it does not show", async ({ page }) => {
  const entries = [{ case_type: "n01", month: 1, figure: "completed", value: 7919 }];
  await call("imports/save", { command: { year: 2024, entries } }, manager);
  await open(page, `${server.url}/daten`);
  await page.locator("#blatt-oeffnen").click();
  await expect(page.getByText("Gespeicherte Zahlen werden nicht gezeigt (kleine Einheit)").first()).toBeVisible();
  expect(await page.content()).not.toContain("7919");
  await accessible(page);
});
