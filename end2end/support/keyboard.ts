// The way of somebody without a mouse: from element to element with Tab.
import type { Page } from "@playwright/test";

/** Presses Tab, or Shift+Tab, until the element has the focus. */
export async function tabTo(page: Page, selector: string, key: "Tab" | "Shift+Tab" = "Tab", most = 120): Promise<void> {
  const target = page.locator(selector).first();
  for (let press = 0; press < most; press += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${selector} cannot be reached by ${key}`);
}
