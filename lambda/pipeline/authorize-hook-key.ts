import { type ApiKey, isKeyId, keyState } from "#core/api-key.ts";
import type { AuthorizeKeyPorts } from "./authorize-key.ts";
import type { KeyMemory } from "./key-memory.ts";

/** How far the time in a signature may lie from ours, either way, in milliseconds. */
export const signatureToleranceMs = 5 * 60 * 1000;

/** Most signatures that one header may carry: one, or two while a CMS changes its secret. */
const signaturesMax = 4;

/** A signed message as it came. */
export interface SignedMessage {
  readonly hook: string;
  /** `t=<seconds since 1970>,v1=<hexadecimal HMAC-SHA-256 of "<t>." and the body>` */
  readonly signature: string;
  readonly body: Uint8Array;
}

export type HookOutcome =
  /** `said` is the same for the same message, and for no other. */
  | { readonly kind: "known"; readonly key: ApiKey; readonly said: string }
  /** *Stale*, *expired* and *revoked* are told only where the signature is right. */
  | { readonly kind: "refused"; readonly reason: "unknown" | "stale" | "expired" | "revoked" };

/** Finds which hook's message this is, and that it is no older than five minutes. */
export async function authorizeHookKey(
  ports: AuthorizeKeyPorts,
  memory: KeyMemory,
  { hook, signature, body }: SignedMessage,
): Promise<HookOutcome> {
  const unknown = { kind: "refused", reason: "unknown" } as const;
  const parsed = parseSignature(signature);
  if (parsed === undefined || !isKeyId(hook)) return unknown;
  const { seconds, signatures } = parsed;
  const right = signatures.find((one) => ports.keySecrets.isSigned(hook, `${seconds}.`, body, one));
  if (right === undefined) return unknown;
  const key = await memory.recall(hook);
  if (key === undefined || !key.can.includes("hook")) return unknown;
  const now = ports.clock.now();
  const state = keyState(key, now);
  if (state !== "valid") return { kind: "refused", reason: state };
  if (Math.abs(now - Number(seconds) * 1000) > signatureToleranceMs) return { kind: "refused", reason: "stale" };
  await memory.noteUse(key);
  return { kind: "known", key, said: `${seconds}.${right}` };
}

function parseSignature(text: string): { readonly seconds: string; readonly signatures: string[] } | undefined {
  const parts = text.split(",").map((part) => part.trim());
  if (parts.length > signaturesMax + 1) return undefined;
  const [seconds, ...others] = parts.flatMap((part) => /^t=(\d{1,12})$/.exec(part)?.[1] ?? []);
  const signatures = parts.flatMap((part) => /^v1=([0-9a-f]{64})$/.exec(part)?.[1] ?? []);
  return seconds === undefined || others.length > 0 || signatures.length === 0 ? undefined : { seconds, signatures };
}
