// Where things are on the page /organigramm.
import { expect, type Locator, type Page } from "@playwright/test";

/** The move that the specs make: a filled post of the residence section goes to the naturalisation section. */
export const MOVE = { post: "AA-05", from: "aufenthalt", to: "einbuergerung" };

/** The same as the server stores it. */
export const MOVE_ACTION = { move_post: { post: MOVE.post, to: MOVE.to } };

/** The card of a unit, without its posts and the units below. */
export const unit = (page: Page, id: string): Locator => page.locator(`#einheit-${id}`);

export const post = (page: Page, id: string): Locator => page.locator(`[data-post="${id}"]`).first();

/** The post's tile inside the card of a unit. */
export const postIn = (page: Page, unitId: string, postId: string): Locator =>
  page.locator(`[data-unit="${unitId}"] [data-post="${postId}"]`);

/** What a card says while a post is held over it. */
export const sentence = (page: Page, unitId: string): Locator => page.locator(`[data-hint="${unitId}"]`).getByTestId("drop-sentence");

/** What a screen reader is told. */
export const spoken = (page: Page): Locator => page.locator("#meldung");

/** The messages at the edge of the page. */
export const messages = (page: Page): Locator => page.getByRole("region", { name: "Meldungen" });

export const undoButton = (page: Page): Locator => page.locator('[data-command="undo"]');
export const redoButton = (page: Page): Locator => page.locator('[data-command="redo"]');

/** Waits until the page is awake and everything it was told is stored. */
export async function saved(page: Page): Promise<void> {
  await expect(page.locator(".saved-state")).toHaveAttribute("data-state", "saved");
}

/** Waits until a page can be worked with: what the server has drawn of later parts has come to life. */
export async function ready(page: Page): Promise<void> {
  await saved(page);
  await expect(page.locator(".still")).toHaveCount(0);
}

/** Opens a section of a long page at its heading. */
export async function unfold(page: Page, id: string): Promise<void> {
  await page.locator(`#${id}`).click();
  await expect(page.locator("details[open]").filter({ has: page.locator(`#${id}`) })).toHaveCount(1);
}

/** Opens a page and waits until it can be worked with. */
export async function open(page: Page, address = "/organigramm"): Promise<void> {
  await page.goto(address);
  await ready(page);
}
