import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { entryItem, entryOf } from "#adapters/dynamo/entry-item.ts";
import type { Item } from "#adapters/dynamo/item.ts";
import { logSk, subscriberPk } from "#adapters/dynamo/keys.ts";
import { numberText, parseNumberText } from "#adapters/dynamo/number-list.ts";
import { cadences } from "#core/cadence.ts";
import type { Weekday } from "#core/schedule.ts";
import type { SubscriberEntry, SubscriberState } from "#core/subscriber.ts";

const at = Date.UTC(2026, 2, 29, 6, 0, 1, 234);
const id = "Zk3_9xQ-aB7cD1eF";

/** A write unit of DynamoDB, in bytes. */
const writeUnit = 1024;

function stored(entry: SubscriberEntry): Item {
  const key = { pk: { S: subscriberPk(id) }, sk: { S: logSk(entry.number) } };
  return { ...key, ...entryItem(entry), writer: { S: "12345678" } };
}

/** An item's size as DynamoDB counts it: names and texts in UTF-8, a number by its digits. */
function sizeOf(item: Item): number {
  const sizes = Object.entries(item).map(([name, { S: text, N: number }]) => {
    return Buffer.byteLength(name) + Buffer.byteLength(text ?? "") + (number === undefined ? 0 : 21);
  });
  return sizes.reduce((sum, size) => sum + size, 0);
}

function stateWith(topics: readonly string[]): SubscriberState {
  return {
    locale: "pt-BR",
    schedule: { zone: "America/Argentina/ComodRivadavia", hour: "07:30", weekday: 7 },
    subscriptions: topics.map((topic, place) => ({
      topic,
      cadence: place % 2 === 0 ? "daily" : "instant",
      signUp: 100 + place,
      start: 1_000,
      mark: 1_040,
      brought: [1_042, 1_043, 1_047],
      owed: [1_003, 1_004, 1_005, 1_011],
    })),
    left: [{ topic: "a-topic-that-was-left", number: 99, mailed: [1_003, 1_004, 1_005] }],
    lastDates: { daily: "2026-03-29", weekly: "2026-03-23", instant: "2026-03-29" },
    alerting: { breakingPasses: true, perDay: 20, bigNewsOnly: false, quiet: { from: "22:00", to: "06:30" } },
    alertsOn: { date: "2026-03-29", count: 20 },
  };
}

function mail(topics: readonly string[]): SubscriberEntry {
  const numbers = Object.fromEntries(topics.map((topic) => [topic, [1_003, 1_004, 1_005, 1_011, 1_041, 1_044]]));
  const run = "daily.2026-03-29.0730.America-Argentina-ComodRivadavia";
  return { number: 1_234, at, event: { kind: "mailed", run, attempt: 1, numbers }, state: stateWith(topics) };
}

describe("the item of a mail in a subscriber's log", () => {
  test("costs one write unit for five topics, with names as long as newsrooms give them", () => {
    const topics = [1, 2, 3, 4, 5].map((place) => `harbour-strike-and-the-ferries-winter-2026-part-${place}`);
    expect(sizeOf(stored(mail(topics)))).toBeLessThanOrEqual(writeUnit);
  });

  test("costs one write unit for five topics, with the longest names there can be", () => {
    const topics = [1, 2, 3, 4, 5].map((place) => `${"x".repeat(59)}${place}`);
    expect(sizeOf(stored(mail(topics)))).toBeLessThanOrEqual(writeUnit);
  });

  test("stays under seven write units for the most topics there can be", () => {
    const topics = Array.from({ length: 50 }, (_, place) => `${"x".repeat(58)}${10 + place}`);
    expect(sizeOf(stored(mail(topics)))).toBeLessThanOrEqual(7 * writeUnit);
  });
});

/** The object without what is undefined in it, and without lists of numbers that are empty. */
function withoutAbsent(drawn: object): object {
  const present = ([name, value]: [string, unknown]) =>
    value !== undefined && !(name === "mailed" && (value as readonly number[]).length === 0);
  return Object.fromEntries(Object.entries(drawn).filter(present));
}

const ascending = fc
  .uniqueArray(fc.integer({ min: 1, max: 5_000 }), { maxLength: 30 })
  .map((numbers) => numbers.sort((a, b) => a - b));
const slug = fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}$/);
const count = fc.nat({ max: 1_000_000 });
const state: fc.Arbitrary<SubscriberState> = fc
  .record({
    locale: fc.constantFrom("en", "de", "ar"),
    schedule: fc.record({
      zone: fc.constantFrom("Europe/London", "Asia/Kathmandu"),
      hour: fc.constantFrom("00:00", "23:30"),
      weekday: fc.constantFrom<Weekday>(1, 7),
    }),
    subscriptions: fc.uniqueArray(
      fc.record({
        topic: slug,
        cadence: fc.constantFrom(...cadences),
        signUp: count,
        start: count,
        mark: count,
        brought: ascending,
        owed: ascending,
      }),
      { maxLength: 6, selector: ({ topic }) => topic },
    ),
    left: fc.array(
      fc.record({ topic: slug, number: count, mailed: fc.option(ascending, { nil: undefined }) }).map(withoutAbsent),
      { maxLength: 3 },
    ),
    alerting: fc.option(
      fc
        .record({
          quiet: fc.constantFrom({ from: "22:00", to: "06:30" }, undefined),
          breakingPasses: fc.boolean(),
          perDay: fc.integer({ min: 1, max: 50 }),
          bigNewsOnly: fc.boolean(),
        })
        .map(withoutAbsent),
      { nil: undefined },
    ),
    alertsOn: fc.constantFrom({ date: "2026-03-29", count: 3 }, undefined),
    pausedUntil: fc.constantFrom("2026-04-02", undefined),
    lastDates: fc.dictionary(fc.constantFrom("daily", "weekly", "instant"), fc.constant("2026-03-29")),
    suppressed: fc.constantFrom("bounce", "complaint", "erasure", undefined),
  })
  .map((drawn) => withoutAbsent(drawn) as SubscriberState);

describe("an entry", () => {
  test("comes back from its item as it was, whatever is in it", () => {
    const numbers = fc.dictionary(slug, ascending, { maxKeys: 5 });
    fc.assert(
      fc.property(state, numbers, fc.integer({ min: 1, max: 9_999_999_999 }), (after, brought, number) => {
        const event = { kind: "mailed", run: "daily.1", attempt: 2, numbers: brought } as const;
        const followed = after.subscriptions.map(({ topic }) => [topic, [number]] as const);
        const owed = { ...event, kind: "owed", reason: "stale", numbers: Object.fromEntries(followed) } as const;
        for (const one of [event, owed]) {
          const entry = { number, at, event: one, state: after };
          expect(entryOf(stored(entry))).toEqual(entry);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("a text of numbers", () => {
  test("tells neighbours by how many they are, and the rest by the steps between them", () => {
    expect(numberText([1_003, 1_004, 1_005, 1_011])).toBe("1003+2,6");
    expect(numberText([])).toBe("");
  });

  test("gives back what it was made from", () => {
    fc.assert(
      fc.property(ascending, (numbers) => {
        expect(parseNumberText(numberText(numbers))).toEqual(numbers);
      }),
    );
  });

  test.for(["x", "1+", "0", "1,,2", "-1", "1.5", "1+100000"])("is refused where it is %s", (text) => {
    expect(parseNumberText(text)).toBeUndefined();
  });
});
