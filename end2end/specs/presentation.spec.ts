// Presentation: larger, without cost and notes, and the address says so.
import { expect, test } from "../support/fixtures.ts";
import { open, post, ready } from "../support/organigramm.ts";

test.use({ isolation: "test" });

test("the switch enlarges, hides cost and notes, the address keeps it over a reload, and the next page is shown likewise", async ({ page, api }) => {
  const { id } = await api.scenario();
  await open(page, `/szenarien/vergleich?mit=${id}`);
  const cost = page.getByRole("columnheader", { name: /Personalkosten/ });
  await expect(cost).toBeVisible();
  const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
  const before = await size();

  await page.getByTestId("presentation").click();
  await expect(page).toHaveURL(/[?&]praesentation=1/);
  await expect(cost).toBeHidden();
  expect(await size()).toBeGreaterThan(before);

  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-presentation", "true");
  await expect(cost).toBeHidden();

  await page.getByRole("link", { name: "Organigramm" }).click();
  await expect(page).toHaveURL(/\/organigramm.*[?&]praesentation=1/);
  await expect(page.locator("html")).toHaveAttribute("data-presentation", "true");
  await page.getByTestId("presentation").click();
  await expect(page).not.toHaveURL(/praesentation/);
  await expect(page.locator("html")).not.toHaveAttribute("data-presentation", /.*/);
});

test("it is kept over links and reloads, and where a page is loaded anew before anything is drawn, until it is ended", async ({ page }) => {
  const html = page.locator("html");
  await open(page, "/bemessung");
  await page.getByTestId("presentation").click();
  await expect(page).toHaveURL(/[?&]praesentation=1/);

  // Through the router: the next page's address says it too, so that a reload and a copied link show the same.
  await page.locator(".navigation").getByRole("link", { name: "Stellenplan", exact: true }).click();
  await expect(page).toHaveURL(/\/stellenplan.*[?&]praesentation=1/);
  await page.reload();
  await expect(html).toHaveAttribute("data-presentation", "true");

  // An address without it, loaded anew as forms and links to other scenarios do.
  await page.addInitScript(() => {
    document.addEventListener("DOMContentLoaded", () => {
      document.documentElement.dataset.early = document.documentElement.dataset.presentation ?? "no";
    });
  });
  await page.goto("/organigramm");
  await expect(html).toHaveAttribute("data-early", "true");
  await expect(page).toHaveURL(/\/organigramm.*[?&]praesentation=1/);
  await expect(page.getByTestId("presentation")).toHaveAttribute("aria-pressed", "true");

  await page.getByTestId("presentation").click();
  await expect(page).not.toHaveURL(/praesentation/);
  await page.goto("/bemessung");
  await expect(html).toHaveAttribute("data-early", "no");
  await expect(page.getByTestId("presentation")).toHaveAttribute("aria-pressed", "false");
});

test("neither a sum of money nor a mark of a person is presented, on the Stellenplan and in the dialog of a post", async ({ page, api }) => {
  await api.append({ effective: "2024-02-01", action: { set_post: { post: "AA-05", terms: { departure: "2024-12-31" } } } });
  await api.append({ effective: "2024-02-01", action: { set_post: { post: "AA-06", terms: { leave: { until: "2025-03-31" } } } } });
  await open(page, "/stellenplan?stelle=AA-05");
  const main = page.locator("main");
  // What is folded is looked at as well.
  const unfold = () => main.locator("details").evaluateAll((all) => all.forEach((one) => one.setAttribute("open", "")));
  const departure = page.locator('tr[data-due="ausscheiden"]');
  const leave = page.locator('tr[data-due="rueckkehr"]');
  await unfold();
  await expect(departure).toBeVisible();
  await expect(leave).toBeVisible();
  await expect(main.getByLabel("Ausscheiden geplant, letzter Tag").first()).toBeVisible();
  expect(await main.innerText()).toContain("€");

  await page.getByTestId("presentation").click();
  await expect(page.locator("html")).toHaveAttribute("data-presentation", "true");
  await unfold();
  await expect(departure).toBeHidden();
  await expect(leave).toBeHidden();
  await expect(page.getByLabel("Leerstelle", { exact: true })).toBeHidden();
  const shown = await main.innerText();
  expect(shown).toContain("Stellenplan 2025");
  expect(shown).not.toContain("€");
  expect(shown).not.toContain("Ausscheiden");
  // A column is hidden as a whole: every row that is seen has as many cells as the head.
  const widths = await main.locator("table").evaluateAll((tables) =>
    tables.map((table) => {
      const isShown = (one: HTMLElement) => one.getClientRects().length > 0;
      const rows = [...(table as HTMLTableElement).rows].filter(isShown);
      return new Set(rows.map((row) => [...row.cells].filter(isShown).length)).size;
    }),
  );
  expect(Math.max(...widths)).toBe(1);

  await page.goto("/organigramm");
  await expect(page.locator("html")).toHaveAttribute("data-presentation", "true");
  await ready(page);
  await post(page, "AA-05").click();
  const dialog = page.getByRole("dialog", { name: /AA-05/ });
  await expect(dialog.getByText("Vermerke", { exact: true })).toBeHidden();
  expect(await dialog.innerText()).not.toContain("31.12.2024");
  await page.keyboard.press("Escape");
  await page.getByTestId("presentation").click();
  await post(page, "AA-05").click();
  await expect(dialog.getByText("Vermerke", { exact: true })).toBeVisible();
  await expect(dialog).toContainText("31.12.2024");
});
