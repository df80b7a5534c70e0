// A whole planning task by keyboard alone; packages, dates, before and after; what is decided becomes part of the plan.
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { MOVE, MOVE_ACTION, open, post, postIn, saved, spoken, undoButton } from "../support/organigramm.ts";
import type { Api } from "../support/api.ts";
import type { Locator, Page } from "@playwright/test";
import { readFile } from "node:fs/promises";

test.use({ isolation: "test" });

// From the first day on, so that the chart shows it at once.
const move = { effective: "2024-02-01", action: MOVE_ACTION };
const removal = { effective: "2024-05-01", action: { remove_post: { post: "AA-07" } } };

interface Entry {
  id: string;
  name: string;
  status: string;
  steps: number;
  version: number;
}

const list = async (api: Api): Promise<Entry[]> => (await (await api.call("scenarios/list", {})).json()) as Entry[];

type Way = "Tab" | "Shift+Tab";

/** Goes on with Tab, or back with Shift+Tab, until the element has the focus: what the keyboard cannot reach fails here. */
async function tabTo(page: Page, target: Locator, way: Way = "Tab"): Promise<void> {
  await expect(target).toBeVisible();
  for (let steps = 0; steps < 200; steps++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(way);
  }
  await expect(target).toBeFocused();
}

async function press(page: Page, target: Locator, way: Way = "Tab", key = "Enter"): Promise<void> {
  await tabTo(page, target, way);
  await page.keyboard.press(key);
}

/** Follows a link of the navigation, from wherever the focus is. */
async function goTo(page: Page, name: string): Promise<void> {
  await press(page, page.getByRole("navigation", { name: "Hauptnavigation" }).getByRole("link", { name, exact: true }), "Shift+Tab");
}

