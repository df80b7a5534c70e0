// The record of a scenario: snapshots, targets, comments; and the result file that the command line computes again.
import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";
import { tmpdir } from "node:os";
import { mkdtempSync, readFileSync } from "node:fs";
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { messages, MOVE, MOVE_ACTION, open, post, spoken } from "../support/organigramm.ts";

test.use({ isolation: "test" });

const BINARY = process.env.STELLWERK_BINARY ?? join(resolve(import.meta.dirname, "../.."), "target/release/stellwerk");
const move = { effective: "2024-02-01", action: MOVE_ACTION };

test("a snapshot is taken, and restored as a scenario that stands in its family", async ({ page, api }) => {
  await api.append(move);
  await open(page, "/szenarien/akte");
  await expect(page.locator("main")).toContainText("noch kein Stand festgehalten");

  await page.getByLabel("Name des Stands").fill("Vorlage");
  await page.getByRole("button", { name: "Stand festhalten" }).click();
  await expect(spoken(page)).toContainText(/„Vorlage“ ist festgehalten, Prüfsumme [0-9a-f]{12}/);
  const row = page.getByRole("row").filter({ hasText: "Vorlage" });
  await expect(row).toContainText(/[0-9a-f]{12}/);

  await row.getByRole("button", { name: /Als neues Szenario/ }).click();
  await expect(page.locator(".family li")).toHaveCount(3);
  await expect(page.locator(".family li").nth(0)).toContainText("dieses Szenario");
  await expect(page.locator(".family li").nth(2)).toContainText("Vorlage (wiederhergestellt)");
  const list = (await (await api.call("scenarios/list", {})).json()) as { name: string; steps: number }[];
  expect(list.map((entry) => [entry.name, entry.steps])).toEqual([["Arbeitsszenario", 1], ["Vorlage (wiederhergestellt)", 1]]);

  // One of the two is chosen: the resolution is taken down with the reasons, and with the other one that was rejected.
  await open(page, "/szenarien/akte");
  await page.locator(".decision-form summary").click();
  const form = page.getByTestId("decision-form");
  await form.getByLabel("Beschlussnummer").fill("BV/0123/2024");
  await form.getByLabel("Tag des Beschlusses").fill("2024-06-27");
  await form.getByLabel("Gründe").fill("Kommt ohne weitere Stellen aus.");
  const other = form.locator(".decision-other");
  await other.getByRole("checkbox").check();
  await other.getByRole("textbox").fill("zu teuer");
  await form.getByRole("button", { name: "Festhalten" }).click();
  const decision = page.getByTestId("decision");
  for (const words of ["BV/0123/2024", "27.06.2024", "Kommt ohne weitere Stellen aus.", "zu teuer"]) {
    await expect(decision).toContainText(words);
  }
  // Taken down, the form is folded again, and the keyboard goes on at its head.
  await expect(form).toBeHidden();
  await expect(page.locator(".decision-form summary")).toBeFocused();
  await expectAccessible(page);
  const decided = (await (await api.call("scenarios/list", {})).json()) as { status: string }[];
  expect(decided.map((entry) => entry.status).sort()).toEqual(["decided", "draft"]);
});

test("targets say by how much they are missed, service as soon as it is simulated", async ({ page, api }) => {
  await open(page, "/szenarien/akte");
  const form = page.locator(".goal-form");
  await form.getByLabel("Größe").selectOption({ label: "Stellen in Einheiten, VZÄ" });
  await form.getByLabel("höchstens").fill("1,5");
  await form.getByRole("button", { name: "Ziel setzen" }).click();
  const goals = page.locator(".goals li");
  await expect(goals).toHaveCount(1);
  await expect(goals.nth(0)).toHaveAttribute("data-verdict", "missed");
  await expect(goals.nth(0)).toContainText("darüber");

  await form.getByLabel("Größe").selectOption("1");
  await form.getByLabel("höchstens").fill("1000000");
  await form.getByRole("button", { name: "Ziel setzen" }).click();
  await expect(goals).toHaveCount(2);
  await expect(goals.nth(1)).toHaveAttribute("data-verdict", "met", { timeout: 60_000 });
  await expect(goals.nth(1)).toContainText("±");
  await expect(page.getByTestId("goals-answer")).toContainText("erreicht 1, nicht sicher erreicht 0, verfehlt 1");

  const scenario = (await api.scenario()) as unknown as { id: string; goals: unknown[] };
  expect(scenario.goals).toHaveLength(2);
  await open(page, `/szenarien/vergleich?mit=${scenario.id}`);
  await expect(page.getByRole("row").filter({ hasText: "Arbeitsszenario" })).toContainText("erreicht 1", { timeout: 60_000 });
});

test("a target on a mean is judged over the time up to its day, whatever stands beside it", async ({ page, api }) => {
  // Three answers of the simulation, one after the other.
  test.slow();
  const service = (measure: string, at_most: number, on: string) => ({ service: { unit: "einbuergerung", measure, at_most, on } });
  const setGoals = async (...goals: unknown[]): Promise<string> => {
    const { id, version } = await api.scenario();
    const answer = await api.call("scenarios/goals", { command: { scenario: id, version, command: crypto.randomUUID(), goals } });
    expect(answer.status).toBe(200);
    return id;
  };
  const mean = service("lead_days", 1000, "2024-12-31");
  await setGoals(mean);
  await open(page, "/szenarien/akte");
  const verdict = page.locator(".goals .goal-verdict").first();
  await expect(verdict).toContainText("±", { timeout: 60_000 });
  const alone = (await verdict.textContent()) ?? "";

  // A target that looks further does not make of it the mean of a longer time.
  const id = await setGoals(mean, service("open", 1_000_000, "2027-12-31"));
  await open(page, "/szenarien/akte");
  await expect(page.locator('.goals li[data-verdict="met"]')).toHaveCount(2, { timeout: 60_000 });
  await expect(verdict).toHaveText(alone);

  // The comparison ends before the second one, and judges both.
  await open(page, `/szenarien/vergleich?mit=${id}`);
  await expect(page.getByRole("row").filter({ hasText: "Arbeitsszenario" })).toContainText("erreicht 2, unsicher 0, verfehlt 0", { timeout: 60_000 });
});

