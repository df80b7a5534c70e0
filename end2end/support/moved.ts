// What must be true after the move of the specs, however it was made.
import { expect, type Page } from "@playwright/test";
import type { Api } from "./api.ts";
import { messages, MOVE, MOVE_ACTION, postIn, saved } from "./organigramm.ts";

/** On screen, said, stored, and still there after a reload. */
export async function expectMoved(page: Page, api: Api): Promise<void> {
  await expect(postIn(page, MOVE.to, MOVE.post)).toBeVisible();
  await expect(postIn(page, MOVE.from, MOVE.post)).toHaveCount(0);
  await expect(messages(page)).toContainText(MOVE.post);
  await saved(page);
  expect((await api.activeChanges()).map((change) => change.action)).toEqual([MOVE_ACTION]);

  await page.reload();
  await saved(page);
  await expect(postIn(page, MOVE.to, MOVE.post)).toBeVisible();
  await expect(postIn(page, MOVE.from, MOVE.post)).toHaveCount(0);
}
