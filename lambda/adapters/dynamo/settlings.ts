import type { AttemptedIndex, Submission } from "#core/delivery.ts";
import { doublesAmong, type EventPath } from "#core/settling.ts";
import type { SettlingLedger } from "#pipeline/ports/ledger.ts";
import { uncertainIn } from "#pipeline/uncertain-in.ts";
import { expiry, type Item, malformed, numberOf, text, textOf, whole, wholes } from "./item.ts";
import {
  doubledKey,
  doubledStart,
  eventPathKey,
  lapsedKey,
  lapsedStart,
  markedKey,
  outcomesPk,
  runKey,
} from "./keys.ts";
import { byAttempt, dynamoOutcomes, toldBy } from "./outcomes.ts";
import { get, items, put, update } from "./requests.ts";
import { dynamoSlices } from "./slices.ts";
import { type DynamoTable, logsUntil } from "./table.ts";

/** How uncertain deliveries are settled: beside their outcomes, and like them never overwritten. */
export function dynamoSettlings(table: DynamoTable): SettlingLedger {
  const expiresAt = () => expiry(logsUntil(table, table.now()));
  const { outcomes } = dynamoOutcomes(table);
  const { slices } = dynamoSlices(table);
  const moveOn = async (name: keyof EventPath, at: number): Promise<void> => {
    const later = { holds: `attribute_not_exists(#${name}) OR #${name} < :${name}` };
    await update(table, eventPathKey, { set: { [name]: whole(at) } }, later);
  };
  return {
    async markUncertain(key, deliveries, at) {
      for (const [attempt, indices] of byAttempt(deliveries)) {
        const change = { add: { indices: wholes(indices) }, set: { expiresAt: expiresAt() } };
        await update(table, markedKey(key, attempt, at), change);
      }
    },
    async lapse(key, deliveries) {
      for (const [attempt, indices] of byAttempt(deliveries)) {
        const change = { add: { indices: wholes(indices) }, set: { expiresAt: expiresAt() } };
        await update(table, lapsedKey(key, attempt), change);
      }
    },
    uncertain: (run, shard) => uncertainIn({ slices, outcomes }, run, shard),
    async doublesIn(key) {
      const pk = outcomesPk(key);
      const where = { holds: "begins_with(#sk, :start)", values: { start: text(lapsedStart) } };
      // Nearly no slice has any, and this looks at each one that events come for.
      if ((await items(table, { pk, where, limit: 1 })).length === 0) return [];
      const told = (await items(table, { pk })).flatMap(toldBy);
      const of = (state: string): AttemptedIndex[] =>
        told.filter((one) => one.state === state).map(({ index, attempt }) => ({ index, attempt }));
      const stale = told.filter(({ reason }) => reason === "stale" || reason === "overtaken");
      return doublesAmong({ taken: of("submitted"), lapsed: of("lapsed"), stale });
    },
    async addDoubled(submission) {
      await put(table, doubledKey(submission), { expiresAt: expiresAt() });
    },
    async doubled(run) {
      const where = { holds: "begins_with(#sk, :start)", values: { start: text(doubledStart) } };
      return (await items(table, { pk: runKey(run).pk, where })).map((item) => submissionOf(run, item));
    },
    async eventPath() {
      const item = (await get(table, eventPathKey)) ?? {};
      return {
        ...(item["heardUpTo"] === undefined ? {} : { heardUpTo: numberOf(item, "heardUpTo") }),
        ...(item["submittedUpTo"] === undefined ? {} : { submittedUpTo: numberOf(item, "submittedUpTo") }),
      };
    },
    noteHeard: (at) => moveOn("heardUpTo", at),
    noteSubmitted: (at) => moveOn("submittedUpTo", at),
  };
}

function submissionOf(run: string, item: Item): Submission {
  const [shard, first, index, attempt, ...more] = textOf(item, "sk").slice(doubledStart.length).split("#");
  if (first === undefined || attempt === undefined || more.length > 0) malformed(item, "a submission's key");
  return { run, shard: Number(shard), first, index: Number(index), attempt: Number(attempt) };
}
