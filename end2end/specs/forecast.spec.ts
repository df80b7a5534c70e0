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

test("without changes there is nothing to compare, and the panel says so", async ({ page }) => {
  await open(page);
  const panel = page.getByTestId("forecast-panel");
  await expect(panel).toContainText("Noch keine Änderung");

  await dragByMouse(page, post(page, MOVE.post), unit(page, MOVE.to));
  await expect(panel.locator("[data-forecast-unit]")).toHaveCount(2);
  await undoButton(page).click();
  await expect(panel).toContainText("Noch keine Änderung");
});
