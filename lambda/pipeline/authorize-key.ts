import { type ApiKey, keyState, parseToken } from "#core/api-key.ts";
import type { KeyMemory } from "./key-memory.ts";
import type { Clock } from "./ports/clock.ts";
import type { KeySecrets } from "./ports/keys.ts";

export interface AuthorizeKeyPorts {
  readonly keySecrets: KeySecrets;
  readonly clock: Clock;
}

export type KeyOutcome =
  | { readonly kind: "known"; readonly key: ApiKey }
  /** *Expired* and *revoked* are told only to who has the secret. */
  | { readonly kind: "refused"; readonly reason: "unknown" | "expired" | "revoked" };

/** Finds whose token this is. What has not the form of a token is refused without a look into the table. */
export async function authorizeKey(ports: AuthorizeKeyPorts, memory: KeyMemory, token: string): Promise<KeyOutcome> {
  const parsed = parseToken(token);
  const key = parsed === undefined ? undefined : await memory.recall(parsed.id);
  if (parsed === undefined || key?.digest === undefined || !ports.keySecrets.matches(parsed.secret, key.digest)) {
    return { kind: "refused", reason: "unknown" };
  }
  const state = keyState(key, ports.clock.now());
  if (state !== "valid") return { kind: "refused", reason: state };
  await memory.noteUse(key);
  return { kind: "known", key };
}
