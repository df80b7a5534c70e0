// What the simulation says after a drop, computed in the page's own workers.
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { dragByMouse } from "../support/gestures.ts";
import { mark } from "../support/marks.ts";
import { MOVE, open, post, undoButton, unit } from "../support/organigramm.ts";

test.use({ isolation: "test" });

test("after a drop both units have a forecast with its band", async ({ page }) => {
  await open(page);
  const panel = page.getByTestId("forecast-panel");
  await dragByMouse(page, post(page, MOVE.post), unit(page, MOVE.to));

  for (const id of [MOVE.from, MOVE.to]) {
    const effect = panel.locator(`[data-forecast-unit="${id}"]`);
    await expect(effect.getByTestId("forecast-open")).toContainText(/→/);
    await expect(effect.locator("svg.line-chart path").first()).toBeAttached();
  }
  expect(await mark(page, "stellwerk:first-forecast")).toBeGreaterThanOrEqual(await mark(page, "stellwerk:drop"));
  await mark(page, "stellwerk:final-forecast");
  await expectAccessible(page);
});

// As where the browser has none, and as where a policy lets them begin and fail.
const WORKERS = {
  "that do not exist": () => void Reflect.deleteProperty(window, "Worker"),
  "that do not load": () => {
    window.Worker = class extends Worker {
      constructor() {
        super("/gibt-es-nicht.js", { type: "module" });
      }
    };
  },
  // One that broke off at one message breaks off at the next ones, too, while the page is at work in its place already.
  "that fail again and again": () => {
    window.Worker = class extends Worker {
      constructor() {
        super("/gibt-es-nicht.js", { type: "module" });
        setInterval(() => this.dispatchEvent(new Event("error")), 20);
      }
    };
  },
};

for (const [name, take] of Object.entries(WORKERS)) {
  test(`with workers ${name} the page computes the forecast itself`, async ({ page, problems }) => {
    problems.allow(/gibt-es-nicht|404/);
    await page.addInitScript(take);
    await open(page);
    await dragByMouse(page, post(page, MOVE.post), unit(page, MOVE.to));
    await expect(page.getByTestId("forecast-panel").locator("[data-forecast-unit]")).toHaveCount(2);
    await mark(page, "stellwerk:final-forecast");
  });
}

test("where nobody can compute every question is told so, and none waits", async ({ page, problems }) => {
  problems.allow(/worker\.js|ERR_FAILED|dynamically imported module|gibt-es-nicht|404/);
  await page.route("**/engine/worker.js", (route) => route.abort());
  await page.addInitScript(WORKERS["that do not load"]);
  await open(page);
  const panel = page.getByTestId("forecast-panel");
  const refusal = panel.getByText("Die Simulation lässt sich nicht laden.");
  await dragByMouse(page, post(page, MOVE.post), unit(page, MOVE.to));
  await expect(refusal).toBeVisible();
  // Another question clears what was said of the one before.
  await undoButton(page).click();
  await expect(panel).toContainText("Noch keine Änderung");
  await dragByMouse(page, post(page, MOVE.post), unit(page, MOVE.to));
  await expect(refusal).toBeVisible();
});

test("without changes there is nothing to compare, and the panel says so", async ({ page }) => {
  await open(page);
  const panel = page.getByTestId("forecast-panel");
  await expect(panel).toContainText("Noch keine Änderung");

  await dragByMouse(page, post(page, MOVE.post), unit(page, MOVE.to));
  await expect(panel.locator("[data-forecast-unit]")).toHaveCount(2);
  await undoButton(page).click();
  await expect(panel).toContainText("Noch keine Änderung");
});

const change = (action: Record<string, Record<string, unknown>>) => ({ effective: "2024-02-01", action });

test("the panel shows the units of the whole last step, and says so where no forecast changes", async ({ page, api }) => {
  const move = (id: string) => change({ move_post: { post: id, to: "einbuergerung" } });
  await api.appendBecause("Probe", move("AA-03"), move("EU-01"), move("SP-01"));
  await open(page);
  const panel = page.getByTestId("forecast-panel");
  const shown = panel.locator("[data-forecast-unit]");
  const ids = () => shown.evaluateAll((units) => units.map((one) => one.getAttribute("data-forecast-unit")).sort());
  await expect(shown).toHaveCount(4);
  expect(await ids()).toEqual(["aufenthalt", "einbuergerung", "eu", "service-point"]);
  await expect(shown.first().getByTestId("forecast-open")).toContainText("→");

  // Another name changes no forecast: that there was no change at all would be wrong.
  await api.append(change({ rename_unit: { unit: "eu", name: "Team EU" } }));
  await page.reload();
  await expect(panel).toContainText("ändert an den offenen Fällen keiner Einheit etwas");
  await expect(panel).not.toContainText("Noch keine Änderung");
  await expect(shown).toHaveCount(0);

  // An assumption concerns every unit that handles cases.
  await api.append(change({ set_assumptions: { absence_days_per_year: 20 } }));
  await page.reload();
  await expect(shown).toHaveCount(7);

  // And people are told of in the unit that cares for them.
  await api.append(change({ set_population: { population: "untergebracht", inflow_per_year: 2000 } }));
  await page.reload();
  await expect(shown).toHaveCount(1);
  await expect(shown.getByTestId("forecast-persons")).toContainText(/[\d.]+ → [\d.]+ Personen \(8 von 10 Läufen: [\d.]+ bis [\d.]+\)/);
});

test("what has to be checked before believing the figures stands folded beside them", async ({ page, api }) => {
  await api.append(change({ move_post: { post: "EB-01", to: "aufenthalt" } }));
  await open(page);
  const warnings = page.getByTestId("forecast-panel").locator("details.forecast-warnings");
  await expect(warnings).not.toHaveAttribute("open");
  const growing = warnings.locator("li").filter({ hasText: /Einbürgerung.*der Rückstand wächst/ });
  await expect(growing).toBeHidden();
  await warnings.getByText(/Bitte prüfen: \d+ Hinweise? zum Plan/).click();
  await expect(growing).toBeVisible();
  await expectAccessible(page);
});
