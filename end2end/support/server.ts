// Starts and stops the server (a release, unless STELLWERK_BINARY names another), each on a free port with a database of its own.
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");
const BINARY = process.env.STELLWERK_BINARY ?? join(ROOT, "target/release/stellwerk");
const START_LIMIT_MS = 15_000;
const STOP_LIMIT_MS = 10_000;

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.on("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === "object" ? found(address.port) : failed(new Error("no port"))));
    });
  });
}

/** The roles of the demonstration. */
export type Role = "staff" | "team_lead" | "manager" | "staff_council" | "administrator";

/** Further settings of a server at this address, with a folder for files of its own. */
export type Settings = (url: string, folder: string) => Record<string, string>;

export interface SessionCookie {
  name: string;
  value: string;
  url: string;
}

/** One running server. Its folder is removed on `stop`, but outlives `restart`. */
export class Server {
  readonly url: string;
  private readonly folder = mkdtempSync(join(tmpdir(), "stellwerk-test-"));
  private process: ChildProcess | undefined;
  private output = "";

  private constructor(
    private readonly port: number,
    private readonly plan: unknown,
    /** In earnest instead of as a demonstration, with these settings. */
    private readonly settings?: Settings,
  ) {
    this.url = `http://127.0.0.1:${port}`;
  }

  /** A new database, with a plan of one's own or with the built-in one. */
  static async start(plan?: unknown): Promise<Server> {
    if (!existsSync(BINARY)) throw new Error(`${BINARY} is missing: run "make build" first.`);
    const server = new Server(await freePort(), plan);
    await server.launch();
    return server;
  }

  /** A new database and no demonstration: the first administrator comes in by the link in the log. */
  static async inEarnest(settings: Settings): Promise<Server> {
    const server = new Server(await freePort(), undefined, settings);
    await server.launch();
    return server;
  }

  /** Ends the program as an administrator would and starts it again on the same database. */
  async restart(): Promise<void> {
    await this.terminate();
    await this.launch();
  }

  async stop(): Promise<void> {
    await this.terminate();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Takes a role of the demonstration; the cookie by which a browser is then known. */
  async signIn(role: Role): Promise<SessionCookie> {
    const answer = await fetch(`${this.url}/anmelden/demonstration`, {
      method: "POST",
      redirect: "manual",
      headers: { "content-type": "application/x-www-form-urlencoded", origin: this.url },
      body: `rolle=${role}`,
    });
    const [pair] = answer.headers.getSetCookie();
    const [name, value] = pair?.split(";")[0]?.split("=") ?? [];
    if (!name || !value) throw new Error(`Nobody is let in as ${role}: ${answer.status}`);
    return { name, value, url: this.url };
  }

  /** All that the server has written so far. */
  log(): string {
    return this.output;
  }

  private async launch(): Promise<void> {
    const database = join(this.folder, "stellwerk.db");
    const own: Record<string, string> = {};
    if (this.plan !== undefined && !existsSync(database)) {
      own.STELLWERK_PLAN = join(this.folder, "plan.json");
      writeFileSync(own.STELLWERK_PLAN, JSON.stringify(this.plan));
    }
    Object.assign(own, this.settings?.(this.url, this.folder));
    const child = spawn(BINARY, this.settings ? ["serve"] : ["serve", "--demo"], {
      cwd: ROOT,
      env: {
        ...process.env,
        ...own,
        STELLWERK_PORT: String(this.port),
        STELLWERK_DATABASE: database,
        // Tests work faster than people; what happens at the limit is tested over HTTP (tests/api/limits.rs).
        STELLWERK_REQUESTS: "1000000",
        STELLWERK_LOG: process.env.STELLWERK_LOG ?? "info",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.process = child;
    child.stdout.on("data", (bytes: Buffer) => (this.output += bytes.toString()));
    child.stderr.on("data", (bytes: Buffer) => (this.output += bytes.toString()));

    const limit = Date.now() + START_LIMIT_MS;
    while (Date.now() < limit) {
      if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}:\n${this.output}`);
      try {
        if ((await fetch(`${this.url}/readyz`)).ok) return;
      } catch {
        // not listening yet
      }
      await new Promise((later) => setTimeout(later, 25));
    }
    throw new Error(`The server did not answer within ${START_LIMIT_MS} ms:\n${this.output}`);
  }

  private async terminate(): Promise<void> {
    const child = this.process;
    this.process = undefined;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise<void>((done) => child.once("exit", () => done()));
    child.kill("SIGTERM");
    const killer = setTimeout(() => child.kill("SIGKILL"), STOP_LIMIT_MS);
    await ended;
    clearTimeout(killer);
    if (child.signalCode === "SIGKILL") throw new Error("The server ignored SIGTERM.");
  }
}
