// Signing in and out, what each role finds, accounts and their links, and a session that ends while somebody works.
import { expect, test } from "../support/fixtures.ts";
import { dragByMouse } from "../support/gestures.ts";
import { MOVE, MOVE_ACTION, open, post, saved, unit } from "../support/organigramm.ts";
import type { Page } from "@playwright/test";
import { createHmac } from "node:crypto";

test.use({ isolation: "test" });

/** Waits until the page is awake. */
async function awake(page: Page): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("data-awake", "");
}

/** The code of a secret in base32, so many steps of 30 seconds after the present one (RFC 6238). */
function codeOf(secret: string, steps = 0): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret.replaceAll(/\s/g, "")].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const hash = createHmac("sha1", key).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

const navigation = (page: Page) => page.getByRole("navigation", { name: "Hauptnavigation" });

test("who is not signed in is led to the form and then to the page that was asked for", async ({ visit }) => {
  const { page } = await visit({}, null);
  await page.goto("/bemessung?methode=b");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Anmelden");
  await page.getByRole("button", { name: "Leitung", exact: true }).click();

  await expect(page).toHaveURL("/bemessung?methode=b");
  await expect(page.getByTestId("demonstration")).toContainText("Vorführung");
  await awake(page);
  await page.getByRole("button", { name: "Abmelden" }).click();
  await expect(page).toHaveURL("/anmelden");
  await page.goto("/bemessung");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Anmelden");
});

test("each role finds in the navigation what it may open, and no more", async ({ visit }) => {
  const council = await visit({}, "staff_council");
  await open(council.page, "/");
  await expect(navigation(council.page).getByRole("link", { name: "Organigramm" })).toBeVisible();
  await expect(navigation(council.page).getByRole("link", { name: "Verwaltung" })).toHaveCount(0);

  const administration = await visit({}, "administrator");
  administration.problems.allow(/status 403: .*kein-zugriff|status of 403/);
  await administration.page.goto("/");
  await expect(administration.page).toHaveURL("/verwaltung");
  await expect(navigation(administration.page).getByRole("link", { name: "Protokoll" })).toBeVisible();
  await expect(navigation(administration.page).getByRole("link", { name: "Organigramm" })).toHaveCount(0);
  await administration.page.goto("/organigramm");
  await expect(administration.page.getByRole("heading", { level: 1 })).toHaveText("Kein Zugriff");
});

test("a session that ends while somebody works loses nothing", async ({ page, context, server, api, problems }) => {
  problems.allow(/401/);
  await open(page);
  await context.clearCookies({ name: "stellwerk_sitzung" });
  await dragByMouse(page, post(page, MOVE.post), unit(page, MOVE.to));
  await expect(page.locator(".saved-state")).toHaveAttribute("data-state", "not-saved");
  const notice = page.getByTestId("signed-out");
  await expect(notice.getByRole("link", { name: "Erneut anmelden" })).toHaveAttribute("href", /^\/anmelden\?weiter=\/organigramm/);
  expect(await api.activeChanges()).toEqual([]);

  // Signed in again, here in another window.
  await context.addCookies([await server.signIn("manager")]);
  await expect(page.locator(".saved-state")).toHaveAttribute("data-state", "saved", { timeout: 20_000 });
  await expect(notice).toHaveCount(0);
  expect((await api.activeChanges()).map((change) => change.action)).toEqual([MOVE_ACTION]);
});

test("a scenario of somebody else is told as such to those who may only change their own", async ({ visit }) => {
  const { page, problems } = await visit({}, "staff");
  problems.allow(/403/);
  await open(page);
  await dragByMouse(page, post(page, MOVE.post), unit(page, MOVE.to));
  await expect(page.getByTestId("set-aside")).toHaveText("Zurückgestellt: 1");
  await saved(page);
});

test("an account is made, its holder sets a password by the link and signs in with it", async ({ visit }) => {
  test.slow();
  const administration = await visit({}, "administrator");
  await administration.page.goto("/verwaltung");
  await awake(administration.page);
  const making = administration.page.locator("form.account-form").filter({ hasText: "Konto anlegen" });
  await making.getByLabel("Kontoname").fill("planung");
  await making.getByLabel("Rolle").selectOption("manager");
  await making.getByRole("button", { name: "Konto anlegen" }).click();
  const link = await administration.page.getByTestId("new-link").locator("code").innerText();
  await expect(administration.page.getByRole("row", { name: /^planung/ })).toContainText("Kennwort fehlt noch");

  const holder = await visit({}, null);
  holder.problems.allow(/422/);
  await holder.page.goto(link);
  await awake(holder.page);
  await holder.page.getByLabel("Neues Kennwort").fill("Passwort1234");
  await holder.page.getByRole("button", { name: "Kennwort vergeben und anmelden" }).click();
  await expect(holder.page.getByRole("alert").filter({ hasText: "zu leicht erraten" })).toBeVisible();
  await holder.page.getByLabel("Neues Kennwort").fill("korrekt pferd batterie");
  await holder.page.getByRole("button", { name: "Kennwort vergeben und anmelden" }).click();
  await expect(holder.page).toHaveURL("/");
  await expect(holder.page.locator(".account-name")).toContainText("planung (Leitung)");

  await holder.page.getByRole("button", { name: "Abmelden" }).click();
  await holder.page.getByText("Mit Konto und Kennwort anmelden").click();
  await holder.page.getByLabel("Kontoname").fill("planung");
  await holder.page.getByLabel("Kennwort").fill("falsch falsch falsch");
  await holder.page.getByRole("button", { name: "Anmelden" }).click();
  await expect(holder.page.getByRole("alert").filter({ hasText: "stimmen nicht" })).toBeVisible();
  // The fold stays open for the next attempt.
  await holder.page.getByLabel("Kontoname").fill("Planung");
  await holder.page.getByLabel("Kennwort").fill("korrekt pferd batterie");
  await holder.page.getByRole("button", { name: "Anmelden" }).click();
  await expect(holder.page).toHaveURL("/");
});

