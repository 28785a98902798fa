import type { ApiKey } from "#core/api-key.ts";
import type { Clock } from "./ports/clock.ts";
import type { ApiKeys } from "./ports/keys.ts";

export type RevokeKeyOutcome =
  | { readonly kind: "revoked"; readonly key: ApiKey }
  | { readonly kind: "revoked-before"; readonly key: ApiKey }
  | { readonly kind: "no-such-key" };

/** Ends a key for good. Processes that know it already go on believing in it for a minute at most. */
export async function revokeKey(
  ports: { readonly keys: ApiKeys; readonly clock: Clock },
  id: string,
): Promise<RevokeKeyOutcome> {
  const key = await ports.keys.get(id);
  if (key === undefined) return { kind: "no-such-key" };
  if (key.revokedAt !== undefined) return { kind: "revoked-before", key };
  const revokedAt = ports.clock.now();
  await ports.keys.revoke(id, revokedAt);
  return { kind: "revoked", key: { ...key, revokedAt } };
}
