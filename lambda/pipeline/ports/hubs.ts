import type { Push } from "#core/push.ts";

/** The hubs of the web (WebSub). */
export interface Hubs {
  /**
   * Asks a hub to push to `callback`. It takes the request, and calls back before it pushes anything.
   *
   * @returns why it was not taken, in words that follow the hub's name; undefined where it was
   */
  ask(push: Push, callback: string, leaseSeconds: number): Promise<string | undefined>;
}

/** What was asked of hubs, one a source. */
export interface Pushes {
  /** Consistent. */
  get(source: string): Promise<Push | undefined>;
  put(source: string, push: Push): Promise<void>;
}

/** Checks and makes what only a hub and we know. */
export interface PushSecrets {
  /** A new token and a new secret: `[A-Za-z0-9_-]`. */
  make(): Pick<Push, "token" | "secret">;
  /** Whether `signature`, as the hub wrote it (`sha256=…`), is the body's under the secret. */
  holds(secret: string, signature: string, body: Uint8Array): boolean;
  /** Whether two tokens are one, in a time that does not tell where they differ. */
  same(one: string, other: string): boolean;
}
