import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isServed, newNumbers } from "#core/marks.ts";
import { subscriptionTo } from "#core/subscriber.ts";
import { anyEvents, isWithdrawn, readerModel, topic } from "./reader-model.ts";

type Reader = ReturnType<typeof readerModel>;

/** Each number after the start is one of served, owed and new, and what was mailed is served. */
function checkPartition(reader: Reader): void {
  const { log, mailed } = reader;
  const subscription = subscriptionTo(reader.state(), topic);
  if (subscription === undefined) return;
  const next = newNumbers(subscription, log.length);
  expect(next, "ascending, each once").toEqual([...new Set(next)].sort((a, b) => a - b));
  for (let number = subscription.start + 1; number <= log.length; number++) {
    const kinds = [isServed(subscription, number), next.includes(number)].filter(Boolean);
    expect(kinds, `number ${number} is one of served, owed and new`).toHaveLength(1);
    // What is older than the subscription is void to it, also where its correction came as a topic's that was left.
    const isOlder = (log[number - 1]?.development ?? 0) <= subscription.start;
    if (mailed.has(number) && !isOlder)
      expect(isServed(subscription, number), `number ${number} was mailed`).toBe(true);
  }
  expect(subscription.owed.every((number) => number > subscription.start && number <= subscription.mark)).toBe(true);
  expect(subscription.brought.every((number) => number > subscription.mark)).toBe(true);
}

/** What the reader was told so far: each development once as new, and amended only after that. */
function checkTold({ told, log }: Reader): void {
  const seen = new Map<number, number>();
  for (const { label, development, number } of told) {
    if (label === "new") expect(seen.has(development), "told once").toBe(false);
    else expect(seen.has(development), "amended only after it was told").toBe(true);
    const since = log.filter((v) => v.development === development && v.number > (seen.get(development) ?? 0));
    if (label === "corrected") expect(since.some(({ kind }) => kind === "corrected")).toBe(true);
    if (label === "withdrawn") expect(since.some(({ kind }) => kind === "withdrawn")).toBe(true);
    seen.set(development, number);
  }
}

/** After a digest with nothing held, everything is told: no number was void that a reader should have heard of. */
function checkNothingSkipped(reader: Reader): void {
  const { log, told } = reader;
  const subscription = subscriptionTo(reader.state(), topic);
  for (const { number } of log.filter(({ kind }) => kind === "new")) {
    const items = told.filter(({ development }) => development === number);
    const isDue = subscription !== undefined && number > subscription.start;
    if (isDue && !isWithdrawn(log, number)) expect(items.length, `${number} is told`).toBeGreaterThan(0);
    if (items.length === 0) continue;
    if (isWithdrawn(log, number)) expect(items.at(-1)?.label, `${number} is withdrawn`).toBe("withdrawn");
    const correction = log.findLast((v) => v.development === number && v.kind === "corrected")?.number ?? 0;
    if (!isWithdrawn(log, number))
      expect(items.at(-1)?.number, `${number} is corrected`).toBeGreaterThanOrEqual(correction);
  }
}

describe("the numbers of a topic's log", () => {
  test("are each one of mailed, owed, new and void for a reader, whatever happens", () => {
    const property = fc.property(anyEvents, (events) => {
      const reader = readerModel();
      reader.happen({ kind: "follow" });
      for (const event of events) {
        reader.happen(event);
        checkPartition(reader);
        checkTold(reader);
      }
      // Two digests: the first goes with what was held, and the pause is over by the last.
      for (let round = 0; round < 4; round++) reader.happen({ kind: "digest", fate: "sent" });
      checkPartition(reader);
      checkTold(reader);
      checkNothingSkipped(reader);
    });
    fc.assert(property, { numRuns: 2_000 });
  });
});
