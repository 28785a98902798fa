import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DeliveryState, deliveryId, movesForward, type Outcome, parseDeliveryId } from "#core/delivery.ts";

const slug = fc.stringMatching(/^[a-z0-9]{1,30}(-[a-z0-9]{1,29})?$/);
const run = fc.oneof(
  fc.constantFrom(
    "daily.2026-03-29.0700.Europe-London",
    "weekly.2026-03-29.0730.America-Argentina-ComodRivadavia",
    "catch-up.2026-03-29.0800.America-Port-au-Prince",
    "daily.2026-03-29.0700.Etc-GMT+12",
  ),
  slug.map((topic) => `alert.${topic}.100000-100001`),
);

const anyKey = fc.record({
  run,
  shard: fc.nat({ max: 9999 }),
  first: fc.stringMatching(/^[A-Za-z0-9_-]{16}$/),
  index: fc.nat({ max: 499 }),
});

describe("a delivery's id", () => {
  test("tells its delivery back, in characters that SES allows in a tag, at most 256", () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        const id = deliveryId(key);
        expect(id).toMatch(/^[A-Za-z0-9_-]{1,256}$/);
        expect(parseDeliveryId(id)).toEqual(key);
      }),
    );
  });

  test.each(["", "daily", "daily.x", "_", "_2", "_zz", "a".repeat(257), "daily_2e0_2eshort_2e0", "daily_2e0\n"])(
    "is not “%s”",
    (id) => {
      expect(parseDeliveryId(id)).toBeUndefined();
    },
  );
});

describe("an outcome", () => {
  const anyOutcome = fc.record({
    index: fc.constant(0),
    attempt: fc.integer({ min: 0, max: 3 }),
    state: fc.constantFrom<DeliveryState>("held", "uncertain", "refused", "submitted"),
  });

  const standing = (outcomes: readonly Outcome[]) =>
    outcomes.reduce<Outcome | undefined>((now, next) => (movesForward(now, next) ? next : now), undefined);

  test("stands the same in whatever order, and however often, outcomes are written", () => {
    const shuffled = fc
      .array(anyOutcome, { minLength: 1, maxLength: 8 })
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 })));
    fc.assert(fc.property(shuffled, ([all, others]) => void expect(standing(others)).toEqual(standing(all))));
  });

  test("of a later attempt stands before one of an earlier", () => {
    expect(movesForward({ index: 0, attempt: 1, state: "submitted" }, { index: 0, attempt: 2, state: "held" })).toBe(
      true,
    );
    expect(movesForward({ index: 0, attempt: 2, state: "held" }, { index: 0, attempt: 1, state: "submitted" })).toBe(
      false,
    );
  });

  test("that SES took is final within its attempt", () => {
    for (const state of ["held", "uncertain", "refused", "submitted"] as const) {
      expect(movesForward({ index: 0, attempt: 1, state: "submitted" }, { index: 0, attempt: 1, state })).toBe(false);
    }
  });
});
