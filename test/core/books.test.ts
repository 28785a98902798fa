import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addBooks, type Books, booksOf, emptyBooks } from "#core/books.ts";
import type { Outcome } from "#core/delivery.ts";

const anyOutcome = fc.oneof(
  fc.record({
    attempt: fc.nat({ max: 3 }),
    state: fc.constantFrom("held" as const, "uncertain" as const, "submitted" as const),
  }),
  fc.record({
    attempt: fc.nat({ max: 3 }),
    state: fc.constant("refused" as const),
    reason: fc.constantFrom("left" as const, "stale" as const, "nothing-new" as const),
  }),
);

const anyBooks = fc.tuple(fc.array(anyOutcome, { maxLength: 40 }), fc.nat({ max: 10 })).map(([all, open]) =>
  booksOf(
    all.length + open,
    all.map((one, index): Outcome => ({ index, ...one })),
  ),
);

function sum({ submitted, refused, uncertain, waiting }: Books): number {
  return submitted + uncertain + waiting + Object.values(refused).reduce((total, count) => total + count, 0);
}

describe("the books", () => {
  test("balance, whatever came of the deliveries", () => {
    fc.assert(
      fc.property(anyBooks, (books) => {
        expect(sum(books)).toBe(books.audience);
        expect(books.waiting).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test("of several slices balance together, in whatever order they are added", () => {
    fc.assert(
      fc.property(anyBooks, anyBooks, anyBooks, (a, b, c) => {
        expect(addBooks(addBooks(a, b), c)).toEqual(addBooks(a, addBooks(c, b)));
        expect(addBooks(a, emptyBooks)).toEqual(a);
        expect(sum(addBooks(a, b))).toBe(a.audience + b.audience);
      }),
    );
  });

  test("count refusals by reason, and what is held as waiting", () => {
    const outcomes: Outcome[] = [
      { index: 0, attempt: 1, state: "submitted" },
      { index: 1, attempt: 0, state: "refused", reason: "left" },
      { index: 2, attempt: 0, state: "refused", reason: "left" },
      { index: 3, attempt: 1, state: "refused", reason: "address-refused" },
      { index: 4, attempt: 1, state: "uncertain" },
      { index: 5, attempt: 2, state: "held" },
    ];
    expect(booksOf(7, outcomes)).toEqual({
      audience: 7,
      submitted: 1,
      refused: { left: 2, "address-refused": 1 },
      uncertain: 1,
      waiting: 2,
    });
  });
});
