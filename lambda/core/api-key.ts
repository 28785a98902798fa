import type { Instant } from "./instant.ts";

/** What a key is for. *Publish* and *manage* read too; *hook* signs what a CMS sends, and can nothing else. */
export type Ability = "read" | "publish" | "manage" | "hook";

export const abilities: readonly Ability[] = ["read", "publish", "manage", "hook"];

/** What a program shows to use the API. Its secret is kept nowhere. */
export interface ApiKey {
  /** The part that may be seen: 12 of `0-9a-f`. */
  readonly id: string;
  /** What people call it. */
  readonly name: string;
  readonly can: readonly Ability[];
  /** The slugs of the topics that it is for; absent where it is for every topic, also those to come. */
  readonly topics?: readonly string[];
  /** Of the secret, to know it again; absent in a *hook*, whose secret is made from the id. */
  readonly digest?: string;
  readonly createdAt: Instant;
  readonly expiresAt?: Instant;
  readonly revokedAt?: Instant;
  /** When it was last used, to within an hour. */
  readonly usedAt?: Instant;
}

/** Longest name of a key, in characters. */
export const keyNameMaxLength = 100;

/** Most topics that one key names: then its item stays far under 4 kB, which is one read. */
export const keyTopicsMax = 50;

/** What every token begins with, so that scanners for secrets that slipped into a repository can know it. */
const tokenStart = "bulletin";

/** The id and the secret that a token holds, or undefined where it is none. */
export function parseToken(token: string): { readonly id: string; readonly secret: string } | undefined {
  const [, id, secret] = /^bulletin_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/.exec(token) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

/** What a program shows: id and secret in one. */
export function tokenOf(id: string, secret: string): string {
  return `${tokenStart}_${id}_${secret}`;
}

/** Whether `text` can be the id of a key. */
export function isKeyId(text: string): boolean {
  return /^[0-9a-f]{12}$/.test(text);
}

/** What has become of a key by now. */
export function keyState(key: ApiKey, now: Instant): "valid" | "expired" | "revoked" {
  if (key.revokedAt !== undefined) return "revoked";
  return key.expiresAt !== undefined && key.expiresAt <= now ? "expired" : "valid";
}

/** Whether the key is for this topic, whatever it may do there. */
export function isForTopic(key: ApiKey, slug: string): boolean {
  return key.topics === undefined || key.topics.includes(slug);
}

/** Whether a bearer of the key may do what asks for `ability`. */
export function allows(key: ApiKey, ability: Ability): boolean {
  return ability === "read" ? key.can.some((one) => one !== "hook") : key.can.includes(ability);
}
