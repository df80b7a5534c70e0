// What is seen stands in the address: a reload and a link that is sent on show the same; and the way to what was found.
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures.ts";
import { box } from "../support/hands.ts";
import { open, post, ready, unit } from "../support/organigramm.ts";

test.use({ isolation: "test" });

const seen = (page: Page) =>
  page.evaluate(() => {
    const chart = document.getElementById("organigramm")!.getBoundingClientRect();
    const card = document.querySelector("#einheit-einbuergerung .box")!.getBoundingClientRect();
    return { x: card.x - chart.x, y: card.y - chart.y, width: card.width };
  });

test("tasks, zoom, place and choice survive a reload and a link that is sent on", async ({ page, visit }) => {
  await open(page);
  await expect(page).toHaveURL(/\/organigramm$/);
  await page.getByTestId("tasks").click();
  await page.getByTestId("zoom-in").click();
  await page.getByTestId("zoom-in").click();
  await post(page, "EB-01").click({ modifiers: ["Control"] });
  await post(page, "EB-02").click({ modifiers: ["Control"] });
  await expect(page).toHaveURL(/aufgaben=1&auswahl=stelle-EB-01,stelle-EB-02&zoom=\d+&bei=[a-z-]+,-?\d+,-?\d+/);
  const before = await seen(page);
  const percent = await page.getByTestId("zoom-reset").textContent();

  const other = await visit();
  for (const browser of [page, other.page]) {
    if (browser === page) await page.reload();
    else await other.page.goto(page.url());
    await ready(browser);
    await expect(browser.getByTestId("zoom-reset")).toHaveText(percent ?? "");
    await expect(browser.getByTestId("tasks")).toHaveAttribute("aria-pressed", "true");
    await expect(browser.locator('#organigramm [aria-selected="true"]')).toHaveCount(2);
    await expect
      .poll(async () => {
        const now = await seen(browser);
        return Math.max(Math.abs(now.x - before.x), Math.abs(now.y - before.y), Math.abs(now.width - before.width));
      })
      .toBeLessThan(3);
  }
});

test("an address with nonsense shows the chart as it is", async ({ page }) => {
  await open(page, "/organigramm?zoom=900&bei=%3Cscript%3E,1,1&auswahl=stelle-GIBT-ES-NICHT,x&aufgaben=ja");
  await expect(unit(page, "einbuergerung")).toBeVisible();
  await expect(page.locator('#organigramm [aria-selected="true"]')).toHaveCount(0);
  await expect(page.getByTestId("tasks")).toHaveAttribute("aria-pressed", "false");
});

test("the search shows the way from the top to the hit", async ({ page }) => {
  await open(page, "/organigramm?ebenen=1");
  await page.getByTestId("find").click();
  const before = await box(unit(page, "abteilung"));
  await page.locator("#suche").fill("AA-05");
  await page.keyboard.press("Enter");
  await expect(post(page, "AA-05")).toBeVisible();
  await expect(page.getByTestId("find-way")).toHaveText(/^Weg: .+ › .+/);
  await expect(page.locator('.unit[data-way="true"]')).not.toHaveCount(0);
  await expect(page.locator('[data-unit="abteilung"]')).toHaveAttribute("data-way", "true");
  await expect(page.locator('[data-unit="aufenthalt"]')).toHaveAttribute("data-way", "true");
  await expect(page.locator('[data-unit="einbuergerung"]')).not.toHaveAttribute("data-way");
  await expect(page.getByTestId("found-way")).toHaveCount(1);
  expect(before.width).toBeGreaterThan(0);
  await page.keyboard.press("Escape");
  await expect(page.locator("[data-way]")).toHaveCount(0);
  await expect(page.getByTestId("found-way")).toHaveCount(0);
});
