import { type ApiKey, keyState } from "#core/api-key.ts";
import type { Instant } from "#core/instant.ts";
import type { Clock } from "./ports/clock.ts";
import type { ApiKeys } from "./ports/keys.ts";

/** How long a process believes in a key, in milliseconds: what is revoked ends within a minute. */
export const keyFreshMs = 60_000;

/** How exactly the last use of a key is noted, in milliseconds: each note is a write. */
export const keyUseMs = 60 * 60 * 1000;

/** Most keys that one process remembers. */
const keptMax = 1_000;

/** The keys that a process has seen lately. */
export interface KeyMemory {
  /** The key as it stood at most a minute ago. Only those that are valid are remembered. */
  recall(id: string): Promise<ApiKey | undefined>;
  /** Notes that the key was used, unless that was noted within the hour. */
  noteUse(key: ApiKey): Promise<void>;
}

/** A memory of keys: a busy one costs a read a minute and a write an hour. */
export function keyMemory(ports: { readonly keys: ApiKeys; readonly clock: Clock }): KeyMemory {
  const kept = new Map<string, { readonly key: ApiKey; readonly readAt: Instant }>();
  return {
    async recall(id) {
      const now = ports.clock.now();
      const known = kept.get(id);
      if (known !== undefined && now - known.readAt < keyFreshMs) return known.key;
      const key = await ports.keys.get(id);
      kept.delete(id);
      if (key !== undefined && keyState(key, now) === "valid") {
        kept.set(id, { key, readAt: now });
        const [oldest] = kept.keys();
        if (kept.size > keptMax && oldest !== undefined) kept.delete(oldest);
      }
      return key;
    },
    async noteUse(key) {
      const now = ports.clock.now();
      if (key.usedAt !== undefined && now - key.usedAt < keyUseMs) return;
      const known = kept.get(key.id);
      if (known !== undefined) kept.set(key.id, { ...known, key: { ...known.key, usedAt: now } });
      await ports.keys.noteUsed(key.id, now);
    },
  };
}
