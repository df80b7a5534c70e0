// Statements: a text is made from its template, written with bound figures, stored, frozen and marked when it is out of date.
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { MOVE_ACTION, messages, open } from "../support/organigramm.ts";
import type { Page } from "@playwright/test";

test.use({ isolation: "test" });

const paper = (page: Page) => page.locator(".paper");

const make = async (page: Page): Promise<void> => {
  await open(page, "/stellungnahme");
  await page.getByRole("button", { name: "Anlegen", exact: true }).click();
  await expect(paper(page)).toBeVisible();
};

test("the statement of the built-in plan holds the figures of the source", async ({ page }) => {
  // The forecast is computed when the text is opened.
  test.slow();
  await make(page);
  await expect(paper(page)).toContainText(/zurzeit 11\s*\[?1\]?\s*Vollzeitstellen/);
  await expect(paper(page)).toContainText("kw-Vermerk zum 30.06.2024");
  await expect(paper(page)).toContainText(/ergeben zusammen 41\s*\[?\d+\]?\s*Stellen/);
  // What the source states stands before the forecast, which is called one.
  const [stated, forecast] = (await paper(page).innerText()).split(/^Prognose$/mu);
  // But for the table of cases, which says of itself that it is one, nothing there is assumed.
  const assumed = (stated ?? "").split("\n").filter((line) => line.includes("Annahme"));
  for (const line of assumed) expect(line).toMatch(/^Fälle je Organisationseinheit.*\(Annahme\)/u);
  expect(forecast).toContain("keine gezählten Werte");
  expect(forecast).toMatch(/offene Fälle zu erwarten/u);
  await expect(page.getByRole("region", { name: /^Prognose der Simulation/u })).toContainText("bis");
  await expectAccessible(page);
});

test("a figure is put in by keyboard, stored and given out", async ({ page, server }) => {
  await make(page);
  const text = page.getByLabel("Text des Abschnitts").first();
  await text.fill("Die Task Force hat ");
  await page.getByLabel("Suchen").fill("Task-Force");
  const insert = page.getByRole("button", { name: "Einfügen: Task-Force-Stellen im Plan" });
  await insert.focus();
  await page.keyboard.press("Enter");
  await expect(text).toHaveValue("Die Task Force hat {taskforce.zahl}");
  await expect(paper(page)).toContainText("Die Task Force hat 4 (Annahme)");

  await page.getByRole("button", { name: "Speichern", exact: true }).click();
  await expect(page.getByRole("button", { name: "Festschreiben" })).toBeEnabled();
  const address = await page.getByRole("link", { name: "Als PDF" }).getAttribute("href");
  const file = await page.request.get(new URL(address ?? "", server.url).href);
  expect(file.headers()["content-type"]).toBe("application/pdf");
});

test("a frozen text stays and says when its figures have changed", async ({ page, api }) => {
  test.slow();
  await make(page);
  await page.getByLabel("Text des Abschnitts").first().fill("Geändert werden {szenario.anzahl} Stellen.");
  await page.getByRole("button", { name: "Speichern", exact: true }).click();
  await page.getByRole("button", { name: "Festschreiben" }).click();
  await expect(page.locator(".forecast-hint", { hasText: "Festgeschrieben am" })).toBeVisible();
  await expect(page.getByLabel("Text des Abschnitts")).toHaveCount(0);

  await api.append({ effective: "2024-02-01", action: MOVE_ACTION });
  await open(page, "/stellungnahme");
  await expect(page.getByText(/nicht mehr aktuell: \d+/u)).toBeVisible();
  await page.getByRole("button", { name: /^Stellungnahme zum Antrag/ }).click();
  await expect(page.getByTestId("outdated")).toContainText("damals 0, heute 1");
  await expect(page.getByTestId("outdated")).toContainText("Grundlage der Prognose");
  await expectAccessible(page);

  await page.getByRole("link", { name: "Festgehaltener Stand" }).click();
  await expect(page.getByRole("rowheader", { name: /^Stellungnahme: Stellungnahme zum Antrag/u })).toBeVisible();
});

test("nothing that was written is lost without a question", async ({ page }) => {
  await make(page);
  const text = page.getByLabel("Text des Abschnitts").first();
  await text.fill("Das ist neu.");
  // A link of the page waits, and says what to do.
  await page.getByRole("navigation", { name: "Hauptnavigation" }).getByRole("link", { name: "Bemessung" }).click();
  await expect(messages(page)).toContainText("Bitte zuerst speichern oder den Text schließen.");
  await expect(page).toHaveURL(/\/stellungnahme/);
  // The places of the page itself are reached all the same.
  await page.getByRole("navigation", { name: "Auf dieser Seite" }).getByRole("link", { name: "Vorschau" }).click();
  await expect(page.getByRole("heading", { name: "Vorschau" })).toBeInViewport();

  const close = page.locator(".statement-actions").getByRole("button", { name: "Schließen", exact: true });
  await close.click();
  const question = page.getByRole("group", { name: "Was seit dem letzten Speichern geschrieben wurde, geht dann verloren." });
  await expect(question).toBeFocused();
  await expectAccessible(page);
  await question.getByRole("button", { name: "Weiter schreiben" }).click();
  await expect(close).toBeFocused();
  await expect(text).toHaveValue("Das ist neu.");

  await page.getByRole("button", { name: "Speichern", exact: true }).click();
  await expect(page.getByRole("button", { name: "Festschreiben" })).toBeEnabled();
  await page.getByRole("button", { name: "Entfernen", exact: true }).click();
  await page.getByRole("button", { name: "Behalten" }).click();
  await expect(text).toHaveValue("Das ist neu.");
  await page.getByRole("button", { name: "Entfernen", exact: true }).click();
  await page.getByRole("button", { name: "Endgültig entfernen" }).click();
  await expect(page.getByText("Zu diesem Szenario gibt es noch keinen Text.")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await page.getByRole("navigation", { name: "Hauptnavigation" }).getByRole("link", { name: "Bemessung" }).click();
  await expect(page).toHaveURL(/\/bemessung/);
});
