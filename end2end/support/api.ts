// The server functions, called as the page calls them: to prepare a state and to check what was really stored.
import type { SessionCookie } from "./server.ts";

export interface Step {
  id: string;
  changes: Change[];
  reason?: string;
  undone: boolean;
}

export interface Change {
  effective: string;
  action: Record<string, Record<string, unknown>>;
}

export interface Unit {
  id: string;
  name: string;
  parent?: string;
}

export interface Post {
  id: string;
  unit?: string;
  kw?: string;
}

export interface ScenarioState {
  id: string;
  name: string;
  version: number;
  baseline: { name: string; as_of: string; units: Unit[]; posts: Post[] };
  steps: Step[];
}

export class Api {
  constructor(
    private readonly url: string,
    private readonly cookie: SessionCookie,
  ) {}

  /** One call; `origin` is what the browser would send as the page's own address. */
  call(path: string, body: unknown, origin: string | null = this.url): Promise<Response> {
    const headers: Record<string, string> = { "content-type": "application/json", accept: "application/json", cookie: `${this.cookie.name}=${this.cookie.value}` };
    if (origin !== null) headers.origin = origin;
    return fetch(`${this.url}/api/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  }

  /** The scenario with this identifier; without one the first. */
  async scenario(asked?: string): Promise<ScenarioState> {
    return (await this.succeed("scenarios/current", asked ? { scenario: asked } : {})) as ScenarioState;
  }

  /** The changes that count, oldest first. */
  async activeChanges(): Promise<Change[]> {
    return (await this.scenario()).steps.filter((step) => !step.undone).flatMap((step) => step.changes);
  }

  async append(...changes: Change[]): Promise<void> {
    await this.appendTo(undefined, ...changes);
  }

  /** One step of these changes in a certain scenario; without one in the first. */
  async appendTo(scenario: string | undefined, ...changes: Change[]): Promise<void> {
    const { id, version } = await this.scenario(scenario);
    await this.succeed("scenarios/append", {
      command: { scenario: id, version, command: crypto.randomUUID(), changes },
    });
  }

  /** One step of these changes in the first scenario, with the reason that soft rules ask for. */
  async appendBecause(reason: string, ...changes: Change[]): Promise<void> {
    const { id, version } = await this.scenario();
    await this.succeed("scenarios/append", {
      command: { scenario: id, version, command: crypto.randomUUID(), changes, reason },
    });
  }

  /** What is done with steps or packages of the first scenario. */
  async revise(revision: Record<string, Record<string, unknown>>): Promise<void> {
    const { id, version } = await this.scenario();
    await this.succeed("scenarios/revise", { command: { scenario: id, version, command: crypto.randomUUID(), revision } });
  }

  /** A new scenario on the plan as it is; its identifier. */
  async create(name: string): Promise<string> {
    const asked = { command: { command: crypto.randomUUID(), name, description: "", origin: null } };
    return ((await this.succeed("scenarios/create", asked)) as { id: string }).id;
  }

  /** A comment on the first scenario, or the answer to a thread; its identifier. */
  async comment(text: string, thread: string | null = null): Promise<string> {
    const { id } = await this.scenario();
    const command = { scenario: id, comment: crypto.randomUUID(), about: "scenario", thread, text };
    return ((await this.succeed("comments/add", { command })) as { id: string }).id;
  }

  /** Keeps the first scenario as it is. */
  async snapshot(name: string): Promise<void> {
    const { id, version } = await this.scenario();
    await this.succeed("snapshots/take", { command: { scenario: id, version, command: crypto.randomUUID(), name } });
  }

  async undo(): Promise<void> {
    const { id, version } = await this.scenario();
    await this.succeed("scenarios/undo", { command: { scenario: id, version, command: crypto.randomUUID() } });
  }

  private async succeed(path: string, body: unknown): Promise<unknown> {
    const response = await this.call(path, body);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }
}