test("a second factor is set up, asked for at the next sign-in and removed again", async ({ visit }) => {
  test.slow();
  const administration = await visit({}, "administrator");
  await administration.page.goto("/verwaltung");
  await awake(administration.page);
  const making = administration.page.locator("form.account-form").filter({ hasText: "Konto anlegen" });
  await making.getByLabel("Kontoname").fill("zweifach");
  await making.getByLabel("Rolle").selectOption("manager");
  await making.getByRole("button", { name: "Konto anlegen" }).click();
  const link = await administration.page.getByTestId("new-link").locator("code").innerText();

  const password = "korrekt pferd batterie";
  const { page } = await visit({}, null);
  await page.goto(link);
  await awake(page);
  await page.getByLabel("Neues Kennwort").fill(password);
  await page.getByRole("button", { name: "Kennwort vergeben und anmelden" }).click();
  await expect(page).toHaveURL("/");

  await page.goto("/konto");
  await awake(page);
  await page.getByLabel("Kennwort zur Bestätigung").fill(password);
  await page.getByRole("button", { name: "Zweiten Faktor einrichten" }).click();
  const shown = page.getByTestId("second-factor-secret");
  await expect(shown.getByRole("img", { name: "QR-Code" })).toBeVisible();
  const secret = await shown.locator("code").innerText();
  await page.getByLabel("Erster Einmalcode").fill(codeOf(secret));
  await page.getByRole("button", { name: "Bestätigen" }).click();
  const codes = page.getByTestId("recovery-codes").locator("li");
  await expect(codes).toHaveCount(10);
  const recovery = await codes.first().innerText();
  await expect(page.getByTestId("second-factor-state")).toContainText("Wiederherstellungscodes: 10");
  await administration.page.reload();
  await expect(administration.page.getByRole("row", { name: /^zweifach/ })).toContainText("eingerichtet");

  await page.getByRole("button", { name: "Abmelden" }).click();
  await page.getByText("Mit Konto und Kennwort anmelden").click();
  const signIn = async (code: string) => {
    await page.getByLabel("Kontoname").fill("zweifach");
    await page.getByLabel("Kennwort").fill(password);
    await page.getByLabel("Einmalcode").fill(code);
    await page.getByRole("button", { name: "Anmelden" }).click();
  };
  await signIn("");
  await expect(page.getByRole("alert").filter({ hasText: "stimmen nicht" })).toBeVisible();
  await signIn(codeOf(secret, 1));
  await expect(page).toHaveURL("/");

  await page.goto("/konto");
  await awake(page);
  await page.getByLabel("Kennwort zur Bestätigung").fill(password);
  await page.getByLabel("Einmalcode oder Wiederherstellungscode").fill(recovery);
  await page.getByRole("button", { name: "Zweiten Faktor entfernen" }).click();
  await expect(page.getByRole("button", { name: "Zweiten Faktor einrichten" })).toBeVisible();
});

