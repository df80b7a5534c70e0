// Several scenarios: made, branched, edited, removed and restored; the one in hand follows the address.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { messages, MOVE, MOVE_ACTION, open, postIn, spoken } from "../support/organigramm.ts";
import type { Api } from "../support/api.ts";
import type { Page } from "@playwright/test";

/** Which files hold each part of the page. */
const PACKS = join(resolve(import.meta.dirname, "../.."), "target/site/pkg/__wasm_split_manifest.json");

test.use({ isolation: "test" });

interface Entry {
  id: string;
  name: string;
  description: string;
  status: string;
  steps: number;
  removed: boolean;
}

const list = async (api: Api): Promise<Entry[]> => (await (await api.call("scenarios/list", {})).json()) as Entry[];

const create = async (api: Api, name: string): Promise<Entry> => {
  const asked = { command: { command: crypto.randomUUID(), name, description: "", origin: null } };
  return (await (await api.call("scenarios/create", asked)).json()) as Entry;
};

const row = (page: Page, name: string) => page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
const inHand = (page: Page) => page.locator(".scenario-switch-name");
// From the first day on, so that the chart shows it at once.
const move = { effective: "2024-02-01", action: MOVE_ACTION };

test("a scenario is made, and the sentence counts it", async ({ page, api }) => {
  await open(page, "/szenarien");
  await expect(page.locator(".lead")).toContainText("In Arbeit: 1, vorgeschlagen: 0, beschlossen: 0.");

  await page.getByLabel("Neues Szenario").fill("Drei Teams");
  await page.getByRole("button", { name: "Anlegen", exact: true }).click();

  await expect(row(page, "Drei Teams")).toBeVisible();
  await expect(spoken(page)).toContainText("Drei Teams");
  await expect(page.locator(".lead")).toContainText("In Arbeit: 2");
  expect((await list(api)).map((entry) => entry.name)).toEqual(["Arbeitsszenario", "Drei Teams"]);
});

test("a branch holds what its origin held, and goes its own way", async ({ page, api }) => {
  await api.append(move);
  await open(page, "/organigramm");
  await expect(inHand(page)).toHaveText("Arbeitsszenario");

  await page.locator(".scenario-switch > button").click();
  await page.getByTestId("branch").click();

  await expect(page).toHaveURL(/\/organigramm\?szenario=[0-9a-f-]{36}$/);
  await expect(inHand(page)).toHaveText("Arbeitsszenario – Variante");
  await expect(postIn(page, MOVE.to, MOVE.post)).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(postIn(page, MOVE.from, MOVE.post)).toBeVisible();
  await expect.poll(async () => (await list(api)).map((entry) => entry.steps)).toEqual([1, 0]);
});

test("the address says which scenario is in hand, and every page keeps to it", async ({ page, api }) => {
  await api.append(move);
  const other = await create(api, "Ohne alles");
  await open(page, "/organigramm");
  await expect(postIn(page, MOVE.to, MOVE.post)).toBeVisible();

  await page.locator(".scenario-switch > button").click();
  await page.getByRole("link", { name: "Ohne alles" }).click();
  await expect(page).toHaveURL(new RegExp(other.id));
  await expect(inHand(page)).toHaveText("Ohne alles");
  await expect(postIn(page, MOVE.from, MOVE.post)).toBeVisible();

  await page.getByRole("navigation", { name: "Hauptnavigation" }).getByRole("link", { name: "Simulation" }).click();
  await expect(page).toHaveURL(`/simulation?szenario=${other.id}`);
  await page.getByLabel("Rechnen bis").selectOption({ index: 2 });
  await expect(page).toHaveURL(new RegExp(`bis=.*szenario=${other.id}`));

  // Without a word in the address it is the one used last.
  await open(page, "/organigramm");
  await expect(inHand(page)).toHaveText("Ohne alles");
});

test("a scenario that does not exist is said, and the list stays", async ({ page, problems }) => {
  problems.allow(/404/);
  await page.goto("/szenarien?szenario=01900000-0000-7000-8000-000000000000");
  await expect(page.getByRole("alert").filter({ hasText: "Das Szenario wurde nicht gefunden." })).toBeVisible();
  await expect(row(page, "Arbeitsszenario")).toBeVisible();
});

