import {
  type AttemptedIndex,
  type DeliveryState,
  movesForward,
  type Outcome,
  type RefusalReason,
} from "#core/delivery.ts";
import type { Instant } from "#core/instant.ts";
import type { MailEventKind, OutcomeLedger } from "#pipeline/ports/ledger.ts";
import { expiry, type Item, malformed, numbersOf, text, textOf, wholes } from "./item.ts";
import { eventsKey, outcomeKey, outcomesPk, takenKey } from "./keys.ts";
import { items, put, update, updated } from "./requests.ts";
import { type DynamoTable, logsUntil } from "./table.ts";

/**
 * What came of every delivery, one partition a slice.
 *
 * Nothing here is ever overwritten: what is written is a set that grows, or an item that says one thing. So writing
 * twice is writing once, in whatever order; reading finds out what stands.
 */
export function dynamoOutcomes(table: DynamoTable): OutcomeLedger {
  const expiresAt = () => expiry(logsUntil(table, table.now()));
  return {
    async outcomes(key) {
      const found = await items(table, { pk: outcomesPk(key) });
      const standing = new Map<number, Outcome>();
      for (const outcome of found.flatMap(toldBy)) {
        if (movesForward(standing.get(outcome.index), outcome)) standing.set(outcome.index, outcome);
      }
      for (const { index, attempt, at } of found.flatMap(markedBy)) {
        const outcome = standing.get(index);
        if (outcome?.state !== "uncertain" || outcome.attempt !== attempt) continue;
        standing.set(index, { ...outcome, uncertainSince: Math.min(at, outcome.uncertainSince ?? at) });
      }
      return standing;
    },
    async addSubmitted(key, attempt, indices) {
      if (indices.length === 0) return;
      const change = { add: { indices: wholes([...new Set(indices)]) }, set: { expiresAt: expiresAt() } };
      await update(table, takenKey(key, attempt, Math.min(...indices)), change);
    },
    async addOutcome(key, { index, attempt, state, reason }) {
      const item: Item = { expiresAt: expiresAt(), ...(reason === undefined ? {} : { reason: text(reason) }) };
      await put(table, outcomeKey(key, index, attempt, state), item);
    },
    async addEvents(key, kind, deliveries) {
      const added: AttemptedIndex[] = [];
      for (const [attempt, indices] of byAttempt(deliveries)) {
        const change = { add: { indices: wholes(indices) }, set: { expiresAt: expiresAt() } };
        const before = await updated(table, eventsKey(key, kind, attempt), change, undefined, "UPDATED_OLD");
        const known = before?.["indices"] === undefined ? [] : numbersOf(before, "indices");
        for (const index of indices) if (!known.includes(index)) added.push({ index, attempt });
      }
      return added;
    },
  };
}

/** What an event says of the submission that it reports: whatever came after SES took it, it took it. */
const meaning: Readonly<Record<MailEventKind, Pick<Outcome, "state" | "reason">>> = {
  send: { state: "submitted" },
  delay: { state: "submitted" },
  bounce: { state: "submitted" },
  "soft-bounce": { state: "submitted" },
  complaint: { state: "submitted" },
  reject: { state: "refused", reason: "message-refused" },
  failure: { state: "refused", reason: "message-refused" },
};

/** The indices of each attempt, each once. */
export function byAttempt(deliveries: readonly AttemptedIndex[]): ReadonlyMap<number, readonly number[]> {
  const attempts = new Map<number, Set<number>>();
  for (const { index, attempt } of deliveries) {
    const indices = attempts.get(attempt) ?? new Set();
    attempts.set(attempt, indices.add(index));
  }
  return new Map([...attempts].map(([attempt, indices]) => [attempt, [...indices]]));
}

/** What an item of a slice's outcomes tells. */
export function toldBy(item: Item): Outcome[] {
  const [family, ...rest] = textOf(item, "sk").split("#");
  switch (family) {
    case "TAKEN":
      return ofAll(item, rest[0], { state: "submitted" });
    case "LAPSED":
      return ofAll(item, rest[0], { state: "lapsed" });
    case "EVENT":
      return ofAll(item, rest[1], meaning[rest[0] as MailEventKind] ?? malformed(item, "a kind of event that is one"));
    case "MARKED":
      return [];
    case "OUTCOME": {
      const [index, attempt, state] = rest;
      const outcome = { index: Number(index), attempt: Number(attempt), state: state as DeliveryState };
      if (item["reason"] === undefined) return [outcome];
      return [{ ...outcome, reason: textOf(item, "reason") as RefusalReason }];
    }
    default:
      return malformed(item, "a key that tells an outcome");
  }
}

function ofAll(item: Item, attempt: string | undefined, said: Pick<Outcome, "state" | "reason">): Outcome[] {
  return numbersOf(item, "indices").map((index) => ({ index, attempt: Number(attempt), ...said }));
}

/** When recovery first saw deliveries uncertain. */
function markedBy(item: Item): (AttemptedIndex & { readonly at: Instant })[] {
  const [family, attempt, at] = textOf(item, "sk").split("#");
  if (family !== "MARKED") return [];
  return numbersOf(item, "indices").map((index) => ({ index, attempt: Number(attempt), at: Number(at) }));
}
