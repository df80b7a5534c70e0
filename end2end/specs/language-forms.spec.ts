// A form that is open while the language is switched: the numbers in it stay what they were.
import { expect, test } from "../support/fixtures.ts";
import { open, saved } from "../support/organigramm.ts";

test.use({ isolation: "test" });

test("a law typed in German is added with its factor after the page has been switched to English", async ({ page, api }) => {
  await open(page, "/simulation");
  const group = page.getByTestId("laws");
  await group.locator("summary").first().press("Enter");
  await group.getByText(/^Sachgebiet Einbürgerung.*: 0 von 8 gewählt$/).press("Enter");
  await page.locator("#gesetz-fallart-n01").check();
  await page.locator("#gesetz-was").fill("1,125");
  await page.locator("#gesetz-ab").fill("2024-09-01");
  await page.locator("#gesetz-faktor").fill("1,125");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.locator("#gesetz-faktor")).toHaveValue("1.125");
  await expect(page.locator("#gesetz-was")).toHaveValue("1,125");
  await page.locator("#gesetz-faktor").press("Enter");
  await saved(page);
  const changes = JSON.stringify(await api.activeChanges());
  expect(changes).toContain('"factor":1.125');
  expect(changes).toContain('"label":"1,125"');
});

test("so are an outage in English, read in German, and the extent of a post", async ({ page, api }) => {
  await open(page, "/simulation");
  await page.getByRole("button", { name: "English" }).click();
  await page.getByTestId("outages").locator("summary").click();
  await page.locator("#ausfall-was").fill("Umzug");
  await page.locator("#ausfall-von").fill("2025-04-07");
  await page.locator("#ausfall-bis").fill("2025-05-02");
  await page.locator("#ausfall-anteil").fill("12.125");
  await page.getByRole("button", { name: "Deutsch" }).click();
  await expect(page.locator("#ausfall-anteil")).toHaveValue("12,125");
  await page.locator("#ausfall-anteil").press("Enter");
  await saved(page);
  const [outage] = await api.activeChanges();
  expect(outage!.action.set_assumptions!.outages).toMatchObject([{ lost: 0.12125, label: "Umzug" }]);

  await open(page, "/stellenplan?stelle=AA-05");
  const extent = page.locator("#stelle-fte");
  await extent.fill("0,875");
  await page.getByRole("button", { name: "English" }).click();
  await expect(extent).toHaveValue("0.875");
  await extent.press("Enter");
  await saved(page);
  const post = (await api.activeChanges())[1];
  expect(post!.action.set_post).toMatchObject({ post: "AA-05", fte: 0.875 });
});
