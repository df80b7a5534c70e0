// The `test` that every spec imports: a server per test file (or per test), and a browser that may not report any problem.
import { test as base, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from "@playwright/test";
import { Api } from "./api.ts";
import { Problems } from "./problems.ts";
import { Server, type Role } from "./server.ts";

/** Keeps the server of the file that is being tested; the next file gets a new one. */
class Servers {
  private running: { key: string; server: Server } | undefined;

  async for(key: string): Promise<Server> {
    if (this.running?.key !== key) {
      await this.stop();
      this.running = { key, server: await Server.start() };
    }
    return this.running.server;
  }

  async stop(): Promise<void> {
    const running = this.running;
    this.running = undefined;
    await running?.server.stop();
  }
}

/** A second person with a browser of their own. */
export interface Visitor {
  page: Page;
  problems: Problems;
}

interface Options {
  /** `file`: all tests of a file share a server (they only read). `test`: each test has its own (they write). */
  isolation: "file" | "test";
  /** In which role the browser is signed in; none: not at all. */
  role: Role | null;
}

interface TestFixtures {
  server: Server;
  api: Api;
  problems: Problems;
  /** Opens another browser on the same server, in the same role or another one. */
  visit: (options?: BrowserContextOptions, role?: Role | null) => Promise<Visitor>;
}

interface WorkerFixtures {
  servers: Servers;
}

export const test = base.extend<TestFixtures & Options, WorkerFixtures>({
  isolation: ["file", { option: true }],
  role: ["manager", { option: true }],

  servers: [
    async ({}, use) => {
      const servers = new Servers();
      await use(servers);
      await servers.stop();
    },
    { scope: "worker" },
  ],

  server: async ({ servers, isolation }, use, info) => {
    const server = await servers.for(isolation === "test" ? info.testId : info.file);
    await use(server);
    if (info.status !== info.expectedStatus) {
      await info.attach("server log", { body: server.log(), contentType: "text/plain" });
    }
  },

  baseURL: async ({ server }, use) => use(server.url),

  context: async ({ context, server, role }, use) => {
    if (role) await context.addCookies([await server.signIn(role)]);
    await use(context);
  },

  api: async ({ server }, use) => use(new Api(server.url, await server.signIn("manager"))),

  problems: [
    async ({ context, server }, use) => {
      const problems = await Problems.watch(context, server.url);
      await use(problems);
      problems.verify();
    },
    { auto: true },
  ],

  visit: async ({ browser, server, contextOptions, viewport, locale, role: own }, use) => {
    const opened: { context: BrowserContext; problems: Problems }[] = [];
    await use(async (options = {}, role = own) => {
      const context = await open(browser, { ...contextOptions, viewport, locale, baseURL: server.url, ...options });
      if (role) await context.addCookies([await server.signIn(role)]);
      const problems = await Problems.watch(context, server.url);
      opened.push({ context, problems });
      return { page: await context.newPage(), problems };
    });
    for (const { context, problems } of opened) {
      problems.verify();
      await context.close();
    }
  },
});

function open(browser: Browser, options: BrowserContextOptions): Promise<BrowserContext> {
  return browser.newContext(options);
}

export { expect } from "@playwright/test";
