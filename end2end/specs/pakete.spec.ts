// How the packages of a scenario work together: the switch table on /simulation, by mouse, by keyboard and by its address.
import { readFileSync } from "node:fs";
import { expect, test } from "../support/fixtures.ts";
import { expectAccessible } from "../support/axe.ts";
import { tabTo } from "../support/keyboard.ts";
import { open } from "../support/organigramm.ts";
import type { Api, Change } from "../support/api.ts";
import type { Page } from "@playwright/test";

test.use({ isolation: "test" });

const move = (post: string, to: string, effective = "2024-02-01"): Change => ({ effective, action: { move_post: { post, to } } });
const removal = (post: string): Change => ({ effective: "2024-03-01", action: { remove_post: { post } } });

/** A package with its steps, each of one change; its identifier. */
async function pack(api: Api, name: string, ...changes: Change[]): Promise<string> {
  const id = crypto.randomUUID();
  await api.revise({ make_package: { package: id, name } });
  for (const change of changes) {
    await api.appendBecause("Probe", change);
    await api.revise({ assign: { step: (await api.scenario()).steps.at(-1)!.id, package: id } });
  }
  return id;
}

const study = (page: Page) => page.locator(".simulation-packages");
const row = (page: Page, combination: number) => study(page).locator(`tr[data-combination="${combination}"]`);
const INTERVAL = /^[+−±][\d.,]+ ± [\d.,]+$/;

async function finished(page: Page): Promise<void> {
  await expect(page.getByTestId("packages-base")).toContainText("Mittel über 100 von 100 Läufen", { timeout: 120_000 });
  await expect(study(page).locator("progress")).toHaveCount(0);
}

test("two packages for one queue and one for another: every combination with its interval, and in words", async ({ page, api }) => {
  test.slow();
  const ids = [
    await pack(api, "Erste Hilfe", move("AA-03", "einbuergerung"), move("AA-04", "einbuergerung")),
    await pack(api, "Zweite Hilfe", move("AA-05", "einbuergerung"), move("AA-06", "einbuergerung")),
    await pack(api, "EU stärken", move("IW-02", "eu")),
  ];
  await api.append(removal("AA-09"));
  // From the page of the scenario, where packages are made.
  await open(page, "/szenarien/aktuell");
  await page.getByRole("link", { name: "Wie wirken die Pakete zusammen?" }).click();
  await expect(page).toHaveURL(/\/simulation\?.*pakete=/);
  await expect(study(page).getByRole("checkbox")).toHaveCount(3);
  for (const name of ["Erste Hilfe", "Zweite Hilfe", "EU stärken"]) await expect(study(page).getByLabel(name)).toBeChecked();
  await study(page).getByLabel("Einheit").selectOption("einbuergerung");
  await study(page).getByRole("button", { name: "Berechnen" }).click();
  await finished(page);
  // Three packages: eight rows; the one of another unit changes nothing here and is exactly additive.
  await expect(study(page).locator("tr[data-combination]")).toHaveCount(8);
  await expect(row(page, 0)).toContainText("ohne diese Pakete");
  await expect(row(page, 1).locator("td").nth(2)).toHaveText(INTERVAL);
  await expect(row(page, 1).locator('td[data-verdict="better"]')).toHaveCount(1);
  await expect(row(page, 4).locator("td").nth(2)).toHaveText("±0,0 ± 0,0");
  await expect(row(page, 5)).toContainText("genau die Summe");
  for (const cell of [2, 3, 4]) await expect(row(page, 7).locator("td").nth(cell)).toHaveText(INTERVAL);
  await expect(page.getByTestId("packages-answer")).toHaveText(/^„Erste Hilfe“, „Zweite Hilfe“ und „EU stärken“ .+ zusammen .*[−\d][\d.,]* ± [\d.,]+/);
  await expect(page.getByTestId("packages-base")).toContainText("(Änderungen: 1; ohne Paket");
  await expect(page.getByTestId("packages-base")).toContainText(/gegen den Plan ohne jede Änderung: [+−±]/);
  await expect(study(page).getByRole("region", { name: /Was jedes Paket bewirkt/ }).locator("tbody tr")).toHaveCount(3);
  await expectAccessible(page);
  // Another figure comes from the same runs.
  await study(page).getByLabel("Größe").selectOption({ label: "Anteil älter als drei Monate" });
  await expect(row(page, 0).locator("td").nth(1)).toHaveText(/%$/);
  await expect(page.getByTestId("packages-answer")).toContainText("Prozentpunkte");
  // The address asks the same.
  await study(page).getByLabel("EU stärken").uncheck();
  await expect(page).toHaveURL(new RegExp(`pakete=${ids[0]},${ids[1]}&einheit=einbuergerung&kennzahl=anteil`));
  await page.reload();
  await expect(study(page).getByLabel("EU stärken")).not.toBeChecked();
  await expect(study(page).getByLabel("Einheit")).toHaveValue("einbuergerung");
  await expect(study(page).getByLabel("Größe")).toHaveValue("1");
});

