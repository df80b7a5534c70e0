// What opens beside the chart: search, commands, shortcuts, spans, colours, kw dates under the slider, the tree table.
import type { Locator, Page } from "@playwright/test";
import { expectAccessible, expectContrast } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { open, post, ready, saved, spoken, unit } from "../support/organigramm.ts";

test.use({ isolation: "test" });

const commands = (page: Page): Locator => page.locator("#befehle [data-command]");
/** The end of the bar of the two posts of the task force that end on 30.06.2024. */
const kwEnd = (page: Page): Locator => page.locator('[data-kw="TF-01"]');
const kwOf = (changes: { action: Record<string, Record<string, unknown>> }[]) =>
  changes.map(({ action }) => [action.set_post?.post, action.set_post?.kw]);

test.describe("commands", () => {
  test("every command runs or says why it cannot", async ({ page }) => {
    test.slow();
    await open(page);
    // Without a printer nobody ends the dialog of the browser.
    await page.evaluate(() => (window.print = () => undefined));
    await page.keyboard.press("Control+k");
    const ids = await commands(page).evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.command ?? ""));
    await page.keyboard.press("Escape");
    expect(ids.length).toBeGreaterThan(35);
    for (const id of ids.filter((id) => !["overview", "assessment", "simulation"].includes(id))) {
      await page.keyboard.press("Control+k");
      const command = page.locator(`#befehle [data-command="${id}"]`);
      const blocked = (await command.getAttribute("aria-disabled")) === "true";
      // A command that cannot be run is marked as disabled and says why when it is clicked all the same.
      await command.click({ force: blocked });
      if (blocked) {
        await expect(spoken(page), id).not.toBeEmpty();
      } else {
        await expect(page.locator("#befehl"), id).toHaveCount(id === "palette" ? 1 : 0);
        // It runs in the frame after the palette has given the focus back; what it opens is to be there before Escape.
        await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
      }
      await page.keyboard.press("Escape");
      if (id === "pick-up" || id === "open") await page.keyboard.press("Escape");
      await expect(page.locator("dialog[open]"), id).toHaveCount(0);
    }
  });

  test("Ctrl+K opens the palette in place of what is open, and right after Escape", async ({ page }) => {
    await open(page);
    await unit(page, "abteilung").focus();
    await page.keyboard.press("?");
    await expect(page.getByTestId("shortcuts")).toBeVisible();
    await page.keyboard.press("Control+k");
    await expect(page.locator("#befehl")).toBeFocused();
    await expect(page.getByTestId("shortcuts")).not.toBeVisible();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await expect(page.locator("#befehl")).toBeFocused();
    await page.keyboard.press("Control+k");
    await expect(page.locator("dialog[open]")).toHaveCount(0);
  });

  test("„Auslaender“ and „Einbuerg“ find what is written with umlauts", async ({ page }) => {
    await open(page);
    await page.keyboard.press("Control+k");
    await page.keyboard.type("Einbuerg");
    await expect(page.locator("#befehle .hit").first()).toContainText("Einbürgerung");
    await page.keyboard.press("Enter");
    await expect(unit(page, "einbuergerung")).toBeFocused();
  });

  test("the palette and the sheet of shortcuts have no accessibility violations", async ({ page }) => {
    await open(page);
    await page.getByTestId("commands").click();
    await expect(commands(page).first()).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(page.getByTestId("commands")).toBeFocused();

    await unit(page, "abteilung").focus();
    await page.keyboard.press("?");
    await expect(page.getByTestId("shortcuts")).toContainText("Strg+K");
    await expectAccessible(page);
  });
});

test.describe("search", () => {
  test("goes from hit to hit, unfolds the way and says it", async ({ page }) => {
    await open(page);
    await unit(page, "asyl-eu").focus();
    await page.keyboard.press("ArrowLeft");
    await expect(post(page, "EU-01")).toHaveCount(0);

    await page.keyboard.press("/");
    await page.keyboard.type("EU-0");
    await page.keyboard.press("Enter");
    await expect(page.locator("#stelle-EU-01")).toHaveAttribute("data-found", "true");
    await expect(spoken(page)).toContainText("Treffer 1 von");
    await page.keyboard.press("Enter");
    await expect(page.locator("#stelle-EU-02")).toHaveAttribute("data-found", "true");
    await page.keyboard.press("Shift+Enter");
    await expect(page.locator("#stelle-EU-01")).toHaveAttribute("data-found", "true");
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(page.locator("#stelle-EU-01")).toBeFocused();
  });
});