test("a whole planning task by keyboard alone", async ({ page, api }) => {
  // A long way, key by key.
  test.setTimeout(180_000);
  // A scenario of one's own.
  await open(page, "/szenarien");
  await tabTo(page, page.getByLabel("Neues Szenario"));
  await page.keyboard.type("Task Force 2");
  await page.keyboard.press("Enter");
  await expect(spoken(page)).toContainText("Task Force 2");
  const made = (await list(api)).find((entry) => entry.name === "Task Force 2")!;

  // A post moves, in the chart of that scenario.
  await press(page, page.getByRole("link", { name: "Task Force 2", exact: true }));
  await expect(page).toHaveURL(new RegExp(made.id));
  await saved(page);
  await expect(page.locator(".still")).toHaveCount(0);
  await tabTo(page, page.locator('.chart-picture [role="treeitem"][tabindex="0"]').first());
  await page.keyboard.type(MOVE.post);
  await expect(post(page, MOVE.post)).toBeFocused();
  await page.keyboard.press("m");
  for (let steps = 0; steps < 12 && !/Einbürgerung/.test((await spoken(page).textContent()) ?? ""); steps++) {
    const before = await spoken(page).textContent();
    await page.keyboard.press("ArrowDown");
    await expect(spoken(page)).not.toHaveText(before ?? "");
  }
  await page.keyboard.press("Enter");
  await expect(postIn(page, MOVE.to, MOVE.post)).toBeVisible();
  await saved(page);

  // What it means stands beside the chart; taken back, nothing is changed any more, and made again it is.
  const effect = page.getByTestId("forecast-panel");
  for (const id of [MOVE.from, MOVE.to]) {
    await expect(effect.locator(`[data-forecast-unit="${id}"]`).getByTestId("forecast-open")).toContainText("→");
  }
  await press(page, undoButton(page), "Shift+Tab");
  await expect(postIn(page, MOVE.from, MOVE.post)).toBeVisible();
  await expect(spoken(page)).toContainText("Zurückgenommen");
  await expect(effect).toContainText("Noch keine Änderung");
  await page.keyboard.press("Control+Shift+Z");
  await expect(postIn(page, MOVE.to, MOVE.post)).toBeVisible();
  await saved(page);

  // Its reason and its package, on the page of the scenario.
  await press(page, page.getByRole("link", { name: "Alle Änderungen bearbeiten" }));
  await expect(page).toHaveURL(`/szenarien/${made.id}`);
  await expect(page.getByTestId("answer")).toContainText("(Änderungen: 1, Schritte: 1)");
  await saved(page);
  await tabTo(page, page.getByLabel("Neues Paket"));
  await page.keyboard.type("Verstärkung");
  await page.keyboard.press("Enter");
  const toggle = page.getByRole("switch", { name: /Verstärkung/ });
  await expect(toggle).toHaveAttribute("aria-checked", "true");
  const row = page.locator("tr[data-step]");
  await tabTo(page, row.getByRole("textbox", { name: /^Begründung/ }));
  await page.keyboard.type("Einbürgerungen stauen sich");
  await tabTo(page, row.getByRole("combobox"));
  await expect(spoken(page)).toContainText("Begründung");
  await page.keyboard.type("Verst");
  await expect(spoken(page)).toContainText("gehört jetzt zum Paket");

  // Off: nothing of it counts; on again.
  await press(page, toggle, "Shift+Tab", " ");
  await expect(toggle).toHaveAttribute("aria-checked", "false");
  await expect(page.getByTestId("answer")).toContainText("ändert noch nichts");
  expect((await list(api)).find((entry) => entry.id === made.id)!.steps).toBe(0);
  await expect(toggle).toBeFocused();
  await page.keyboard.press(" ");
  await expect(toggle).toHaveAttribute("aria-checked", "true");
  await expect(page.getByTestId("answer")).toContainText("(Änderungen: 1, Schritte: 1)");

  // Against the plan as it is.
  await press(page, page.getByRole("link", { name: "Mit dem Plan vergleichen" }), "Shift+Tab");
  await expect(page).toHaveURL(new RegExp(`/szenarien/vergleich\\?mit=${made.id}`));
  await expect(page.getByTestId("unlike-steps").getByRole("listitem")).toHaveText([new RegExp(`Stelle ${MOVE.post} nach`)]);

  // Laid before those who decide.
  await goTo(page, "Szenarien");
  await expect(page).toHaveURL(/\/szenarien(\?|$)/);
  // Past the head of the page, as the first link of every page offers.
  await press(page, page.locator(".skip-link"), "Shift+Tab");
  await expect(page.locator("#inhalt")).toBeFocused();
  await press(page, page.getByRole("button", { name: "Bearbeiten: Task Force 2" }));
  const dialog = page.getByRole("dialog");
  await tabTo(page, dialog.getByRole("combobox").nth(1));
  await page.keyboard.press("v");
  await press(page, dialog.getByRole("button", { name: "Speichern" }));
  await expect(dialog).toBeHidden();
  await expect.poll(async () => (await list(api)).find((entry) => entry.id === made.id)!.status).toBe("proposed");

  // Decided: in the demonstration one person may.
  await press(page, page.getByRole("button", { name: "Bearbeiten: Task Force 2" }));
  await tabTo(page, dialog.getByRole("combobox").nth(1));
  await page.keyboard.press("b");
  await press(page, dialog.getByRole("button", { name: "Speichern" }));
  await expect(dialog).toBeHidden();
  await expect.poll(async () => (await list(api)).find((entry) => entry.id === made.id)!.status).toBe("decided");

  // It becomes part of the plan, with the note of who decided.
  await press(page, page.getByRole("link", { name: "Task Force 2", exact: true }), "Shift+Tab");
  await saved(page);
  await press(page, page.getByRole("link", { name: "Alle Änderungen bearbeiten" }));
  await saved(page);
  await press(page, page.getByRole("checkbox", { name: new RegExp(`Stelle ${MOVE.post} nach`) }), "Tab", " ");
  await press(page, page.getByTestId("adopt"));
  const question = page.getByRole("dialog");
  await tabTo(page, question.getByLabel(/Wer hat das beschlossen/));
  await page.keyboard.type("Beschluss 12/2024");
  await press(page, question.getByRole("button", { name: "Übernehmen", exact: true }));
  await expect(spoken(page)).toContainText("in den Plan übernommen");
  await expect(page.locator("tr[data-step]")).toHaveCount(1);
  await goTo(page, "Organigramm");
  await expect(postIn(page, MOVE.to, MOVE.post)).toBeVisible();
});

