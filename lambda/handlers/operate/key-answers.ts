import { type ApiKey, keyState } from "#core/api-key.ts";
import type { Instant } from "#core/instant.ts";
import type { Answer, Operation } from "#core/operation.ts";
import { type AddKeyOutcome, type AddKeyPorts, addKey } from "#pipeline/add-key.ts";
import { revokeKey } from "#pipeline/revoke-key.ts";
import { moment, momentField, noSuchTopic } from "./answer.ts";

export type KeyOperation = Extract<Operation, { readonly command: `key.${string}` }>;

export type KeyAnswerPorts = AddKeyPorts;

/** Does what was asked about keys. A secret stands in the answer that makes its key, and in no other. */
export async function keyAnswer(ports: KeyAnswerPorts, asked: KeyOperation): Promise<Answer> {
  const now = ports.clock.now();
  switch (asked.command) {
    case "key.add":
      return addAnswer(await addKey(ports, { ...asked, can: [...new Set(asked.can)] }), now);
    case "key.list":
      return { done: { keys: (await ports.keys.all()).map((key) => shown(key, now)) } };
    case "key.revoke":
      return revokeAnswer(ports, asked.key);
  }
}

function addAnswer(outcome: AddKeyOutcome, now: Instant): Answer {
  switch (outcome.kind) {
    case "added": {
      const { key, secret } = outcome;
      const hook = key.can.includes("hook") ? { address: `/api/hooks/${key.id}` } : {};
      return { done: { ...shown(key, now), ...hook, secret } };
    }
    case "no-such-topic":
      return noSuchTopic(outcome.topic);
    case "not-a-hook":
      return { refused: "A key that can hook can nothing else, and is for one topic." };
  }
}

async function revokeAnswer(ports: KeyAnswerPorts, id: string): Promise<Answer> {
  const outcome = await revokeKey(ports, id);
  switch (outcome.kind) {
    case "revoked":
      return { done: shown(outcome.key, ports.clock.now()) };
    case "revoked-before":
      return { refused: `The key ${id} was revoked before.` };
    case "no-such-key":
      return { refused: `There is no key ${id}: “bulletin key list” names them all.` };
  }
}

/** A key without its digest. */
function shown(key: ApiKey, now: Instant): Readonly<Record<string, unknown>> {
  return {
    key: key.id,
    name: key.name,
    can: key.can,
    ...(key.topics === undefined ? {} : { topics: key.topics }),
    state: keyState(key, now),
    createdAt: moment(key.createdAt),
    ...momentField("expiresAt", key.expiresAt),
    ...momentField("revokedAt", key.revokedAt),
    ...momentField("usedAt", key.usedAt),
  };
}
