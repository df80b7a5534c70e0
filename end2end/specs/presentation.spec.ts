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
  await expect(page).toHaveURL(/\/organigramm/);
  await expect(page.locator("html")).toHaveAttribute("data-presentation", "true");
  await page.getByTestId("presentation").click();
  await expect(page).not.toHaveURL(/praesentation/);
  await expect(page.locator("html")).not.toHaveAttribute("data-presentation", /.*/);
});
