// A link to a snapshot: made by keyboard, read by somebody without an account and without JavaScript, ended by revoking it.
import { expectAccessible, expectContrast } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { MOVE, MOVE_ACTION, open, spoken } from "../support/organigramm.ts";
import { height } from "../support/pages.ts";

test.use({ isolation: "test" });

test("a link is made by keyboard, read without an account and without JavaScript, and opens nothing once it is revoked", async ({ page, api, server, visit }) => {
  test.slow();
  await api.append({ effective: "2024-03-01", action: MOVE_ACTION });
  const { id, version } = await api.scenario();
  const taken = await api.call("snapshots/take", { command: { scenario: id, version, command: crypto.randomUUID(), name: "Vorlage" } });
  expect(taken.status).toBe(200);

  await open(page, "/szenarien/akte");
  await page.getByRole("button", { name: "Leselink … auf Stand: Vorlage" }).press("Enter");
  const days = page.getByLabel("gültig für");
  await expect(days).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(days).toHaveValue("30");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Leselink anlegen" })).toBeFocused();
  await page.keyboard.press("Enter");
  const field = page.getByLabel("Adresse", { exact: true });
  await expect(field).toBeFocused();
  await expect(spoken(page)).toContainText("Der Leselink auf „Vorlage“ gilt bis");
  const address = await field.inputValue();
  expect(address.startsWith(`${server.url}/freigabe?schluessel=`), address).toBe(true);
  await expect(page.getByRole("img", { name: "QR-Code mit der Adresse des Leselinks" })).toBeVisible();
  await expectAccessible(page);

  await test.step("without an account and without JavaScript", async () => {
    const { page: reader } = await visit({ javaScriptEnabled: false }, null);
    const answer = await reader.goto(address);
    expect(answer!.status()).toBe(200);
    await expect(reader.locator("h1")).toHaveText("Arbeitsszenario – Vorlage");
    await expect(reader.locator("svg.shared-chart")).toBeVisible();
    await expect(reader.getByRole("listitem").filter({ hasText: `Stelle ${MOVE.post} nach` })).toBeVisible();
    await expect(reader.locator("main")).not.toContainText("€");
    await reader.getByRole("link", { name: "01.02.2024" }).click();
    await expect(reader).toHaveURL(/&tag=2024-02-01$/);
    await expect(reader.locator("main")).toContainText("gilt am Stichtag noch nicht");
    await reader.getByRole("link", { name: "English" }).click();
    await expect(reader.locator("html")).toHaveAttribute("lang", "en");
    await reader.emulateMedia({ media: "print" });
    await expect(reader.getByRole("navigation")).toBeHidden();
    await expect(reader.getByRole("img", { name: /QR code/ })).toBeVisible();
  });

  const { page: reader } = await visit({}, null);
  await reader.emulateMedia({ reducedMotion: "reduce" });
  await reader.goto(address);
  for (const width of [1440, 390]) {
    await test.step(`${width} px`, async () => {
      await reader.setViewportSize({ width, height: height(width) });
      await reader.emulateMedia({ colorScheme: "light" });
      await expectAccessible(reader);
      await reader.emulateMedia({ colorScheme: "dark" });
      await expectContrast(reader);
      const overhang = await reader.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(overhang, "pixels by which the page is wider than the screen").toBeLessThanOrEqual(0);
    });
  }

  await page.getByRole("button", { name: /^Widerrufen: Leselink auf „Vorlage“/ }).press("Enter");
  await expect(page.locator('tr[data-state="revoked"]')).toContainText("Vorlage");
  await expect(page.getByTestId("leselink")).toHaveCount(0);
  const { page: late, problems } = await visit({}, null);
  problems.allow(/404/);
  const gone = await late.goto(address);
  expect(gone!.status()).toBe(404);
  await expect(late.locator("h1")).toHaveText("Dieser Leselink gilt nicht");
  await expectAccessible(late);
});

test("who may not decide is offered no link", async ({ api, visit }) => {
  const { id, version } = await api.scenario();
  await api.call("snapshots/take", { command: { scenario: id, version, command: crypto.randomUUID(), name: "Vorlage" } });
  const { page } = await visit({}, "staff");
  await open(page, "/szenarien/akte");
  await expect(page.getByRole("row").filter({ hasText: "Vorlage" })).toBeVisible();
  await expect(page.getByRole("button", { name: /Leselink/ })).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "Leselinks" })).toHaveCount(0);
});