test("a date is dragged on the time line, by mouse and by keyboard, and refused where something rests on it", async ({ page, api }) => {
  await api.append({ effective: "2024-04-01", action: { add_unit: { id: "neu", parent: "abteilung", name: "Neu" } } });
  await api.append({ effective: "2024-08-01", action: { move_post: { post: MOVE.post, to: "neu" } } });
  await open(page, "/szenarien/aktuell");
  const dates = page.locator('tr[data-step] input[type="date"]');
  await expect(dates).toHaveCount(2);

  const first = page.getByRole("slider").first();
  await first.focus();
  await page.keyboard.press("ArrowRight");
  await expect(first).toHaveAttribute("aria-valuetext", /01\.05\.2024 statt 01\.04\.2024/);
  await page.keyboard.press("Enter");
  await expect(dates.first()).toHaveValue("2024-05-01");
  await expect(page.getByRole("slider").first()).toBeFocused();

  const track = (await page.locator("#zeitleiste").boundingBox())!;
  const handle = (await page.getByRole("slider").nth(1).boundingBox())!;
  await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
  await page.mouse.down();
  await page.mouse.move(track.x + track.width * 0.9, handle.y + handle.height / 2, { steps: 8 });
  await page.mouse.up();
  await expect(dates.nth(1)).not.toHaveValue("2024-08-01");

  // The unit cannot come after the post that moves into it.
  await dates.first().fill("2030-01-01");
  await dates.first().blur();
  await expect(spoken(page)).toContainText("würde dann nicht mehr passen");
  await expect(dates.first()).toHaveValue("2024-05-01");
  await page.getByRole("button", { name: /^Herausnehmen: Einheit Neu/ }).click();
  await expect(spoken(page)).toContainText("würde dann nicht mehr passen");
  await page.getByRole("button", { name: /^Herausnehmen: Stelle/ }).click();
  await expect(page.locator("tr[data-step]")).toHaveCount(1);
  await page.getByRole("button", { name: "Wieder aufnehmen" }).click();
  await expect(page.locator("tr[data-step]")).toHaveCount(2);
});

test("before, after, changes: outlines with words, kept in the address", async ({ page, api }) => {
  await api.append(move);
  await api.append({ ...removal, effective: "2024-02-01" });
  await open(page);
  await expect(postIn(page, MOVE.to, MOVE.post)).toBeVisible();
  await expect(page.locator("[data-mark]")).toHaveCount(0);

  await page.getByTestId("look-changes").click();
  await expect(page).toHaveURL(/stand=aenderungen/);
  await expect(postIn(page, MOVE.to, MOVE.post)).toHaveAttribute("data-mark", "moved");
  await expect(postIn(page, MOVE.to, MOVE.post).locator(".mark-word")).toHaveText("verschoben");
  await expect(postIn(page, MOVE.from, "AA-07")).toHaveAttribute("data-mark", "removed");
  await expect(page.getByTestId("look-said")).toContainText("1 entfällt, 1 verschoben");

  // What is given out is what is seen.
  await page.getByTestId("export").click();
  const dialog = page.getByRole("dialog", { name: "Drucken und ausgeben" });
  await dialog.getByLabel("Form").selectOption("svg");
  const saving = page.waitForEvent("download");
  await dialog.getByTestId("export-go").click();
  const drawn = await readFile(await (await saving).path(), "utf8");
  for (const words of [">verschoben</text>", ">verschoben (1)</text>", ">entfällt (1)</text>", "Änderungen markiert"]) expect(drawn).toContain(words);

  await page.reload();
  await expect(page.locator(".still")).toHaveCount(0);
  await expect(page.getByTestId("look-changes")).toHaveAttribute("aria-pressed", "true");
  await expect(postIn(page, MOVE.from, "AA-07")).toHaveAttribute("data-mark", "removed");

  await page.getByTestId("look-before").click();
  await expect(postIn(page, MOVE.from, MOVE.post)).toBeVisible();
  await expect(page.getByTestId("look-said")).toContainText("ohne die Änderungen");
  // Who opens something to change it sees what is being changed.
  await post(page, MOVE.post).click();
  await expect(page.getByTestId("look-after")).toHaveAttribute("aria-pressed", "true");
});

