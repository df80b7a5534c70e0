// Signing in with the account of the administration, against a real provider on this machine.
import { expect, test } from "@playwright/test";
import type { BrowserContext, Page } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { SignInService } from "../support/provider.ts";
import { Server } from "../support/server.ts";

const PASSWORD = "korrekt pferd batterie";
const BUTTON = "Mit dem Konto der Verwaltung anmelden";

let service: SignInService;
let server: Server;
/** What the first administrator is known by. */
let administrator: string;

/** Calls a server function as the page does. */
async function call(path: string, body: unknown, cookie = administrator): Promise<Response> {
  return fetch(`${server.url}/api/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: server.url, cookie },
    body: JSON.stringify(body),
  });
}

/** Makes an account that its holder opens with the account of the administration. */
async function make(name: string, role = "manager"): Promise<void> {
  const made = await call("accounts/create", { command: { name, role, unit: null } });
  const { account } = (await made.json()) as { account: { id: string; version: number } };
  const set = await call("accounts/provider", {
    command: { account: account.id, version: account.version, by_provider: true, reason: "Umstellung" },
  });
  expect(set.status).toBe(200);
}

test.beforeAll(async () => {
  service = await SignInService.start();
  server = await Server.inEarnest((url, folder) => service.settings(url, folder));
  const key = /\/einrichten#([0-9a-f]+)/.exec(server.log())?.[1];
  const answer = await call("account/redeem", { command: { key, password: PASSWORD } }, "");
  expect(answer.status).toBe(200);
  administrator = answer.headers.getSetCookie()[0]?.split(";")[0] ?? "";
});

test.beforeEach(async ({ context }) => {
  // The provider's own pages ask for a font from elsewhere.
  await context.route(/fonts\.googleapis\.com/, (route) => route.abort());
});

test.afterAll(async () => {
  await server?.stop();
  await service?.stop();
});

const heading = (page: Page) => page.getByRole("heading", { level: 1 });

/** Signs in at the provider, with its own forms, and says yes to what it asks. */
async function atTheProvider(page: Page, name: string): Promise<void> {
  await expect(page).toHaveURL(new RegExp(`^${service.issuer}/interaction/`));
  await page.locator("input[name=login]").fill(name);
  await page.locator("input[name=password]").fill("x");
  await page.locator("[type=submit]").click();
  // Once for each session it asks whether Stellwerk may know who it is.
  await page.locator("[type=submit]").click();
}

async function signIn(page: Page, name: string, way = "/anmelden"): Promise<void> {
  await page.goto(`${server.url}${way}`);
  await page.getByRole("link", { name: BUTTON }).click();
  await atTheProvider(page, name);
}

/** The address with which the provider sends a browser back, before the browser goes there. */
async function held(context: BrowserContext, name: string): Promise<string> {
  const get = (address: string) => context.request.get(address, { maxRedirects: 0 });
  let answer = await get(`${server.url}/anmelden/verwaltungskonto`);
  for (let steps = 0; steps < 20; steps += 1) {
    const location = answer.headers()["location"];
    if (location) {
      const next = new URL(location, answer.url()).href;
      if (next.startsWith(`${server.url}/anmelden/verwaltungskonto/rueckkehr?`)) return next;
      answer = await get(next);
      continue;
    }
    const text = await answer.text();
    const action = /action="([^"]+)"/.exec(text)?.[1];
    const prompt = /name="prompt" value="([^"]+)"/.exec(text)?.[1];
    if (!action || !prompt) throw new Error(`The service shows something else: ${text}`);
    const form: Record<string, string> = prompt === "login" ? { prompt, login: name, password: "x" } : { prompt };
    answer = await context.request.post(action, { form, maxRedirects: 0 });
  }
  throw new Error("The service leads round in circles.");
}

test("an account that the administration has made is opened and closed again", async ({ page }) => {
  await make("leitung");
  await signIn(page, "leitung", "/bemessung");
  await expect(page).toHaveURL(`${server.url}/bemessung`);
  await expect(page.locator(".account-name")).toContainText("leitung (Leitung)");
  await page.goto(`${server.url}/konto`);
  await expect(page.getByText("dessen Kennwort ändern Sie dort")).toBeVisible();

  await page.getByRole("button", { name: "Abmelden" }).click();
  await expect(page).toHaveURL(`${server.url}/anmelden?grund=abgemeldet`);
  await expectAccessible(page);
  await page.goto(`${server.url}/bemessung`);
  await expect(heading(page)).toHaveText("Anmelden");

  // Signed out here, but not there: one press lets in again.
  await page.getByRole("link", { name: BUTTON }).click();
  await expect(page).toHaveURL(`${server.url}/bemessung`);
  await page.getByRole("button", { name: "Abmelden" }).click();
  await page.getByRole("link", { name: "Auch beim Anmeldedienst abmelden" }).click();
  await page.locator("button[name=logout]").click();
  await expect(page).toHaveURL(new RegExp(`^${server.url}/anmelden`));
  await page.getByRole("link", { name: BUTTON }).click();
  await expect(page).toHaveURL(new RegExp(`^${service.issuer}/interaction/`));
});

test("the sign-in page offers both ways without a fault", async ({ page }) => {
  await page.goto(`${server.url}/anmelden`);
  await expect(page.getByRole("link", { name: BUTTON })).toBeVisible();
  await expectAccessible(page);
  await page.getByText("Mit Konto und Kennwort anmelden").click();
  await page.getByLabel("Kontoname").fill("administration");
  await page.getByLabel("Kennwort").fill(PASSWORD);
  await page.getByRole("button", { name: "Anmelden" }).click();
  await expect(page).toHaveURL(`${server.url}/verwaltung`);
});

test("nobody is let in for whom no account was made", async ({ page }) => {
  await signIn(page, "fremd");
  await expect(page).toHaveURL(`${server.url}/anmelden?grund=unbekannt`);
  await expect(page.locator('.notice[role="alert"]:visible')).toContainText("gibt es in Stellwerk kein Konto");
  await expectAccessible(page);
});

test("a group of the administration makes an account", async ({ page }) => {
  service.member("planung", ["planung"]);
  await signIn(page, "planung");
  await expect(page.locator(".account-name")).toContainText("planung (Leitung)");
});

test("an answer with another state is refused, and so is one to another browser", async ({ page, context, browser }) => {
  await make("zustand");
  const address = await held(context, "zustand");
  const other = new URL(address);
  other.searchParams.set("state", "0".repeat(64));
  await page.goto(other.href);
  await expect(page).toHaveURL(`${server.url}/anmelden?grund=begonnen`);
  // The departure is over: the right answer comes too late.
  await page.goto(address);
  await expect(page).toHaveURL(`${server.url}/anmelden?grund=begonnen`);
  await expect(page.locator('.notice[role="alert"]:visible')).toContainText("nicht in diesem Browser begonnen");

  const stranger = await browser.newPage();
  await stranger.goto(address);
  await expect(stranger).toHaveURL(`${server.url}/anmelden?grund=begonnen`);
  await stranger.close();
});

test("a code counts once", async ({ page, context }) => {
  await make("einmal");
  const address = await held(context, "einmal");
  const kept = await context.cookies(server.url);
  await page.goto(address);
  await expect(page.locator(".account-name")).toContainText("einmal");
  // Even a browser that puts its cookies back gets in no second time.
  await context.clearCookies();
  await context.addCookies(kept);
  await page.goto(address);
  await expect(page).toHaveURL(`${server.url}/anmelden?grund=dienstfehler`);
  await expect(page.locator('.notice[role="alert"]:visible')).toContainText("ist fehlgeschlagen");
});

test("whoever breaks off at the service is told how to go on", async ({ page }) => {
  await page.goto(`${server.url}/anmelden`);
  await page.getByRole("link", { name: BUTTON }).click();
  await page.getByRole("link", { name: /cancel/i }).click();
  await expect(page).toHaveURL(`${server.url}/anmelden?grund=abgelehnt`);
});
