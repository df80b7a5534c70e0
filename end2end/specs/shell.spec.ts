// What surrounds every page: navigation, language, colours, and what is left without JavaScript.
import { expectAccessible, expectNamed } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { open } from "../support/organigramm.ts";
import { PAGES, PLAN_PAGES } from "../support/pages.ts";

const navigation = { name: "Hauptnavigation" };

test("the navigation leads to every page, and the heading gets the focus", async ({ page }) => {
  await open(page, "/");
  for (const [link, path] of [["Organigramm", "/organigramm"], ["Bemessung", "/bemessung"], ["Simulation", "/simulation"], ["Szenarien", "/szenarien"], ["Übersicht", "/"]] as const) {
    await page.getByRole("navigation", navigation).getByRole("link", { name: link }).click();

    await expect(page).toHaveURL(path);
    await expect(page.getByRole("navigation", navigation).getByRole("link", { name: link })).toHaveAttribute("aria-current", "page");
    await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
    await expect(page).toHaveTitle(/Stellwerk/);
  }
});

test("the first press of Tab offers to skip to the content", async ({ page }) => {
  await open(page, "/");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Zum Inhalt springen" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
});

test("the language can be switched and is kept", async ({ page }) => {
  await open(page, "/");
  await expect(page.locator("html")).toHaveAttribute("lang", "de");

  await page.getByRole("button", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.getByRole("link", { name: "Organisation chart" })).toBeVisible();

  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.getByRole("button", { name: "English" })).toHaveAttribute("aria-pressed", "true");

  await page.getByRole("button", { name: "Deutsch" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
});

for (const path of PAGES) {
  test(`${path} in English has no violation either`, async ({ visit }) => {
    const { page } = await visit({ locale: "en-GB" });
    await page.goto(path, { waitUntil: "networkidle" });
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await expectNamed(page);
  });
}

test("the colours can be chosen and are kept", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await open(page, "/");
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();

  await page.getByLabel("Darstellung").selectOption({ label: "Dunkel" });
  await expect.poll(background).not.toBe(light);
  const dark = await background();

  await page.reload();
  expect(await background()).toBe(dark);
  await expect(page.getByLabel("Darstellung")).toHaveValue("dark");
});

test("an address that does not exist says so", async ({ page, problems }) => {
  problems.allow(/404/);
  const answer = await page.goto("/gibt-es-nicht");

  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Seite nicht gefunden");
  await expectAccessible(page);
});

for (const path of PAGES) {
  test(`${path} says something without JavaScript`, async ({ visit }) => {
    const { page, problems } = await visit({ javaScriptEnabled: false });
    // Switched off, scripts count as forbidden: the browser says so of the one that the page announces.
    problems.allow(/^failed request: .*\.js \(csp\)$/);
    await page.goto(path);

    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    if (PLAN_PAGES.includes(path)) await expect(page.getByRole("main")).toContainText("Einbürgerung");
    else await expect(page.getByRole("main")).not.toContainText("Wird geladen");
  });
}

test("a part of the page that cannot be loaded is said, and loading the page again helps", async ({ page, problems }) => {
  problems.allow(/pack_|SplitLoaderError|unreachable|Failed to fetch|load_lazy|panicked/);
  await open(page, "/");
  await page.route(/\/pack_\d+\.wasm/, (route) => route.abort());
  const link = page.getByRole("navigation", navigation).getByRole("link", { name: "Bemessung" });
  await link.click();
  const notice = page.getByRole("alert").filter({ hasText: "Die Seite kann nicht weiterarbeiten" });
  await expect(notice).toBeVisible();
  const reload = notice.getByRole("link", { name: "Bitte neu laden" });
  await expect(reload).toBeFocused();
  await page.unroute(/\/pack_\d+\.wasm/);
  await reload.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(notice).toBeHidden();
});
