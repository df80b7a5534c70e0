// The server as seen from outside the page: whom it answers, what it sends.
import { expect, test } from "../support/fixtures.ts";

test("a foreign origin is refused and changes nothing", async ({ api }) => {
  const before = await api.scenario();
  const { id, version } = before;
  const post = before.baseline.posts[0]!;
  const command = {
    scenario: id,
    version,
    command: crypto.randomUUID(),
    changes: [{ effective: before.baseline.as_of, action: { remove_post: { post: post.id } } }],
  };

  const response = await api.call("scenarios/append", { command }, "https://example.org");

  expect(response.status).toBe(403);
  expect(await api.scenario()).toEqual(before);
});

test("the page comes with a strict content policy", async ({ request }) => {
  const policy = (await request.get("/anmelden")).headers()["content-security-policy"] ?? "";

  expect(policy).toContain("'strict-dynamic'");
  expect(policy).toMatch(/'nonce-[\w+/=-]{16,}'/);
  expect(policy).not.toContain("unsafe-inline");
  expect(policy).not.toContain("'unsafe-eval'");
});

test("every answer has a nonce of its own", async ({ request }) => {
  const nonce = async () => /'nonce-([^']+)'/.exec((await request.get("/anmelden")).headers()["content-security-policy"] ?? "")?.[1];

  expect(await nonce()).not.toBe(await nonce());
});
