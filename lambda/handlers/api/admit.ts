// Finds out by whom something is asked, and whether they may.

import type { Context } from "hono";
import { type ApiKey, allows, isForTopic } from "#core/api-key.ts";
import { isSlug } from "#core/topic.ts";
import { authorizeHookKey, type HookOutcome } from "#pipeline/authorize-hook-key.ts";
import { authorizeKey, type KeyOutcome } from "#pipeline/authorize-key.ts";
import type { KeyMemory } from "#pipeline/key-memory.ts";
import { readBody } from "./body.ts";
import { type ApiPorts, noSuchTopic, type Operation } from "./operation.ts";
import type { Problem } from "./problem.ts";

export interface Admitted {
  readonly key: ApiKey;
  /** The topic in the address, or the hook's; empty where the operation is about none. */
  readonly topic: string;
  /** Empty where the operation takes no body. */
  readonly bytes: Uint8Array;
  /** The sender's name for the request, where it may be repeated. */
  readonly name: string | undefined;
}

/** The headers of a signed message and of a request that may be repeated. */
export const signatureHeader = "Bulletin-Signature";
export const repeatableHeader = "Idempotency-Key";

/** Longest name of a request, in characters; a key of the table has room for 1,024 bytes. */
const nameMaxLength = 255;

const noBody = new Uint8Array(0);

export async function admit(
  ports: ApiPorts,
  memory: KeyMemory,
  operation: Operation,
  context: Context,
): Promise<Admitted | Problem> {
  return operation.needs === "hook"
    ? admitHook(ports, memory, context)
    : admitBearer(ports, memory, operation, context);
}

async function admitBearer(
  ports: ApiPorts,
  memory: KeyMemory,
  operation: Operation,
  context: Context,
): Promise<Admitted | Problem> {
  const [, token] = /^Bearer +(\S+)$/i.exec(context.req.header("Authorization") ?? "") ?? [];
  if (token === undefined) return noKey("Say Authorization: Bearer and a key.", "");
  const outcome = await authorizeKey(ports, memory, token);
  if (outcome.kind === "refused") return noKey(keyRefusals[outcome.reason], ', error="invalid_token"');
  const { key } = outcome;
  const named = context.req.param("topic") ?? "";
  const topic = isSlug(named) ? ((await ports.topics.get(named))?.slug ?? named) : named;
  // First whether the key sees the topic at all: nobody finds out by asking which topics there are.
  if (topic !== "" && !(isSlug(topic) && isForTopic(key, topic))) return noSuchTopic(named);
  if (!allows(key, operation.needs)) {
    return { problem: "not-allowed", detail: `This needs a key that can ${operation.needs}.` };
  }
  const name = operation.method === "GET" ? undefined : context.req.header(repeatableHeader);
  if (name !== undefined && (name.length > nameMaxLength || !/^[\x20-\x7e]+$/.test(name))) {
    const detail = `${repeatableHeader} must be 1 to ${nameMaxLength} characters of printable ASCII.`;
    return { problem: "bad-header", detail };
  }
  const bytes = operation.body === undefined ? noBody : await readBody(context.req.raw);
  return "problem" in bytes ? bytes : { key, topic, bytes, name };
}

async function admitHook(ports: ApiPorts, memory: KeyMemory, context: Context): Promise<Admitted | Problem> {
  const body = await readBody(context.req.raw);
  if ("problem" in body) return body;
  const signature = context.req.header(signatureHeader) ?? "";
  const outcome = await authorizeHookKey(ports, memory, { hook: context.req.param("hook") ?? "", signature, body });
  if (outcome.kind === "refused") {
    const headers = { "WWW-Authenticate": signatureHeader };
    return { problem: "signature", detail: hookRefusals[outcome.reason], headers };
  }
  const { key, said } = outcome;
  // The same message again is a repetition, whoever sends it.
  return { key, topic: key.topics?.[0] ?? "", bytes: body, name: said };
}

function noKey(detail: string, error: string): Problem {
  return { problem: "key", detail, headers: { "WWW-Authenticate": `Bearer realm="bulletin"${error}` } };
}

type Refused<Outcome> = Extract<Outcome, { kind: "refused" }> extends { reason: infer Reason } ? Reason : never;

const keyRefusals: Readonly<Record<Refused<KeyOutcome> & string, string>> = {
  unknown: "This key is none of Bulletin's.",
  expired: "This key has expired: make a new one with “bulletin key add”.",
  revoked: "This key was revoked.",
};

const hookRefusals: Readonly<Record<Refused<HookOutcome> & string, string>> = {
  unknown: `${signatureHeader} is not the hook's signature of this message.`,
  stale: "The message was signed more than five minutes ago, or in the future.",
  expired: "The hook has expired: make a new one with “bulletin key add --can hook”.",
  revoked: "The hook was revoked.",
};
