// What the tests use of the sign-in service; the package brings no types.
declare module "oidc-provider" {
  import type { RequestListener } from "node:http";

  export interface Account {
    accountId: string;
    claims(): Promise<Record<string, unknown>>;
  }

  export default class Provider {
    constructor(
      issuer: string,
      configuration: {
        clients: Record<string, unknown>[];
        claims: Record<string, string[]>;
        cookies: { keys: string[] };
        findAccount(context: unknown, id: string): Promise<Account>;
      },
    );
    callback(): RequestListener;
  }
}
