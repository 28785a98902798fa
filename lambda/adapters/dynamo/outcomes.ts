import { type DeliveryState, movesForward, type Outcome, type RefusalReason } from "#core/delivery.ts";
import type { Ledger, MailEventKind } from "#pipeline/ports/ledger.ts";
import { expiry, type Item, malformed, numbersOf, text, textOf, wholes } from "./item.ts";
import { eventsKey, outcomeKey, outcomesPk, takenKey } from "./keys.ts";
import { items, put, update } from "./requests.ts";
import { type DynamoTable, logsUntil } from "./table.ts";

/**
 * What came of every delivery, one partition a slice.
 *
 * Nothing here is ever overwritten: what is written is a set that grows, or an item that says one thing. So writing
 * twice is writing once, in whatever order; reading finds out what stands.
 */
export function dynamoOutcomes(
  table: DynamoTable,
): Pick<Ledger, "outcomes" | "addSubmitted" | "addOutcome" | "addEvents"> {
  const expiresAt = () => expiry(logsUntil(table, table.now()));
  return {
    async outcomes(key) {
      const standing = new Map<number, Outcome>();
      for (const item of await items(table, { pk: outcomesPk(key) })) {
        for (const outcome of told(item)) {
          if (movesForward(standing.get(outcome.index), outcome)) standing.set(outcome.index, outcome);
        }
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
      for (const [attempt, indices] of byAttempt(deliveries)) {
        const change = { add: { indices: wholes([...indices]) }, set: { expiresAt: expiresAt() } };
        await update(table, eventsKey(key, kind, attempt), change);
      }
    },
  };
}

/** What an event says of the submission that it reports: whatever came after SES took it, it took it. */
const meaning: Readonly<Record<MailEventKind, Pick<Outcome, "state" | "reason">>> = {
  send: { state: "submitted" },
  delay: { state: "submitted" },
  bounce: { state: "submitted" },
  complaint: { state: "submitted" },
  reject: { state: "refused", reason: "message-refused" },
  failure: { state: "refused", reason: "message-refused" },
};

function byAttempt(deliveries: readonly { readonly index: number; readonly attempt: number }[]) {
  const attempts = new Map<number, Set<number>>();
  for (const { index, attempt } of deliveries) {
    const indices = attempts.get(attempt) ?? new Set();
    attempts.set(attempt, indices.add(index));
  }
  return attempts;
}

function told(item: Item): Outcome[] {
  const [family, ...rest] = textOf(item, "sk").split("#");
  if (family === "TAKEN") {
    const attempt = Number(rest[0]);
    return numbersOf(item, "indices").map((index) => ({ index, attempt, state: "submitted" }));
  }
  if (family === "EVENT") {
    const [kind = "", attempt] = rest;
    const said = meaning[kind as MailEventKind] ?? malformed(item, "a kind of event that is one");
    return numbersOf(item, "indices").map((index) => ({ index, attempt: Number(attempt), ...said }));
  }
  if (family !== "OUTCOME") malformed(item, "a key that tells an outcome");
  const [index, attempt, state] = rest;
  const outcome = { index: Number(index), attempt: Number(attempt), state: state as DeliveryState };
  if (item["reason"] === undefined) return [outcome];
  return [{ ...outcome, reason: textOf(item, "reason") as RefusalReason }];
}
