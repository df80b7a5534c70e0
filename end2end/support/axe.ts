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

/** Fails with the rule, the element and the reason of every violation on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  await expectNone(page, new AxeBuilder({ page }).withTags(TAGS));
}

/** The same for what differs between two themes of a page that was looked at in one: the contrast of its colours. */
export async function expectContrast(page: Page): Promise<void> {
  await expectNone(page, new AxeBuilder({ page }).withRules(["color-contrast", "link-in-text-block"]));
}

async function expectNone(page: Page, axe: AxeBuilder): Promise<void> {
  const { violations } = await axe.analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.filter(({ target }) => !isCard(id, target.join(" "))).map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary?.replace(/\s+/g, " ")}`),
  );
  expect(found, `accessibility violations of ${page.url()}`).toEqual([]);
}