test("the tables are copied and saved, and what has changed since is told", async ({ page, api, context }) => {
  test.slow();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await pack(api, "A", move("AA-03", "einbuergerung"));
  await pack(api, "B", move("IW-02", "eu"));
  await open(page, "/simulation?pakete=");
  await study(page).getByRole("button", { name: "Berechnen" }).click();
  await finished(page);
  await expect(page.getByTestId("packages-base")).toContainText("andere Änderungen hat das Szenario nicht");
  await study(page).getByRole("button", { name: "Tabelle kopieren" }).first().click();
  await expect(page.getByText(/Die Tabelle ist kopiert/).first()).toBeVisible();
  const copied = (await page.evaluate(() => navigator.clipboard.readText())).trim().split(/\r?\n/);
  expect(copied).toHaveLength(5);
  const saving = page.waitForEvent("download");
  await study(page).getByRole("button", { name: "CSV", exact: true }).first().click();
  const file = await saving;
  expect(file.suggestedFilename()).toBe("wechselwirkung-tabelle.csv");
  expect(readFileSync(await file.path(), "utf8").trimEnd().split("\r\n")).toHaveLength(5);
  await page.getByLabel("Fluktuation").fill("12");
  await page.getByLabel("Fluktuation").press("Enter");
  await expect(study(page)).toContainText("Der Plan hat sich seither geändert; bitte neu rechnen.");
});

test("what builds on a package that is off is told with its reason and not as a figure", async ({ page, api }) => {
  test.slow();
  await pack(api, "Neues Team", { effective: "2024-02-01", action: { add_unit: { id: "neu", parent: "abteilung", name: "Team Neu" } } });
  await pack(api, "Besetzung", move("AA-03", "neu", "2024-03-01"));
  await open(page, "/simulation?pakete=");
  await study(page).getByRole("button", { name: "Berechnen" }).click();
  await finished(page);
  await expect(row(page, 2)).toContainText(/nicht möglich\. „Stelle AA-03 nach .+“ ab 01\.03\.2024 passt dann nicht: .*„neu“/);
  await expect(row(page, 2).locator("td.is-number")).toHaveCount(0);
  await expect(row(page, 3).locator("td").nth(2)).toHaveText(INTERVAL);
  await expect(row(page, 3).locator("td").nth(4)).toHaveText("–");
  await expect(page.getByTestId("packages-answer")).toContainText("Allein hat „Besetzung“ keine Zahl");
});

test("by keyboard alone, in English, and given up", async ({ page, api }) => {
  test.slow();
  for (const [name, post] of [["A", "AA-03"], ["B", "AA-04"], ["C", "AA-05"], ["D", "AA-06"], ["E", "AA-07"]] as const) {
    await pack(api, name, move(post, "einbuergerung"));
  }
  await open(page, "/simulation?bis=2034");
  await page.getByRole("button", { name: "English" }).click();
  const summary = ".simulation-packages summary";
  await page.locator(summary).focus();
  await page.keyboard.press("Enter");
  const box = (name: string) => study(page).getByLabel(name, { exact: true });
  await expect(box("D")).toBeChecked();
  // Four are as many as a table takes.
  await expect(box("E")).toBeDisabled();
  await tabTo(page, '.simulation-packages input[type="checkbox"]');
  await page.keyboard.press("Space");
  await expect(box("A")).not.toBeChecked();
  await expect(box("E")).toBeEnabled();
  await tabTo(page, ".simulation-packages label:nth-of-type(5) input");
  await page.keyboard.press("Space");
  await expect(box("E")).toBeChecked();
  await expect(page).toHaveURL(/bis=2034.*pakete=([0-9a-f-]{36},){3}[0-9a-f-]{36}/);
  await tabTo(page, '[data-testid="packages-compute"]');
  await page.keyboard.press("Enter");
  await expect(study(page).locator("progress")).toBeVisible();
  await tabTo(page, ".simulation-packages .forecast-progress button");
  await page.keyboard.press("Enter");
  await expect(study(page).locator("progress")).toHaveCount(0);
  await expect(study(page).getByText("Packages (2 to 4)")).toBeVisible();
});

test("a scenario without two packages says where they are made", async ({ page, api }) => {
  const { id } = await api.scenario();
  await open(page, "/simulation");
  await study(page).getByText("Zusammenwirken der Pakete").click();
  await expect(page.getByTestId("packages-missing")).toContainText("keine zwei Pakete");
  await expect(page.getByTestId("packages-missing").getByRole("link")).toHaveAttribute("href", `/szenarien/${id}`);
});