test("a part is decided into the plan, and another scenario is led onto it", async ({ page, api }) => {
  await api.append(move);
  await api.append(removal);
  const branch = { command: { command: crypto.randomUUID(), name: "Andere", description: "", origin: (await api.scenario()).id } };
  const other = (await (await api.call("scenarios/create", branch)).json()) as Entry;
  await open(page, "/szenarien/aktuell");
  await page.getByRole("checkbox", { name: new RegExp(`Stelle ${MOVE.post} nach`) }).check();
  await expect(page.getByTestId("adopt")).toBeDisabled();
  await expect(page.getByText("Das Szenario ist noch nicht beschlossen.")).toBeVisible();
  const { id, version } = await api.scenario();
  const decide = { command: { scenario: id, version, command: crypto.randomUUID(), status: "decided", note: "" } };
  expect((await api.call("scenarios/status", decide)).status).toBe(200);
  await open(page, "/szenarien/aktuell");
  await page.getByRole("checkbox", { name: new RegExp(`Stelle ${MOVE.post} nach`) }).check();
  await page.getByTestId("adopt").click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("listitem")).toHaveText([new RegExp(`01\\.02\\.2024: Stelle ${MOVE.post} nach`)]);
  await dialog.getByLabel(/Wer hat das beschlossen/).fill("Beschluss 12/2024");
  await dialog.getByRole("button", { name: "Übernehmen", exact: true }).click();
  await expect(spoken(page)).toContainText("in den Plan übernommen");
  // It stays as it was decided.
  await expect(page.locator("tr[data-step]")).toHaveCount(2);

  await open(page, `/szenarien/${other.id}`);
  const notice = page.getByTestId("baseline-moved");
  await expect(notice).toContainText(`Stelle ${MOVE.post} nach`);
  await expect(notice.getByTestId("meetings").getByRole("listitem")).toHaveText([/ist inzwischen beschlossen/]);
  await expect(notice.getByRole("checkbox")).toBeChecked();
  await expectAccessible(page);
  await notice.getByRole("button", { name: "Auf die neue Ausgangslage führen" }).click();
  await expect(notice).toHaveCount(0);
  await expect(page.locator("tr[data-step]")).toHaveCount(1);
  await expectAccessible(page);
});

test("a package that leaves a case type to nobody asks for a reason, and another date does", async ({ page, api }) => {
  // The only post that handles asylum procedures.
  const away = { effective: "2024-09-01", action: { move_post: { post: "AS-01", to: "einbuergerung" } } };
  await api.appendBecause("Vertretung steht fest", away);
  const step = (await api.scenario()).steps[0]!;
  const pack = crypto.randomUUID();
  await api.revise({ make_package: { package: pack, name: "Umzug" } });
  await api.revise({ assign: { step: step.id, package: pack } });
  await api.revise({ switch_package: { package: pack, is_on: false } });
  await api.revise({ explain: { step: step.id, reason: null } });

  await open(page, "/szenarien/aktuell");
  const toggle = page.getByRole("switch", { name: /Umzug/ });
  await expect(toggle).toHaveAttribute("aria-checked", "false");
  await toggle.click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("kann keine Stelle mehr bearbeiten");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(toggle).toHaveAttribute("aria-checked", "false");

  await toggle.click();
  await page.getByTestId("reason-confirm").click();
  await expect(dialog).toContainText("Bitte geben Sie einen Grund an");
  await page.getByTestId("reason").fill("Vertretung ab September");
  await page.getByTestId("reason-confirm").click();
  await expect(toggle).toHaveAttribute("aria-checked", "true");

  // Earlier than planned: nobody is there from that day on.
  const date = page.locator("tr[data-step] input[type=date]").first();
  await date.fill("2024-07-01");
  await date.blur();
  await expect(dialog).toContainText("kann keine Stelle mehr bearbeiten");
  await page.getByTestId("reason").fill("Beginn vorgezogen");
  await page.getByTestId("reason-confirm").click();
  await expect.poll(async () => (await api.activeChanges())[0]?.effective).toBe("2024-07-01");
  expect((await api.scenario()).steps[0]?.reason).toBe("Beginn vorgezogen");
});
