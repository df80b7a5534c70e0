// Names that try to be code: shown as text, everywhere, and executed nowhere.
import { expect, test } from "../support/fixtures.ts";
import { ready } from "../support/organigramm.ts";
import { PLAN_PAGES } from "../support/pages.ts";

const NAME = "</title><script>alert(1)</script>";

for (const path of PLAN_PAGES) {
  test(`${path} shows a hostile name as text`, async ({ page, api }) => {
    if ((await api.activeChanges()).length === 0) {
      const { baseline } = await api.scenario();
      await api.append({ effective: baseline.as_of, action: { rename_unit: { unit: "einbuergerung", name: NAME } } });
    }
    page.on("dialog", () => expect(false, "a script of the name was run").toBe(true));

    const answer = await page.goto(path);
    expect(await answer!.text()).not.toContain(NAME);
    await ready(page);

    await expect(page.getByRole("main")).toContainText(NAME);
    await expect(page.locator("script:not([src])").filter({ hasText: "alert(1)" })).toHaveCount(0);
  });
}
