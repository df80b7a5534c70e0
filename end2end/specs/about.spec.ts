// What an installation says about itself: reached from every page, whole without signing in, in both languages.
import { expect, test } from "../support/fixtures.ts";
import { open } from "../support/organigramm.ts";

test("the footer leads to what this tool stores, table by table", async ({ page }) => {
  await open(page, "/bemessung");
  await page.getByRole("contentinfo").getByRole("link", { name: "Datenschutz" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Datenschutz");
  // What is not stored and who sees what comes first; the tables are one jump away.
  const headings = await page.getByRole("heading", { level: 2 }).allInnerTexts();
  expect(headings.indexOf("Was nicht gespeichert wird")).toBeLessThan(headings.indexOf("Was gespeichert wird"));
  await page.getByRole("navigation", { name: "Auf dieser Seite" }).getByRole("link", { name: "Was gespeichert wird" }).click();
  await expect(page.getByRole("heading", { name: "Was gespeichert wird" })).toBeInViewport();
  const table = page.getByRole("table");
  await expect(table.getByRole("rowheader", { name: "scenario_change" })).toBeVisible();
  await expect(table.getByRole("row", { name: /^audit/ })).toContainText("Kontoname");
  await expect(table.getByRole("row", { name: /^listed_case/ })).toContainText("personenbezogen (Art. 4 Nr. 5 DSGVO)");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Data protection");
  await expect(table.getByRole("row", { name: /^audit/ })).toContainText("account name");
});

test("whoever is signed in downloads the paper for data protection and staff council", async ({ page, visit }) => {
  await page.goto("/datenschutz");
  await expect(page.getByRole("heading", { name: "Für Datenschutz und Personalvertretung" })).toBeVisible();
  for (const [name, file] of [
    ["Als PDF herunterladen", "stellwerk-datenschutz.pdf"],
    ["Als Word-Datei herunterladen", "stellwerk-datenschutz.docx"],
    ["Als ODT-Datei herunterladen", "stellwerk-datenschutz.odt"],
  ] as const) {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name }).click()]);
    expect(download.suggestedFilename()).toBe(file);
  }
  const stranger = await visit({}, null);
  await stranger.page.goto("/datenschutz");
  await expect(stranger.page.getByTestId("small-groups-now")).toContainText("die angemeldet sind");
  await expect(stranger.page.getByRole("link", { name: "Als PDF herunterladen" })).toHaveCount(0);
});

test("both pages say what they say in plain language, too, and in English", async ({ page }) => {
  for (const [path, sentence] of [
    ["/barrierefreiheit", "Sie können jeden Schritt zurücknehmen."],
    ["/datenschutz", "Eine Stelle ist ein Platz für Arbeit."],
  ] as const) {
    await page.goto(path);
    const plain = page.getByRole("region", { name: "In einfacher Sprache" });
    await expect(plain).toContainText(sentence);
    // Plain language: no sentence longer than fifteen words.
    const sentences = (await plain.innerText()).split(/[.:?!]\s|\n/);
    expect(Math.max(...sentences.map((one) => one.trim().split(/\s+/).length))).toBeLessThanOrEqual(15);
  }
  await expect(page.locator("html")).toHaveAttribute("data-awake");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("region", { name: "In plain language" })).toContainText("A post is a place for work.");
});

test("the statement on accessibility names its limits and whom to ask", async ({ page }) => {
  await page.goto("/barrierefreiheit");
  const main = page.getByRole("main");
  await expect(main.getByRole("heading", { name: "Was noch nicht zugänglich ist" })).toBeVisible();
  await expect(main).toContainText("Fragen und Hinweise an");
});