test("a comment beside the chart is seen by the others, as text and not as markup", async ({ page, visit }) => {
  const other = await visit();
  await open(other.page, "/szenarien/akte");
  await expect(other.page.getByTestId("comments-answer")).toContainText("noch keine");

  await open(page);
  await post(page, MOVE.post).press("Enter");
  await page.getByTestId("item-comments").locator("summary").click();
  await page.getByLabel("Neue Anmerkung").fill("Passt die Eingruppierung?\n<b>fett</b>");
  await page.getByRole("button", { name: "Anmerken" }).click();
  await expect(page.locator(".comment-text")).toContainText("<b>fett</b>");

  await expect(other.page.locator(".comment-text")).toContainText("<b>fett</b>");
  await expect(other.page.locator(".comment-about")).toContainText(MOVE.post);
  await other.page.getByRole("button", { name: /^Antworten/ }).click();
  await other.page.getByLabel("Antwort", { exact: true }).fill("Ja.");
  await other.page.locator(".comment-thread").getByRole("button", { name: "Anmerken" }).click();
  await expect(page.locator(".comment-text")).toHaveCount(2);
  await other.page.getByRole("button", { name: "Erledigt" }).click();
  await expect(other.page.locator(".comment-thread")).toHaveAttribute("data-settled", "true");
  await expect(page.getByTestId("comments-answer")).toContainText("erledigt 1");
});

test("what is being written stays, whatever the others do meanwhile", async ({ page, api }) => {
  await api.append(move);
  await api.create("Zweites");
  const thread = await api.comment("Reicht die Zeit?");
  await open(page, "/szenarien/akte");

  const number = page.getByLabel("Beschlussnummer");
  const other = page.locator(".decision-other").filter({ hasText: "Zweites" });
  const snapshot = page.getByLabel("Name des Stands");
  const comment = page.getByLabel("Neue Anmerkung");
  const answer = page.getByLabel("Antwort", { exact: true });
  await page.locator(".decision-form summary").click();
  await number.fill("BV/0123/2024");
  await other.getByRole("checkbox").check();
  await other.getByRole("textbox").fill("zu teuer");
  await snapshot.fill("Vorlage für");
  await comment.fill("Noch nicht");
  await page.getByRole("button", { name: /^Antworten/ }).click();
  await answer.fill("Bis Juni");

  await api.create("Drittes");
  await api.snapshot("Stand der anderen");
  await api.comment("Und das Geld?");
  await api.comment("Bis Mai nicht.", thread);
  await expect(page.locator(".comment-text")).toHaveCount(3);
  await expect(page.getByRole("row").filter({ hasText: "Stand der anderen" })).toBeVisible();
  await expect(page.locator(".decision-other")).toHaveCount(2);

  await expect(number).toHaveValue("BV/0123/2024");
  await expect(other.getByRole("checkbox")).toBeChecked();
  await expect(other.getByRole("textbox")).toHaveValue("zu teuer");
  await expect(snapshot).toHaveValue("Vorlage für");
  await expect(comment).toHaveValue("Noch nicht");
  await expect(answer).toHaveValue("Bis Juni");
});

test("the reason of a step that is being written stays when somebody adds another step", async ({ page, api }) => {
  await api.append(move);
  await open(page, "/szenarien/aktuell");
  const steps = page.locator("[data-step]");
  const reason = steps.first().getByLabel(/^Begründung/);
  await reason.pressSequentially("Fälle wach");
  await api.append({ effective: "2024-03-01", action: { remove_post: { post: "AA-08" } } });
  await expect(steps).toHaveCount(2);
  await reason.pressSequentially("sen");
  await expect(reason).toHaveValue("Fälle wachsen");
  await reason.press("Enter");
  await expect.poll(async () => (await api.scenario()).steps[0]?.reason).toBe("Fälle wachsen");
});

test("the result that the page saves is computed again to the same bytes", async ({ page, api }) => {
  test.setTimeout(180_000);
  await api.append(move);
  await open(page, "/simulation");
  const button = page.getByTestId("result-file");
  await expect(button).toHaveAttribute("aria-disabled", "false", { timeout: 120_000 });
  const [file] = await Promise.all([page.waitForEvent("download"), button.click()]);
  const path = join(mkdtempSync(join(tmpdir(), "stellwerk-ergebnis-")), "ergebnis.json");
  await file.saveAs(path);
  const hash = (JSON.parse(readFileSync(path, "utf8")) as { hash: string }).hash;
  expect(file.suggestedFilename()).toBe(`ergebnis-${hash.slice(0, 12)}.json`);
  await expect(messages(page)).toContainText(hash.slice(0, 12));
  const said = execFileSync(BINARY, ["simulate", "--rerun", path], { encoding: "utf8" });
  expect(said).toContain("dieselben Bytes");
  expect(said).toContain(hash);
});
