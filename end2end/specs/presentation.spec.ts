// Presentation: larger, without cost and notes, and the address says so.
import { expect, test } from "../support/fixtures.ts";
import { open } from "../support/organigramm.ts";

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