test("the slider reaches the end of the year of the last event", async ({ page, api }) => {
  await open(page);
  // A law ends with 2025: what that means is seen on 1 January 2026.
  await expect(page.getByTestId("date-input")).toHaveAttribute("max", "2026-12-31");
  await api.append({ effective: "2028-03-01", action: { rename_unit: { unit: "einbuergerung", name: "Einbürgerung neu" } } });
  await page.reload();
  await ready(page);
  await expect(page.getByTestId("date-input")).toHaveAttribute("max", "2028-12-31");
  await page.getByTestId("time-slider").press("End");
  await expect(page.getByTestId("time-slider")).toHaveAttribute("aria-valuetext", "31.12.2028");
  await expect(unit(page, "einbuergerung")).toContainText("Einbürgerung neu");
});

test.describe("kw dates", () => {
  test("are extended by keyboard in one step, and put back by undo", async ({ page, api }) => {
    await open(page);
    await kwEnd(page).focus();
    await page.keyboard.press("PageUp");
    await expect(kwEnd(page)).toHaveAttribute("aria-valuetext", /31\.12\.2024 statt 30\.06\.2024/);
    await expect(page.getByTestId("ribbon-said")).toContainText("statt 30.06.2024");
    await page.keyboard.press("Enter");
    await expect(kwEnd(page)).toHaveAttribute("aria-valuetext", "31.12.2024");
    await expect(kwEnd(page)).toBeFocused();
    await saved(page);
    expect(kwOf(await api.activeChanges())).toEqual([
      ["TF-01", "2024-12-31"],
      ["TF-02", "2024-12-31"],
    ]);
    await page.keyboard.press("Control+z");
    await expect(kwEnd(page)).toHaveAttribute("aria-valuetext", "30.06.2024");
  });

  test("stay when Escape is pressed or the focus leaves", async ({ page, api }) => {
    await open(page);
    await kwEnd(page).focus();
    await page.keyboard.press("ArrowRight");
    await expect(kwEnd(page)).toHaveAttribute("aria-valuetext", /31\.07\.2024 statt/);
    await page.keyboard.press("Escape");
    await expect(kwEnd(page)).toHaveAttribute("aria-valuetext", "30.06.2024");
    await page.keyboard.press("ArrowLeft");
    await page.getByTestId("time-slider").focus();
    await expect(kwEnd(page)).toHaveAttribute("aria-valuetext", "30.06.2024");
    expect(await api.activeChanges()).toEqual([]);
  });

  test("are dragged by mouse to the end of a month", async ({ page, api }) => {
    await open(page);
    const from = await kwEnd(page).boundingBox();
    const track = await page.locator("#fristen").boundingBox();
    if (!from || !track) throw new Error("the ribbon is not on the screen");
    const y = from.y + from.height / 2;
    await page.mouse.move(from.x + from.width / 2, y);
    await page.mouse.down();
    // The track ends with 2026, as a law does at its beginning: 1065 days; 31.12.2024 is day 334.
    await page.mouse.move(track.x + (track.width * 330) / 1064, y, { steps: 8 });
    await expect(page.getByTestId("ribbon-said")).toContainText("kw 31.12.2024");
    await page.mouse.up();
    await saved(page);
    expect(kwOf(await api.activeChanges())).toEqual([
      ["TF-01", "2024-12-31"],
      ["TF-02", "2024-12-31"],
    ]);
  });

  test("an earlier end below the minimum of the unit is justified first", async ({ page, api }) => {
    const posts = (await api.scenario()).baseline.posts.filter((one) => one.unit === "aufenthalt");
    await api.append({ effective: "2024-02-01", action: { set_unit: { unit: "aufenthalt", minimum_fte: posts.length } } });
    await open(page);
    const dialog = page.getByRole("dialog", { name: "Bitte begründen" });
    const shorten = async () => {
      await kwEnd(page).focus();
      await page.keyboard.press("ArrowLeft");
      await page.keyboard.press("Enter");
      await expect(dialog).toContainText("unter ihrer Mindestbesetzung");
    };
    await shorten();
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(kwEnd(page)).toHaveAttribute("aria-valuetext", "30.06.2024");

    await shorten();
    await dialog.getByTestId("reason").fill("Mittel enden früher");
    await page.keyboard.press("Enter");
    await expect(kwEnd(page)).toHaveAttribute("aria-valuetext", "31.05.2024");
    await expect(kwEnd(page)).toBeFocused();
    await saved(page);
    const { steps } = await api.scenario();
    expect(steps.map((step) => step.reason ?? null)).toEqual([null, "Mittel enden früher"]);
  });

  test("stand beside laws, whose flags lead to their day", async ({ page }) => {
    await open(page);
    await page.getByRole("button", { name: /^01\.03\.2025: Annahme: subsidiärer Schutz/ }).press("Enter");
    await expect(page).toHaveURL(/tag=2025-03-01/);
    await expect(page.getByTestId("time-slider")).toHaveAttribute("aria-valuetext", "01.03.2025");
  });

  test("stand beside laws of one day, which share a flag with their number and a list", async ({ page }) => {
    await open(page);
    const flag = page.getByRole("button", { name: /^2 Ereignisse: 27\.06\.2024: .*Staatsangehörigkeitsmodernisierungsgesetz.*\. Liste zeigen\.$/ });
    await expect(flag.locator("text")).toHaveText("2");
    await expect(flag).toHaveAttribute("aria-expanded", "false");
    await flag.press("Enter");
    await expect(flag).toHaveAttribute("aria-expanded", "true");
    const list = page.getByRole("list", { name: "Ereignisse an dieser Stelle" });
    await expect(list.getByRole("button")).toHaveCount(2);
    await expect(list.getByRole("button").first()).toBeFocused();
    // Back without going anywhere, and the focus is where it was.
    await page.keyboard.press("Escape");
    await expect(list).toHaveCount(0);
    await expect(flag).toBeFocused();
    await page.keyboard.press("Space");
    await list.getByRole("button", { name: /27\.06\.2024: Staatsangehörigkeitsmodernisierungsgesetz/ }).press("Enter");
    await expect(page).toHaveURL(/tag=2024-06-27/);
    await expect(page.getByTestId("time-slider")).toHaveAttribute("aria-valuetext", "27.06.2024");
    await expect(list).toHaveCount(0);
    await expect(flag).toBeFocused();
  });

  test("lie on each other at no width", async ({ page, api }) => {
    const outage = (from: string, until: string) => ({ from, until, lost: 0.5, label: `Umzug ${from}` });
    await api.append({ effective: "2024-02-01", action: { set_assumptions: { outages: [outage("2024-04-08", "2024-04-12"), outage("2024-04-15", "2024-04-19"), outage("2024-09-02", "2024-09-06")] } } });
    await open(page);
    for (const width of [1440, 1024, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await expect(async () => {
        const places = await page.locator(".flag").evaluateAll((flags) => flags.map((flag) => flag.querySelector("path")!.getBoundingClientRect()).map(({ left, right }) => [left, right]));
        expect(places.length).toBeGreaterThan(2);
        places.slice(1).forEach(([left], index) => expect(left, `${width}: ${JSON.stringify(places)}`).toBeGreaterThanOrEqual(places[index]![1]!));
      }).toPass();
    }
  });
});

test.describe("levels", () => {
  test("are chosen, stand in the address and come back with it", async ({ page }) => {
    await open(page);
    const before = await unit(page, "abteilung").boundingBox();
    await page.getByTestId("levels").selectOption("2");
    await expect(page).toHaveURL(/[?&]ebenen=2/);
    await expect(post(page, "AA-05")).toHaveCount(0);
    await expect(unit(page, "einbuergerung")).toBeVisible();
    const after = await unit(page, "abteilung").boundingBox();
    expect(Math.hypot(after!.x - before!.x, after!.y - before!.y), "the card at the top stays").toBeLessThan(8);

    await page.reload();
    await saved(page);
    await expect(page.getByTestId("levels")).toHaveValue("2");
    await expect(post(page, "AA-05")).toHaveCount(0);

    // One more unit unfolded: no level any more, and the address says which ones are folded.
    await unit(page, "aufenthalt").focus();
    await page.keyboard.press("ArrowRight");
    await expect(post(page, "AA-05")).toBeVisible();
    await expect(page.getByTestId("levels")).toHaveValue("zu");
    await expect(page).toHaveURL(/[?&]zu=/);

    await page.getByTestId("levels").selectOption("");
    await expect(page).not.toHaveURL(/ebenen=|zu=/);
    await expect(page.getByTestId("levels")).toHaveValue("");
  });
});

test.describe("secondary lines", () => {
  const line = (page: Page): Locator => page.getByTestId("share-line");
  const shares = [
    { unit: "aufenthalt", fte: 0.5 },
    { unit: "integration", fte: 0.5 },
  ];

  test("lead to the part of a post, go and come by mouse and keyboard, and the address keeps it", async ({ page, api }) => {
    await open(page);
    await expect(page.getByTestId("share-lines")).toHaveCount(0);
    await api.append({ effective: "2024-02-01", action: { set_post: { post: "AA-05", shares } } });
    await page.reload();
    await expect(page.locator(".still")).toHaveCount(0);
    const button = page.getByTestId("share-lines");
    await expect(button).toHaveAttribute("aria-pressed", "true");
    await expect(line(page)).toHaveAttribute("d", /^M/);
    await expect(line(page)).toHaveCSS("stroke-dasharray", /6px, 3px/);
    await expect(page.getByTestId("share-legend")).toContainText("Nebenlinie: Stellenanteil in einer anderen Einheit");
    await expect(post(page, "AA-05")).toHaveAttribute("aria-label", /dazu 0,5 VZÄ in Sachgebiet Integration/);
    await expectAccessible(page);

    const before = await unit(page, "integration").boundingBox();
    await button.click();
    await expect(line(page)).toHaveAttribute("d", "");
    await expect(page.getByTestId("share-legend")).toHaveCount(0);
    await expect(page).toHaveURL(/[?&]nebenlinien=0/);
    expect(await unit(page, "integration").boundingBox(), "nothing moves").toEqual(before);
    await page.getByTestId("export").click();
    await expect(page.getByTestId("export-form").locator('[name="nebenlinien"]')).toHaveValue("0");
    await page.keyboard.press("Escape");

    await page.reload();
    await expect(page.locator(".still")).toHaveCount(0);
    await expect(button).toHaveAttribute("aria-pressed", "false");
    await expect(line(page)).toHaveAttribute("d", "");

    await button.focus();
    await page.keyboard.press("Space");
    await expect(line(page)).toHaveAttribute("d", /^M/);
    await expect(page).not.toHaveURL(/nebenlinien/);
    await page.keyboard.press("Control+k");
    await page.keyboard.type("Nebenlinien");
    await page.keyboard.press("Enter");
    await expect(line(page)).toHaveAttribute("d", "");
  });
});

test.describe("colours", () => {
  test("say in words what they show, and leave with the measure", async ({ page }) => {
    await open(page);
    await page.getByTestId("colour").selectOption("kw");
    await expect(page.locator("#gruppe-aufenthalt")).toHaveAttribute("data-shade", /[2-5]/);
    await expect(unit(page, "aufenthalt")).toHaveAttribute("aria-label", /2,0 von .* VZÄ fallen in zwölf Monaten weg/);
    await expect(page.getByTestId("shade-legend").locator("li")).toHaveCount(5);
    await expectAccessible(page);
    await page.getByTestId("colour").selectOption("");
    await expect(page.locator("#gruppe-aufenthalt")).not.toHaveAttribute("data-shade");
  });

  test("half a post more: the simulation compares every unit with cases", async ({ page }) => {
    test.slow();
    await open(page);
    await page.getByTestId("colour").selectOption("halbe-stelle");
    await expect(page.locator("#gruppe-einbuergerung")).toHaveAttribute("data-shade", /[1-5]/, { timeout: 60_000 });
    await expect(unit(page, "einbuergerung")).toHaveAttribute("aria-label", /\(± \d+\) offene Fälle|kein klarer Unterschied/);
    await expect(page.getByTestId("colour-note")).toContainText("95-%-Intervall");

    // Waiting is told from the same runs: nothing is computed again.
    await page.getByTestId("colour").selectOption("halbe-stelle-wartezeit");
    await expect(page.locator("#gruppe-einbuergerung")).toHaveAttribute("data-shade", /[1-5]/);
    await expect(unit(page, "einbuergerung")).toHaveAttribute("aria-label", /Wartezeit je Eingang|kein klarer Unterschied der Wartezeit/);
    await expect(page.getByTestId("colour-note")).toContainText("Gesetz von Little");
    const table = page.getByTestId("worth-table");
    await table.locator("summary").click();
    await expect(table.getByRole("columnheader", { name: "Wartetage je Eingang" })).toBeVisible();
    await expect(table.locator("tbody tr").first()).toContainText(/\(± /);
    await expectAccessible(page);
  });
});

test.describe("tree table", () => {
  test("walks, folds, chooses and moves by keyboard as one step", async ({ page, api }) => {
    await open(page, "/organigramm?ansicht=tabelle");
    await page.locator("#einheit-abteilung").focus();
    await page.keyboard.press("ArrowDown");
    await expect(page.locator("#stelle-AL-01")).toBeFocused();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowLeft");
    await expect(page.locator("#einheit-abteilung")).toHaveAttribute("aria-expanded", "false");
    await expect(page.locator("tbody tr")).toHaveCount(1);
    await page.keyboard.press("ArrowRight");

    await page.locator("#stelle-AA-05").focus();
    await page.keyboard.press(" ");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press(" ");
    await expect(page.locator("#stelle-AA-06")).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("m");
    await page.keyboard.press("Home");
    for (let steps = 0; steps < 30; steps++) {
      if ((await page.locator("#einheit-einbuergerung").getAttribute("data-drop")) === "target") break;
      await page.keyboard.press("ArrowDown");
    }
    await expect(page.getByTestId("grid-said")).toContainText("Auslastung");
    await page.keyboard.press("Enter");
    await saved(page);
    const { steps } = await api.scenario();
    expect(steps).toHaveLength(1);
    expect(steps[0]?.changes.map(({ action }) => [action.move_post?.post, action.move_post?.to])).toEqual([
      ["AA-05", "einbuergerung"],
      ["AA-06", "einbuergerung"],
    ]);
  });

  test("a row is dragged onto a unit by mouse", async ({ page, api }) => {
    await open(page, "/organigramm?ansicht=tabelle");
    const row = page.locator("#stelle-AA-05");
    await row.scrollIntoViewIfNeeded();
    const from = await row.boundingBox();
    const to = await page.locator("#stelle-SL-01").boundingBox();
    if (!from || !to) throw new Error("the rows are not on the screen");
    await page.mouse.move(from.x + 400, from.y + from.height / 2);
    await page.mouse.down();
    const home = page.locator("#einheit-aufenthalt");
    const above = (await home.boundingBox()) ?? to;
    await page.mouse.move(above.x + 400, above.y - above.height / 2, { steps: 10 });
    await page.mouse.up();
    await saved(page);
    const changes = await api.activeChanges();
    expect(changes).toHaveLength(1);
    expect(changes[0]?.action.move_post?.post).toBe("AA-05");
  });

  test("is sorted in each unit and says so", async ({ page }) => {
    await open(page, "/organigramm?ansicht=tabelle");
    const heading = page.getByRole("columnheader", { name: /Offene Fälle/ });
    await page.getByTestId("sort-open").click();
    await page.getByTestId("sort-open").click();
    await expect(heading).toHaveAttribute("aria-sort", "descending");
    await expect(page.locator("#tabelle-baum")).toContainText("absteigend");
    await expect(page.locator('tr[data-level="1"]')).toHaveCount(1);
    await expectAccessible(page);
    await page.getByTestId("sort-open").click();
    await expect(heading).toHaveAttribute("aria-sort", "none");
    // On another day than that of the count the heading names it, as the cards do.
    await expect(heading).toHaveText("Offene Fälle");
    await page.getByLabel("Tag", { exact: true }).fill("2024-07-01");
    await expect(heading).toHaveText("Offene Fälle am 01.02.2024");
  });
});

for (const width of [1440, 1024, 390]) {
  test(`spans, commands and colours at ${width} px, light and dark`, async ({ page }) => {
    test.slow();
    await page.setViewportSize({ width, height: 844 });
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await open(page);
    // On a telephone the tools wait behind a button.
    if (width === 390) await page.getByTestId("chart-more").click();
    await page.getByTestId("colour").selectOption("vakanz");
    await page.getByTestId("spans").click();
    await expect(page.getByTestId("spans-sheet")).toContainText("Leitungsspanne im Mittel");
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await page.emulateMedia({ colorScheme: "dark" });
    await expectContrast(page);
  });
}
