// The versions of the plan: what is decided is adopted, told, and brought back by the same way.
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { MOVE, MOVE_ACTION, open, spoken } from "../support/organigramm.ts";

test.use({ isolation: "test" });

const move = { effective: "2024-02-01", action: MOVE_ACTION };

test("what is adopted makes a version of the plan, and an earlier one comes back as a scenario", async ({ page, api }) => {
  await api.append(move);
  await open(page, "/szenarien");
  await page.getByRole("link", { name: "Fassungen des Plans" }).click();
  const versions = page.getByTestId("plan-versions").locator("> li");
  await expect(versions).toHaveCount(1);
  await expect(versions.first()).toContainText("Erster Plan");
  await expect(page.getByTestId("approval-rule")).toContainText("Eine Person darf allein freigeben");

  await page.locator(".decision-form summary").click();
  const form = page.getByTestId("decision-form");
  await form.getByLabel("Beschlussnummer").fill("BV/0123/2024");
  await form.getByLabel("Tag des Beschlusses").fill("2024-06-27");
  await form.getByLabel("Gründe").fill("Kommt ohne weitere Stellen aus.");
  await form.getByRole("button", { name: "Festhalten" }).click();
  await expect(page.getByTestId("approval-way").getByRole("listitem")).toHaveText([/^beschlossen: leitung \(Leitung\).*BV\/0123\/2024/]);

  await open(page, "/szenarien/aktuell");
  await page.getByRole("checkbox", { name: new RegExp(`Stelle ${MOVE.post} nach`) }).check();
  await page.getByTestId("adopt").click();
  await page.getByRole("dialog").getByRole("button", { name: "Übernehmen", exact: true }).click();
  await expect(spoken(page)).toContainText("in den Plan übernommen");

  await open(page, "/szenarien/akte");
  await expect(versions).toHaveCount(2);
  const newest = versions.first();
  for (const words of ["Fassung 2", "gilt", "„Arbeitsszenario“", "Beschluss BV/0123/2024 vom 27.06.2024", "Rolle: Leitung", "Prüfsumme"]) {
    await expect(newest).toContainText(words);
  }
  await newest.getByText("Unterschiede zur Fassung davor: 1").click();
  await expect(newest.locator("details li")).toHaveText([new RegExp(`01\\.02\\.2024: Stelle ${MOVE.post} nach`)]);
  await expect(page.locator('.family li[data-kind="version"]')).toContainText("Fassung 2 des Plans");
  await expectAccessible(page);

  await page.getByRole("button", { name: "Als Szenario wiederherstellen: Fassung 1" }).click();
  const made = page.getByTestId("version-restored");
  await expect(made).toContainText("Fassung 1 wiederherstellen");
  await made.getByRole("link", { name: "Änderungen ansehen" }).click();
  await expect(page.locator("tr[data-step]")).toHaveCount(1);
  await expect(page.locator("tr[data-step]")).toContainText(`Stelle ${MOVE.post} nach`);
  await expect(page.getByTestId("adopt")).toBeDisabled();
});
