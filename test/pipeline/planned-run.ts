import { expect } from "vitest";
import { addBooks, type Books, booksOf, emptyBooks } from "#core/books.ts";
import type { Outcome } from "#core/delivery.ts";
import { type MemoryStack, memoryStack } from "#test/support/memory-stack.ts";

export const topic = "harbour-strike";
export const run = "daily.2026-11-21.0700.Europe-London";

export const reader = (number: number): string => `reader.${number}@reader.example`;

/**
 * A stack with a run whose slices are frozen and wait, on the morning of the 21st of November 2026.
 *
 * @param count the readers, who follow one topic; it has brought `News 1` since
 */
export async function stackWithRun(count: number, cadence = "daily"): Promise<MemoryStack> {
  const stack = memoryStack("2026-11-20T12:00:00Z");
  await stack.addTopic(topic, "the harbour strike");
  for (let number = 1; number <= count; number++) await stack.follow(reader(number), topic, { cadence });
  stack.ses.taken.length = 0;
  await stack.publish(topic, ["News 1"], cadence === "instant" ? "notable" : "routine");
  if (cadence !== "instant") {
    stack.pass(Date.parse("2026-11-21T07:00:00Z") - stack.now());
    await stack.tick();
  }
  await stack.planOnly();
  return stack;
}

/** How many mails each of the first `count` readers has. */
export function mailCounts(stack: MemoryStack, count: number): number[] {
  return Array.from({ length: count }, (_, index) => stack.mailsTo(reader(index + 1)).length);
}

/** What each mail to a reader tells, in the order in which they came. */
export async function news(stack: MemoryStack, number: number): Promise<string[]> {
  const mails = (await stack.read(reader(number))).filter((mail) => mail.token("unsubscribe") !== undefined);
  return mails.map(({ text }) => [...text.matchAll(/News \d+/g)].map(String).sort().join(", "));
}

/** The outcomes of all deliveries of a run, from its slices' records. */
export async function outcomes(stack: MemoryStack, runId = run): Promise<Outcome[]> {
  const all: Outcome[] = [];
  for (let shard = 0; shard < 4; shard++) {
    for (const key of await stack.ports.ledger.slices(runId, shard)) {
      all.push(...(await stack.ports.ledger.outcomes(key)).values());
    }
  }
  return all;
}

/** The books of a run as its slices' records stand now; each slice's must balance. */
export async function books(stack: MemoryStack, runId = run): Promise<Books> {
  let total = emptyBooks;
  for (let shard = 0; shard < 4; shard++) {
    for (const key of await stack.ports.ledger.slices(runId, shard)) {
      const members = (await stack.ports.ledger.slice(key))?.members.length ?? 0;
      total = addBooks(total, booksOf(members, (await stack.ports.ledger.outcomes(key)).values()));
    }
  }
  const refused = Object.values(total.refused).reduce((sum, count) => sum + count, 0);
  expect(total.submitted + total.uncertain + total.waiting + refused).toBe(total.audience);
  return total;
}

/** The slices' messages come again, as they do when a sender has not worked them off. */
export function redeliverSlices(stack: MemoryStack, keys: MemoryStack["waiting"]["slices"]): void {
  stack.pass(6 * 60_000);
  stack.redeliver();
  stack.waiting.slices.push(...keys);
}
