// Automatic accessibility checks: WCAG 2.2 A and AA, EN 301 549 and axe's own best practices.
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "EN-301-549", "best-practice"];

/**
 * The rule wants every word inside an element in its label. A card of the chart is a picture of figures: its label begins with what
 * is written at its top, the unit's name or the post's number (what somebody would say to a voice control), and then says the figures in sentences.
 */
const isCard = (rule: string, target: string): boolean =>
  rule === "label-content-name-mismatch" && /^#(einheit|stelle|aufgabe)-[^ ]+$/.test(target);

/** Rules about colours: what differs between two themes of a page. */
const COLOURS = ["color-contrast", "link-in-text-block"];

/** Rules about colours and places: what differs between two widths of a page, but for what is shown in one of them only. */
const SIGHT = [...COLOURS, "target-size", "scrollable-region-focusable"];

/** Only violations are put together, and in the page itself: what passed and a page of its own for the results would cost as much again. */
const axe = (page: Page) => new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });

/** Fails with the rule, the element and the reason of every violation on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  await expectNone(page, axe(page).withTags(TAGS));
}

/** The same for another width of a page that was looked at. */
export async function expectLegible(page: Page): Promise<void> {
  await expectNone(page, axe(page).withRules(SIGHT));
}

/** The same for another theme of a page that was looked at. */
export async function expectContrast(page: Page): Promise<void> {
  await expectNone(page, axe(page).withRules(COLOURS));
}

/** The same for another language of a page that was looked at. */
export async function expectNamed(page: Page): Promise<void> {
  await expectNone(page, axe(page).withTags(TAGS).disableRules(SIGHT));
}

async function expectNone(page: Page, axe: AxeBuilder): Promise<void> {
  const { violations } = await axe.analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.filter(({ target }) => !isCard(id, target.join(" "))).map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary?.replace(/\s+/g, " ")}`),
  );
  expect(found, `accessibility violations of ${page.url()}`).toEqual([]);
}
