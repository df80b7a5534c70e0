// A real OpenID Connect provider on this machine. Its own forms let in every name with any password.
import { writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { join } from "node:path";
import Provider from "oidc-provider";

const CLIENT = "stellwerk";
const SECRET = "a-secret-of-the-tests-only";

/** The provider; it knows Stellwerk as soon as `settings` was asked for. */
export class SignInService {
  private answer: RequestListener = (_, response) => void response.writeHead(503).end();
  private readonly groups = new Map<string, string[]>();

  private constructor(
    readonly issuer: string,
    readonly stop: () => Promise<void>,
  ) {}

  static async start(): Promise<SignInService> {
    let service: SignInService | undefined;
    const server = createServer((request, response) => service?.answer(request, response));
    const port = await new Promise<number>((listening, failed) => {
      server.on("error", failed);
      server.listen(0, "127.0.0.1", () => {
        const address = server.address();
        address && typeof address === "object" ? listening(address.port) : failed(new Error("no port"));
      });
    });
    const stop = () =>
      new Promise<void>((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      });
    service = new SignInService(`http://127.0.0.1:${port}`, stop);
    return service;
  }

  /** Puts somebody into groups. */
  member(name: string, groups: string[]): void {
    this.groups.set(name, groups);
  }

  /** Makes the service known to Stellwerk at this address, and Stellwerk to the service. */
  settings(url: string, folder: string): Record<string, string> {
    const provider = new Provider(this.issuer, {
      clients: [
        {
          client_id: CLIENT,
          client_secret: SECRET,
          redirect_uris: [`${url}/anmelden/verwaltungskonto/rueckkehr`],
          post_logout_redirect_uris: [`${url}/anmelden`],
        },
      ],
      claims: { openid: ["sub"], profile: ["preferred_username", "groups"] },
      cookies: { keys: ["keys-of-the-tests-only"] },
      findAccount: async (_, id) => ({
        accountId: id,
        claims: async () => ({ sub: id, preferred_username: id, groups: this.groups.get(id) ?? [] }),
      }),
    });
    this.answer = provider.callback();
    const file = join(folder, "secret");
    writeFileSync(file, `${SECRET}\n`, { mode: 0o600 });
    return {
      STELLWERK_OIDC_ISSUER: this.issuer,
      STELLWERK_OIDC_CLIENT: CLIENT,
      STELLWERK_OIDC_SECRET_FILE: file,
      STELLWERK_OIDC_GROUPS: "planung=manager",
    };
  }
}
