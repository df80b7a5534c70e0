// What the chart shows: the day, the table, the address, the list of changes.
import { expectAccessible, expectLegible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { open, post, unit } from "../support/organigramm.ts";

test("every post of the source document is on the chart", async ({ page, api }) => {
  await open(page);
  const { baseline } = await api.scenario();
  await expect(page.locator("[data-post]")).toHaveCount(baseline.posts.length);
  // Vacant posts are told apart by more than colour.
  await expect(post(page, "AA-07")).toContainText(/vakant|Besetzungsverfahren/);
});

test("after the kw date the posts are gone", async ({ page }) => {
  await open(page);
  const slider = page.getByTestId("time-slider");
  await expect(post(page, "TF-01")).toContainText("kw 30.06.2024");
  const before = await unit(page, "aufenthalt").textContent();

  // From 1 February 2024: 150 days to 30 June, the last day of the two posts.
  await slider.fill("150");
  await expect(slider).toHaveAttribute("aria-valuetext", "30.06.2024");
  await expect(post(page, "TF-01")).not.toHaveAttribute("data-state", "ended");
  await slider.press("ArrowRight");
  await expect(slider).toHaveAttribute("aria-valuetext", "01.07.2024");

  await expect(post(page, "TF-01")).toHaveAttribute("data-state", "ended");
  await expect(post(page, "TF-02")).toHaveAttribute("data-state", "ended");
  await expect(unit(page, "aufenthalt")).not.toHaveText(before ?? "");
  await expect(page).toHaveURL(/tag=2024-07-01/);
});

test("the day is in the address and survives a reload", async ({ page }) => {
  await open(page, "/organigramm?tag=2024-07-01");
  await expect(post(page, "TF-01")).toHaveAttribute("data-state", "ended");
  await page.reload();
  await expect(page.getByTestId("time-slider")).toHaveAttribute("aria-valuetext", "01.07.2024");
});

test("open cases tell the day on which they were counted where another one is shown", async ({ page }) => {
  await open(page);
  await expect(unit(page, "einbuergerung")).toContainText("offene Fälle");
  await expect(unit(page, "einbuergerung")).not.toContainText("01.02.2024");
  await open(page, "/organigramm?tag=2024-07-01");
  await expect(unit(page, "einbuergerung")).toContainText(/offen am\s*01\.02\.2024/);
  await expect(unit(page, "einbuergerung")).toHaveAttribute("aria-label", /offene Fälle am 01\.02\.2024/);
  await unit(page, "einbuergerung").click({ position: { x: 20, y: 14 } });
  await expect(page.getByRole("dialog")).toContainText("offene Fälle am 01.02.2024, mit allen Einheiten darunter");
});

test("the step from event to event stops at the end of the task force", async ({ page }) => {
  await open(page);
  for (let steps = 0; steps < 12 && !/kw|Task Force/.test((await page.getByTestId("time-said").textContent()) ?? ""); steps++) {
    await page.getByTestId("next-event").click();
  }
  await expect(page.getByTestId("time-said")).toContainText(/30\.06\.2024|01\.07\.2024/);
});

test("the table says the same as the picture, and does not widen the page", async ({ page, api }) => {
  test.slow();
  await open(page);
  await page.getByTestId("view-table").click();
  await expect(page).toHaveURL(/ansicht=tabelle/);

  const { baseline } = await api.scenario();
  await expect(page.locator('tr[data-kind="unit"]')).toHaveCount(baseline.units.length);
  await expect(page.locator("tr[data-post]")).toHaveCount(baseline.posts.length);
  await expect(unit(page, "einbuergerung")).toContainText("4,0");
  await expectAccessible(page);

  const overhang = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(await overhang()).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1024, height: 844 });
  await expectLegible(page);
  expect(await overhang()).toBeLessThanOrEqual(0);
  // A telephone gets the page as it is loaded there.
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, "/organigramm?ansicht=tabelle");
  await expectAccessible(page);
  expect(await overhang()).toBeLessThanOrEqual(0);
});

test("the chart is given out in every form", async ({ page }) => {
  await open(page, "/organigramm?tag=2024-07-01");
  const dialog = page.getByRole("dialog", { name: "Drucken und ausgeben" });
  for (const form of ["pdf", "svg", "png", "csv"]) {
    await page.getByTestId("export").click();
    await expect(dialog).toBeVisible();
    await dialog.getByLabel("Form").selectOption(form);
    const saving = page.waitForEvent("download");
    await dialog.getByTestId("export-go").click();
    expect((await saving).suggestedFilename()).toBe(`organigramm-2024-07-01.${form}`);
    await expect(dialog).toBeHidden();
  }
});

test("keys that are pressed on the chart before the page is awake walk when it is", async ({ page }) => {
  let wake = () => {};
  const awake = new Promise<void>((woken) => (wake = woken));
  await page.route("**/*.wasm", async (route) => {
    await awake;
    await route.continue();
  });
  await page.goto("/organigramm", { waitUntil: "domcontentloaded" });
  const head = unit(page, "abteilung");
  await head.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(head).toBeFocused();
  await expect(head).toHaveCSS("cursor", "progress");
  wake();
  await expect(head).not.toBeFocused();
  await expect(page.locator(":focus")).toHaveAttribute("role", "treeitem");
});
