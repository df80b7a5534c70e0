// Where things are on the page /organigramm.
import { expect, type Locator, type Page } from "@playwright/test";

/** The move that the specs make: a post of the residence section goes to the naturalisation section. */
export const MOVE = { post: "AA-05", from: "aufenthalt", to: "einbuergerung" };

export const unit = (page: Page, id: string): Locator => page.locator(`[data-unit="${id}"]`).first();

export const post = (page: Page, id: string): Locator => page.locator(`[data-post="${id}"]`).first();

/** The post's tile inside the card of a unit. */
export const postIn = (page: Page, unitId: string, postId: string): Locator =>
  page.locator(`[data-unit="${unitId}"] [data-post="${postId}"]`);

/** Opens the page and waits until it can be worked with. */
export async function open(page: Page, address = "/organigramm"): Promise<void> {
  await page.goto(address);
  await expect(page.locator("html")).toHaveAttribute("data-hydrated", "true");
}
