// The two-person rule on a server in earnest: who had a hand in a scenario is told so, somebody else decides, the exception is recorded.
import { expect, test } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { MOVE_ACTION } from "../support/organigramm.ts";
import { Server } from "../support/server.ts";

const PASSWORD = "korrekt pferd batterie";
const move = { effective: "2024-02-01", action: MOVE_ACTION };

test("in earnest somebody else decides, unless the administration records that one person may", async ({ page, context }) => {
  const server = await Server.inEarnest(() => ({}));
  try {
    const call = async (path: string, body: unknown, cookie: string): Promise<Response> => {
      const answer = await fetch(`${server.url}/api/${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json", origin: server.url, cookie },
        body: JSON.stringify(body),
      });
      expect(answer.status, path).toBe(200);
      return answer;
    };
    const redeem = async (key: string | undefined): Promise<string> => {
      const answer = await call("account/redeem", { command: { key, password: PASSWORD } }, "");
      return answer.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    };
    const signIn = async (cookie: string): Promise<void> => {
      const [name = "", value = ""] = cookie.split("=");
      await context.addCookies([{ name, value, url: server.url }]);
    };
    const administrator = await redeem(/\/einrichten#([0-9a-f]+)/.exec(server.log())?.[1]);
    const member = async (name: string): Promise<string> => {
      const made = await call("accounts/create", { command: { name, role: "manager", unit: null } }, administrator);
      const { address } = (await made.json()) as { address: string };
      return redeem(address.split("#")[1]);
    };
    const [planner, second] = [await member("planung"), await member("amtsleitung")];
    const state = (await (await call("scenarios/current", { scenario: null }, planner)).json()) as { id: string; version: number };
    const on = (version: number) => ({ scenario: state.id, version, command: crypto.randomUUID() });
    await call("scenarios/append", { command: { ...on(state.version), changes: [move], reason: null } }, planner);
    await call("scenarios/status", { command: { ...on(state.version + 1), status: "proposed", note: "Bitte prüfen" } }, planner);

    // Whoever had a hand in it is told so, and finds no form.
    await signIn(planner);
    await page.goto(`${server.url}/szenarien/akte`);
    await expect(page.getByTestId("approval-rule")).toContainText("Es gilt das Vier-Augen-Prinzip");
    await expect(page.getByTestId("approval-hint")).toContainText("muss es jemand anderes");
    await expect(page.getByTestId("approval-way").getByRole("listitem")).toHaveText([/^vorgelegt: planung \(Leitung\).*Bitte prüfen/]);
    await expect(page.getByTestId("decision-form")).toHaveCount(0);
    await expect(page.getByTestId("endorsing")).toHaveCount(0);

    await signIn(second);
    await page.reload();
    await page.getByTestId("endorsing").getByLabel(/Vermerk/).fill("Ohne Einwand");
    await page.getByRole("button", { name: "Mitzeichnen" }).click();
    await expect(page.getByTestId("approval-way").getByRole("listitem")).toHaveCount(2);
    await expect(page.getByTestId("approval-way").getByRole("listitem").nth(1)).toContainText("Ohne Einwand");
    await expect(page.locator(".decision-form summary")).toBeVisible();
    await expectAccessible(page);

    // The exception has a reason, and stands where everybody who is signed in reads it.
    await signIn(administrator);
    await page.goto(`${server.url}/verwaltung`);
    await expect(page.getByTestId("approval-now")).toContainText("Vier-Augen-Prinzip");
    await page.getByRole("button", { name: "Freigabe durch eine Person eintragen" }).click();
    await page.getByTestId("reason").fill("Nur eine Leitung im Haus");
    await page.getByTestId("reason-confirm").click();
    await expect(page.getByTestId("approval-now")).toContainText("Nur eine Leitung im Haus");
    await signIn(planner);
    await page.goto(`${server.url}/datenschutz`);
    await expect(page.getByTestId("approval-now")).toContainText("Nur eine Leitung im Haus");
    await page.goto(`${server.url}/szenarien/akte`);
    await expect(page.locator(".decision-form summary")).toBeVisible();
  } finally {
    await server.stop();
  }
});
