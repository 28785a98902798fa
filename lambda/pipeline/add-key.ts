import { type Ability, type ApiKey, tokenOf } from "#core/api-key.ts";
import { isSlug } from "#core/topic.ts";
import type { Clock } from "./ports/clock.ts";
import type { ApiKeys, KeySecrets } from "./ports/keys.ts";
import type { Topics } from "./ports/topics.ts";

export interface AddKeyPorts {
  readonly keys: ApiKeys;
  readonly keySecrets: KeySecrets;
  readonly topics: Topics;
  readonly clock: Clock;
}

export interface WantedKey {
  readonly name: string;
  readonly can: readonly Ability[];
  /** Absent for every topic. */
  readonly topics?: readonly string[];
  /** Absent for a key that does not expire. */
  readonly lastsMs?: number;
}

export type AddKeyOutcome =
  /** The secret is told this once: a token, or what a hook's messages are signed with. */
  | { readonly kind: "added"; readonly key: ApiKey; readonly secret: string }
  /** No key is made for what cannot be a topic, nor, unless it may add one, for a topic that nobody has added. */
  | { readonly kind: "no-such-topic"; readonly topic: string }
  /** A hook is for one topic, and its key can nothing else. */
  | { readonly kind: "not-a-hook" };

/** Ids tried before we take a collision of 48 bits for a fault in our own dice. */
const triesMax = 5;

/** Makes a key. Each call makes another. */
export async function addKey(ports: AddKeyPorts, wanted: WantedKey): Promise<AddKeyOutcome> {
  const isHook = wanted.can.includes("hook");
  if (isHook && (wanted.can.length > 1 || wanted.topics?.length !== 1)) return { kind: "not-a-hook" };
  for (const topic of wanted.topics ?? []) {
    const isThere = isSlug(topic) && (wanted.can.includes("manage") || (await ports.topics.get(topic)) !== undefined);
    if (!isThere) return { kind: "no-such-topic", topic };
  }
  const { name, can, topics, lastsMs } = wanted;
  for (let tries = 0; tries < triesMax; tries++) {
    const { id, secret } = ports.keySecrets.mint();
    const createdAt = ports.clock.now();
    const key: ApiKey = {
      ...{ id, name, can, createdAt },
      ...(topics === undefined ? {} : { topics }),
      ...(isHook ? {} : { digest: ports.keySecrets.digest(secret) }),
      ...(lastsMs === undefined ? {} : { expiresAt: createdAt + lastsMs }),
    };
    if (!(await ports.keys.put(key))) continue;
    return { kind: "added", key, secret: isHook ? ports.keySecrets.hookSecret(id) : tokenOf(id, secret) };
  }
  throw new Error(`${triesMax} new ids of keys were taken in a row`);
}