test("whoever changes what others may do says why, and the trail tells it with what was before", async ({ visit }) => {
  const { page } = await visit({}, "administrator");
  await page.goto("/verwaltung");
  await awake(page);
  const making = page.locator("form.account-form").filter({ hasText: "Konto anlegen" });
  await making.getByLabel("Kontoname").fill("springer");
  await making.getByRole("button", { name: "Konto anlegen" }).click();
  const row = page.getByRole("row", { name: /^springer/ });
  await row.getByText("Rolle und Einheiten ändern").click();
  await row.getByLabel("Rolle").selectOption("team_lead");
  await row.getByRole("button", { name: "Speichern" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByTestId("reason-confirm").click();
  await expect(dialog.getByRole("alert")).toContainText("Bitte geben Sie einen Grund an");
  await dialog.getByLabel("Begründung").fill("Vertretung ab Mai");
  await dialog.getByTestId("reason-confirm").click();
  await expect(row).toContainText("Sachgebietsleitung");
  await row.getByRole("button", { name: "Schließen" }).click();
  await dialog.getByLabel("Begründung").press("Escape");
  await expect(dialog).toBeHidden();
  await expect(row).toContainText("Link ausgegeben");

  await page.goto("/protokoll");
  await awake(page);
  const entry = page.getByRole("row").filter({ hasText: "Vertretung ab Mai" });
  await expect(entry).toContainText("Mitarbeit → Sachgebietsleitung");
});

test("an agreement on small groups is recorded with its reason, and everybody who is signed in reads what counts", async ({ visit }) => {
  const { page } = await visit({}, "administrator");
  await page.goto("/verwaltung");
  await awake(page);
  await page.getByText("Dienstvereinbarung eintragen", { exact: true }).click();
  await page.getByLabel("Bezeichnung der Vereinbarung").fill("DV Kennzahlen");
  await page.locator("#vereinbarung-koepfe").fill("4");
  await page.locator("#vereinbarung-tag").fill("2024-06-30");
  await page.getByRole("button", { name: "Eintragen", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("DV Kennzahlen");
  await dialog.getByTestId("reason-confirm").click();
  await expect(dialog.getByRole("alert")).toContainText("Bitte geben Sie einen Grund an");
  await dialog.getByLabel("Begründung").fill("Einigung vom Juni");
  await dialog.getByTestId("reason-confirm").click();
  await expect(page.getByRole("main")).toContainText("nach der Vereinbarung „DV Kennzahlen“ vom 30.06.2024");

  const council = await visit({}, "staff_council");
  await council.page.goto("/datenschutz");
  await expect(council.page.getByTestId("small-groups-now")).toContainText("ab 4 besetzten Stellen ausgewiesen, nach der Vereinbarung „DV Kennzahlen“");
  const stranger = await visit({}, null);
  await stranger.page.goto("/datenschutz");
  await expect(stranger.page.getByTestId("small-groups-now")).toContainText("die angemeldet sind");

  await page.getByRole("button", { name: "Vereinbarung beenden" }).click();
  await dialog.getByLabel("Begründung").fill("Gekündigt zum Jahresende");
  await dialog.getByTestId("reason-confirm").click();
  await expect(page.getByRole("button", { name: "Vereinbarung beenden" })).toHaveCount(0);
  await page.goto("/protokoll");
  await awake(page);
  await expect(page.getByRole("row").filter({ hasText: "Einigung vom Juni" })).toContainText("kleinste Gruppe: 5 → 4");
  await expect(page.getByRole("row").filter({ hasText: "Gekündigt zum Jahresende" })).toContainText("DV Kennzahlen");
});

test("the trail shows what was done, that its chain is whole, and is given out as a file", async ({ visit }) => {
  const { page } = await visit({}, "administrator");
  await page.goto("/protokoll");
  await awake(page);
  await expect(page.getByTestId("chain")).toContainText("Kette geprüft");
  await expect(page.getByRole("table")).toContainText("Dienstvereinbarung eingetragen");
  await expect(page.getByRole("table")).toContainText("kleinste Gruppe: 1");
  await page.getByLabel("Suche in").fill("vereinbarung EINGETRAGEN");
  await page.getByRole("button", { name: "Suchen" }).click();
  await expect(page.getByText("Gefundene Einträge: 1.")).toBeVisible();
  await page.getByLabel("Suche in").fill("gibt es nicht");
  await page.getByRole("button", { name: "Suchen" }).click();
  await expect(page.getByText("Gefundene Einträge: 0.")).toBeVisible();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Als CSV herunterladen" }).click()]);
  expect(file.suggestedFilename()).toBe("stellwerk-protokoll.csv");
});

test("the administration gives a program an access in a role and a unit, sees its token once, and revokes it", async ({ visit, server }) => {
  const { page } = await visit({}, "administrator");
  await page.goto("/verwaltung");
  await awake(page);
  const opener = page.getByText("Zugang für ein Programm anlegen", { exact: true });
  await opener.click();
  await page.locator("#zugang-name").fill("kennzahlen");
  await page.locator("#zugang-rolle").selectOption("staff");
  await page.locator("#zugang-bereich").selectOption("asyl-eu");
  await page.locator("#zugang-name").press("Enter");
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("kennzahlen");
  await dialog.getByLabel("Begründung").fill("Kennzahlen für die Kämmerei");
  await dialog.getByTestId("reason-confirm").click();
  const told = page.getByTestId("new-program");
  await expect(told).toContainText("wird nur jetzt gezeigt");
  const headers = { authorization: `Bearer ${await told.locator("code").innerText()}` };
  const read = async () => (await page.request.get(`${server.url}/api/v1/plan`, { headers })).status();
  expect(await read()).toBe(200);
  const row = page.getByRole("row", { name: /^kennzahlen/ });
  await expect(row).toContainText("Mitarbeit");
  await expect(row).toContainText("asyl-eu");
  await expect(row).toContainText("gilt bis");
  await row.getByRole("button", { name: "Sperren" }).click();
  await dialog.getByLabel("Begründung").fill("Abgeschlossen");
  await dialog.getByTestId("reason-confirm").click();
  await expect(row).toContainText("gesperrt oder abgelaufen");
  expect(await read()).toBe(401);
});
