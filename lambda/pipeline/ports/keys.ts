import type { ApiKey } from "#core/api-key.ts";
import type { Instant } from "#core/instant.ts";

/** The keys with which programs use the API. */
export interface ApiKeys {
  /** Puts a key if its id is free. Says whether it was. */
  put(key: ApiKey): Promise<boolean>;
  /** Consistent: what was revoked is told so at once. */
  get(id: string): Promise<ApiKey | undefined>;
  /** Every key, revoked ones too, in the order in which they were made. */
  all(): Promise<readonly ApiKey[]>;
  /** Ends a key for good; the first time stands. Nothing happens where there is none. */
  revoke(id: string, at: Instant): Promise<void>;
  /** Notes that it was used; never backwards. Nothing happens where there is none. */
  noteUsed(id: string, at: Instant): Promise<void>;
}

/** Chance and arithmetic for keys. */
export interface KeySecrets {
  /** A new id and a secret that cannot be guessed. */
  mint(): { readonly id: string; readonly secret: string };
  digest(secret: string): string;
  /** Whether `secret` has this digest; takes as long for a wrong one as for a right one. */
  matches(secret: string, digest: string): boolean;
  /** The secret of a hook: always the same for the same id, and known only to who holds the stack's key. */
  hookSecret(id: string): string;
  /** Whether `signature` is the hook's over this text and these bytes, in hexadecimal digits. */
  isSigned(hook: string, start: string, body: Uint8Array, signature: string): boolean;
}
