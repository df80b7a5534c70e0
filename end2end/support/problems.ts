// What no test may cause without saying so: errors in the console, exceptions, policy violations, failed or foreign requests.
import { expect, type BrowserContext, type ConsoleMessage, type Request, type Response } from "@playwright/test";

/** What a page that is cut off must be allowed to say in its console. */
export const CUT_OFF = /ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK_CHANGED|Failed to load resource|ERR_CONNECTION|ERR_EMPTY_RESPONSE/;

/** Said by the tests' own browser, which is told to let no page be kept. */
const BLOCKED = "Service Worker registration blocked by Playwright";

/** Watches every page of a browser context; `verify` fails with everything that was seen. */
export class Problems {
  private readonly seen: string[] = [];
  private readonly allowed: RegExp[] = [];

  static async watch(context: BrowserContext, home: string): Promise<Problems> {
    const problems = new Problems(new URL(home).host);
    context.on("console", (message) => problems.console(message));
    context.on("weberror", (error) => problems.add(`exception: ${error.error().stack ?? error.error()}`));
    context.on("request", (request) => problems.request(request));
    context.on("requestfailed", (request) => problems.failure(request));
    context.on("response", (response) => problems.response(response));
    await context.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) =>
        console.error(`policy violation: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
      );
    });
    return problems;
  }

  private constructor(private readonly home: string) {}

  /** Names a problem that the test provokes on purpose. */
  allow(pattern: RegExp): void {
    this.allowed.push(pattern);
  }

  verify(): void {
    const unexpected = this.seen.filter((problem) => !this.allowed.some((pattern) => pattern.test(problem)));
    expect(unexpected, "errors that the browser reported").toEqual([]);
  }

  private add(problem: string): void {
    this.seen.push(problem);
  }

  private console(message: ConsoleMessage): void {
    if (message.text() === BLOCKED) return;
    if (message.type() === "error" || message.type() === "warning") {
      this.add(`console ${message.type()}: ${message.text()} (${message.location().url})`);
    }
  }

  private request(request: Request): void {
    const url = new URL(request.url());
    if (/^(https?|wss?):$/.test(url.protocol) && url.host !== this.home) {
      this.add(`foreign host: ${request.url()}`);
    }
  }

  private failure(request: Request): void {
    const reason = request.failure()?.errorText ?? "unknown";
    // Leaving a page ends the requests that it had running; that is no failure.
    if (reason !== "net::ERR_ABORTED") this.add(`failed request: ${request.url()} (${reason})`);
  }

  private response(response: Response): void {
    if (response.status() >= 400) this.add(`status ${response.status()}: ${response.url()}`);
  }
}
