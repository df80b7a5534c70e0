// The chart stands still: whoever changes what, the card that somebody works with stays where it is on the screen.
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../support/fixtures.ts";
import { dragByMouse } from "../support/gestures.ts";
import { bringIntoView, box, type Box } from "../support/hands.ts";
import { messages, open, post, postIn, redoButton, saved, undoButton, unit } from "../support/organigramm.ts";

test.use({ isolation: "test" });

/** More than this is a jump, in CSS pixels. */
const STILL = 8;

const chart = (page: Page) => page.locator("#organigramm");

/** Scrolls the chart to the top of the window, so that messages around it change nothing. */
async function settle(page: Page): Promise<void> {
  await chart(page).evaluate((chart) => chart.scrollIntoView({ block: "end" }));
  await frames(page);
}

/** Three frames: what changes is drawn and brought back by then. */
const frames = (page: Page) =>
  page.evaluate(() => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(() => done())))));

/** The card nearest to the middle of what is seen of the chart. */
const middle = (page: Page) =>
  chart(page).evaluate((chart) => {
    const { left, top, right, bottom } = chart.getBoundingClientRect();
    const [x, y] = [(Math.max(left, 0) + Math.min(right, innerWidth)) / 2, (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2];
    const far = (card: Element) => {
      const area = card.querySelector(".box")!.getBoundingClientRect();
      return Math.hypot(Math.max(area.left - x, x - area.right, 0), Math.max(area.top - y, y - area.bottom, 0));
    };
    return [...chart.querySelectorAll(".unit-card")].sort((one, other) => far(one) - far(other))[0]!.id.replace("einheit-", "");
  });

/** A click that scrolls nothing: what moves is the chart's own doing. */
const press = (button: Locator) => button.dispatchEvent("click");

const place = (page: Page, id: string): Promise<Box> => box(unit(page, id).locator(".box"));

/** Does something and tells how far the card went on the screen, in CSS pixels. */
async function drift(page: Page, id: string, step: () => Promise<void>): Promise<number> {
  const before = await place(page, id);
  await step();
  await frames(page);
  const after = await place(page, id);
  const went = Math.hypot(after.x - before.x, after.y - before.y);
  test.info().annotations.push({ type: "drift", description: `${id}: ${went.toFixed(1)} px` });
  return went;
}

const today = (action: Record<string, Record<string, unknown>>) => ({ effective: "2024-04-01", action });

test("what others change leaves the card with the focus where it is", async ({ page, visit, api }) => {
  const other = await visit();
  await open(page, "/organigramm?tag=2024-05-01");
  await open(other.page, "/organigramm?tag=2024-05-01");
  await settle(page);
  const { baseline } = await api.scenario();
  const others = baseline.units.filter(({ parent, id }) => parent === "abteilung" && id !== "einbuergerung").map(({ id }) => id);
  for (const zoomed of [false, true]) {
    await unit(page, "einbuergerung").focus();
    if (zoomed) {
      for (let press = 0; press < 2; press++) await page.keyboard.press("+");
      await frames(page);
    }
    const added = `neu-${zoomed}`;
    const seen = async (id: string) => expect(page.locator(`[data-unit="${id}"]`)).toHaveCount(1);
    expect(
      await drift(page, "einbuergerung", async () => {
        await api.append(today({ add_unit: { id: added, parent: "abteilung", name: "Neues Sachgebiet" } }));
        await seen(added);
      }),
      `add_unit, zoomed: ${zoomed}`,
    ).toBeLessThan(STILL);
    expect(
      await drift(page, "einbuergerung", async () => {
        await api.append(today({ move_unit: { unit: others.at(zoomed ? 0 : -1), to: added } }));
        await expect(messages(page)).toContainText("Jemand anders hat das Szenario geändert");
        await expect.poll(async () => (await unit(page, added).getAttribute("aria-expanded")) ?? "").toBe("true");
      }),
      `move_unit, zoomed: ${zoomed}`,
    ).toBeLessThan(STILL);
    expect(
      await drift(page, "einbuergerung", async () => {
        await api.undo();
        await expect.poll(async () => (await unit(page, added).getAttribute("aria-expanded")) ?? "").toBe("");
      }),
      `undone by the other, zoomed: ${zoomed}`,
    ).toBeLessThan(STILL);
  }

  // And by the hand of the other one.
  await bringIntoView(other.page, post(other.page, "AA-05"), unit(other.page, "einbuergerung"));
  expect(
    await drift(page, "einbuergerung", async () => {
      await dragByMouse(other.page, post(other.page, "AA-05"), unit(other.page, "einbuergerung"));
      await expect(postIn(page, "einbuergerung", "AA-05")).toBeVisible();
    }),
  ).toBeLessThan(STILL);
});

test("without focus the card in the middle of what is seen stays", async ({ page, api }) => {
  await open(page, "/organigramm?tag=2024-05-01");
  await settle(page);
  await page.getByTestId("zoom-in").click();
  await page.getByTestId("zoom-in").click();
  await settle(page);
  const id = await middle(page);
  expect(
    await drift(page, id, async () => {
      await api.append(today({ add_unit: { id: "neu", parent: "abteilung", name: "Neues Sachgebiet" } }));
      await expect(page.locator('[data-unit="neu"]')).toHaveCount(1);
    }),
  ).toBeLessThan(STILL);
});

test("own steps leave the card that is touched where it is", async ({ page }) => {
  await open(page, "/organigramm?tag=2024-05-01");
  await settle(page);
  const near = async (id: string, name: string, step: () => Promise<void>) => {
    await test.step(name, async () => {
      expect(await drift(page, id, step), name).toBeLessThan(STILL);
    });
  };
  await bringIntoView(page, post(page, "AA-05"), unit(page, "einbuergerung"));
  await near("einbuergerung", "a move", async () => {
    await dragByMouse(page, post(page, "AA-05"), unit(page, "einbuergerung"));
    await expect(postIn(page, "einbuergerung", "AA-05")).toBeVisible();
    await saved(page);
  });
  await near("einbuergerung", "undo", async () => {
    await press(undoButton(page));
    await expect(postIn(page, "einbuergerung", "AA-05")).toHaveCount(0);
    await saved(page);
  });
  await near("aufenthalt", "redo", async () => {
    await press(redoButton(page));
    await expect(postIn(page, "einbuergerung", "AA-05")).toHaveCount(1);
    await saved(page);
  });
  await unit(page, "integration").focus();
  await near("integration", "folding", async () => {
    await page.keyboard.press("ArrowLeft");
    await expect(unit(page, "integration")).toHaveAttribute("aria-expanded", "false");
  });
  await near("integration", "unfolding", async () => {
    await page.keyboard.press("ArrowRight");
    await expect(unit(page, "integration")).toHaveAttribute("aria-expanded", "true");
  });
  await near("integration", "fewer levels", async () => {
    await page.getByTestId("levels").selectOption("2");
    await expect(unit(page, "integration")).toHaveAttribute("aria-expanded", "false");
  });
  await near("integration", "all levels", async () => {
    await page.getByTestId("levels").selectOption("");
    await expect(unit(page, "integration")).toHaveAttribute("aria-expanded", "true");
  });
  await near("integration", "tasks", async () => {
    await press(page.getByTestId("tasks"));
    await expect(page.locator("[data-task]").first()).toBeVisible();
  });
  await near("integration", "another day", async () => {
    await page.getByTestId("time-slider").evaluate((slider: HTMLInputElement) => {
      slider.value = "300";
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await expect(page.getByTestId("time-slider")).toHaveAttribute("aria-valuetext", "27.11.2024");
  });
});