test("name, purpose and status are stored, and a decided scenario takes no change", async ({ page, api }) => {
  await open(page, "/szenarien");
  await page.getByRole("button", { name: "Bearbeiten: Arbeitsszenario" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel("Name").fill("Zielbild");
  await dialog.getByLabel("Wozu dient es?").fill("Vorlage für die Amtsleitung");
  await dialog.getByRole("combobox", { name: "Stand" }).selectOption("decided");
  await dialog.getByLabel("Anmerkung zum Stand").fill("Beschluss vom 01.03.2024");
  await dialog.getByRole("button", { name: "Speichern" }).click();

  await expect(row(page, "Zielbild")).toContainText("beschlossen");
  await expect(row(page, "Zielbild")).toContainText("Beschluss vom 01.03.2024");
  await expect(dialog).toBeHidden();
  expect((await list(api))[0]).toMatchObject({ name: "Zielbild", status: "decided", description: "Vorlage für die Amtsleitung" });
  await expect(page.getByRole("button", { name: "Entfernen: Zielbild" })).toHaveCount(0);
});

test("a removed scenario is brought back with one press", async ({ page, api }) => {
  await create(api, "Versuch");
  await open(page, "/szenarien");
  // The one in hand stays: other pages work in it.
  await expect(page.getByRole("button", { name: "Entfernen: Arbeitsszenario" })).toHaveCount(0);

  await page.getByRole("button", { name: "Entfernen: Versuch" }).click();
  await expect(row(page, "Versuch")).toHaveCount(0);
  expect((await list(api)).find((entry) => entry.name === "Versuch")?.removed).toBe(true);
  await expectAccessible(page);

  await page.getByTestId("removed").getByRole("button", { name: "Rückgängig" }).click();
  await expect(row(page, "Versuch")).toBeVisible();
  await expect(messages(page)).toContainText("ist wieder da");

  await page.getByRole("button", { name: "Entfernen: Versuch" }).click();
  // A page that is left takes what it has not sent yet with it.
  await expect(row(page, "Versuch")).toHaveCount(0);
  await page.reload();
  await page.getByText("Entfernte Szenarien").click();
  await page.getByRole("button", { name: "Wiederherstellen: Versuch" }).click();
  await expect(row(page, "Versuch")).toBeVisible();
});

test("the open menu is accessible and Escape closes it", async ({ page, api }) => {
  await create(api, "Anderes");
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, "/");
  await page.locator(".scenario-switch > button").click();
  await expect(page.getByRole("link", { name: "Anderes" })).toBeVisible();
  await expectAccessible(page);
  const box = await page.locator(".scenario-menu").boundingBox();
  expect(box && box.x >= 0 && box.x + box.width <= 390, JSON.stringify(box)).toBe(true);
  // It hangs on its button, on a telephone as on a wide window.
  await page.setViewportSize({ width: 1440, height: 900 });
  const at = async (of: string) => (await page.locator(of).boundingBox()) ?? { x: NaN, y: NaN, height: NaN };
  const [menu, button] = [await at(".scenario-menu"), await at(".scenario-switch > button")];
  expect(Math.abs(menu.x - button.x)).toBeLessThanOrEqual(2);
  expect(Math.abs(menu.y - button.y - button.height)).toBeLessThanOrEqual(2);
  await page.keyboard.press("Escape");
  await expect(page.locator(".scenario-menu")).toBeHidden();
});

test("scenarios are chosen in the list and compared with the plan", async ({ page, api }) => {
  await api.append(move);
  const other = await create(api, "Ohne alles");
  await open(page, "/szenarien");
  await page.getByRole("checkbox", { name: "Vergleichen mit Arbeitsszenario" }).check();
  await page.getByRole("checkbox", { name: "Vergleichen mit Ohne alles" }).check();
  await page.getByRole("button", { name: "Vergleichen", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/szenarien/vergleich\\?mit=[0-9a-f-]+&mit=${other.id}`));

  const answer = page.getByTestId("comparison-answer");
  await expect(answer).toContainText("offene Fälle", { timeout: 90_000 });
  // Without a change nothing differs, in no run.
  await expect(answer).toContainText("„Ohne alles“ (±0 ± 0)");
  const table = page.getByRole("table").first();
  await expect(table.getByRole("row")).toHaveCount(4);
  await expect(table).toContainText("Plan, wie er ist");
  await expectAccessible(page);
  // On a usual screen the whole table is seen, and what can be chosen stands in one row.
  const frame = page.locator('[aria-labelledby="vergleich-tabelle"]');
  expect(await frame.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
  const heights = ["Rechnen bis", "Einheit"].map(async (name) => (await page.getByRole("combobox", { name }).boundingBox())?.y);
  const [until, of] = await Promise.all(heights);
  expect(until).toBe(of);

  // The days of all units together, each variant with the interval of its difference.
  await expect(table.getByRole("columnheader", { name: "Tage, neun von zehn Fällen" })).toBeVisible();
  await expect(table.getByRole("row", { name: /Ohne alles/ }).getByText("±0 ± 0")).toHaveCount(3);
  const download = page.waitForEvent("download");
  await page.getByTestId("comparison-file").click();
  const lines = readFileSync(await (await download).path(), "utf8").split("\r\n");
  expect(lines[0]).toContain("Tage, neun von zehn Fällen: Unterschied, halbe Breite des 95-%-Intervalls");
  expect(lines[1]).toMatch(/^alle Einheiten zusammen;"?Plan, wie er ist/);
  const workbook = page.waitForEvent("download");
  await page.getByTestId("comparison-workbook").click();
  expect((await workbook).suggestedFilename()).toMatch(/^vergleich-.*\.xlsx$/);

  const posts = async () => table.getByRole("row", { name: /Arbeitsszenario/ }).getByRole("cell").nth(0).textContent();
  const whole = await posts();
  await page.getByRole("combobox", { name: "Einheit" }).selectOption("einbuergerung");
  await expect(table).toContainText("neun von zehn");
  await expect.poll(posts).not.toBe(whole);
  await expect(table.getByRole("row", { name: /Arbeitsszenario/ })).toContainText("±");
});

test("a comparison looks as far ahead as is chosen, and the address keeps it beside the scenarios", async ({ page, api }) => {
  // Three answers of the simulation, one after the other.
  test.slow();
  const other = await create(api, "Anderes");
  await open(page, `/szenarien/vergleich?mit=${other.id}`);
  const answer = page.getByTestId("comparison-answer");
  await expect(answer).toContainText("am 31.12.2025", { timeout: 90_000 });
  await page.getByLabel("Rechnen bis").selectOption("2027");
  await expect(page).toHaveURL(new RegExp(`/szenarien/vergleich\\?mit=${other.id}&bis=2027$`));
  await expect(answer).toContainText("Kein klarer Unterschied am 31.12.2027: „Anderes“ (±0 ± 0)", { timeout: 90_000 });
  await expect(page.getByRole("columnheader", { name: "offene Fälle am 31.12.2027" })).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByLabel("Rechnen bis")).toHaveValue("2027");
  await expect(answer).toContainText("am 31.12.2027", { timeout: 90_000 });
});

test("a comparison says which of the chosen scenarios it does not show, and shows the rest", async ({ page, api }) => {
  const gone = await create(api, "Fehlt bald");
  const shown: Entry[] = [];
  for (const name of ["A", "B", "C", "D", "E", "F"]) shown.push(await create(api, `Variante ${name}`));
  const removed = await api.call("scenarios/remove", { command: { scenario: gone.id, version: 1, command: crypto.randomUUID() } });
  expect(removed.status).toBe(200);

  // Seven are asked for: the last one is beyond the most, and of the others one is gone.
  await open(page, `/szenarien/vergleich?mit=${[gone, ...shown].map((entry) => entry.id).join(",")}`);
  const notice = page.getByTestId("comparison-left-out");
  await expect(notice).toContainText("Ausgewählt sind 7 Szenarien. Mehr als 6 lassen sich nicht auf einmal vergleichen; hier stehen die ersten 6.");
  await expect(notice).toContainText("Ein ausgewähltes Szenario fehlt hier: Es wurde entfernt, oder Sie dürfen es nicht sehen.");
  const table = page.getByRole("table").first();
  for (const entry of shown.slice(0, 5)) await expect(table.getByRole("row", { name: new RegExp(entry.name) })).toBeVisible();
  await expect(table.getByRole("row")).toHaveCount(7);
  await expectAccessible(page);
});

test("a comparison can be stopped and asked again", async ({ page, api }) => {
  const other = await create(api, "Anderes");
  await open(page, `/szenarien/vergleich?mit=${other.id}`);
  const stop = page.getByTestId("stop");
  await stop.click();
  await expect(stop).toBeHidden();
  await page.getByRole("button", { name: "Berechnen", exact: true }).click();
  await expect(page.getByTestId("comparison-answer")).toContainText("„Anderes“ (±0 ± 0)", { timeout: 90_000 });
});

test("a comparison that is given up before it has begun is not told as running", async ({ page, api }) => {
  const other = await create(api, "Anderes");
  // The part of the page that computes is on its way until it is let through.
  const packs = JSON.parse(readFileSync(PACKS, "utf8")) as Record<string, string[]>;
  const own = Object.entries(packs).filter(([part]) => part.includes("comparison")).flatMap(([, files]) => files);
  const late = (packs.forecasting ?? []).filter((file) => !own.includes(file));
  expect(late).not.toEqual([]);
  let letThrough = () => {};
  const held = new Promise<void>((done) => (letThrough = done));
  const isLate = (url: URL) => late.some((file) => url.pathname.endsWith(`/${file}.wasm`));
  await page.route(isLate, async (route) => {
    await held;
    await route.continue();
  });
  await open(page, `/szenarien/vergleich?mit=${other.id}`);
  await page.getByTestId("stop").click();
  const compute = page.getByRole("button", { name: "Berechnen", exact: true });
  await expect(compute).toBeVisible();
  const arrived = page.waitForResponse((response) => isLate(new URL(response.url())));
  letThrough();
  await arrived;
  await page.waitForLoadState("networkidle");
  await expect(compute).toBeVisible();
  await compute.click();
  await expect(page.getByTestId("comparison-answer")).toContainText("„Anderes“ (±0 ± 0)", { timeout: 90_000 });
});
