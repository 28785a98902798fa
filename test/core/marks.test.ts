import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { alerted, givenBack, newNumbers, served } from "#core/marks.ts";
import type { Subscription } from "#core/subscriber.ts";
import { following, subscription } from "./following.ts";

describe("the new numbers of a subscription", () => {
  test("are those after the mark, less what alerts brought, and what is owed", () => {
    expect(newNumbers(subscription({ mark: 3, brought: [5], owed: [1] }), 6)).toEqual([1, 4, 6]);
    expect(newNumbers(subscription({ mark: 3 }), 3)).toEqual([]);
  });
});

describe("a subscription", () => {
  test("is served up to the tail by a digest, and never back", () => {
    expect(served(subscription({ mark: 3, brought: [5], owed: [1] }), 6)).toEqual(subscription({ mark: 6 }));
    expect(served(subscription({ mark: 6 }), 4)).toEqual(subscription({ mark: 6 }));
  });

  test("moves its mark over what alerts have filled up", () => {
    expect(alerted(subscription({ mark: 1 }), [3])).toEqual(subscription({ mark: 1, brought: [3] }));
    expect(alerted(subscription({ mark: 1, brought: [3] }), [2])).toEqual(subscription({ mark: 3 }));
    expect(alerted(subscription({ mark: 3 }), [2])).toEqual(subscription({ mark: 3 }));
  });

  test("is owed what it is given back: up to the mark as owed, beyond it as new", () => {
    const state = following(subscription({ mark: 3, brought: [5, 7] }), subscription({ topic: "flood", mark: 3 }));
    const [harbour, flood] = givenBack(state, { harbour: [2, 5] }).subscriptions;
    expect(harbour).toEqual(subscription({ mark: 3, brought: [7], owed: [2] }));
    expect(flood).toEqual(subscription({ topic: "flood", mark: 3 }));
  });

  test("is not owed what is older than its start: it was left and followed again", () => {
    const [after] = givenBack(following(subscription({ start: 5, mark: 5 })), { harbour: [4, 5] }).subscriptions;
    expect(after).toEqual(subscription({ start: 5, mark: 5 }));
  });
});

/** What may happen to one subscription, as the mails that SES took or refused. */
type Deed = { readonly kind: "grow" | "digest" | "alert" | "return"; readonly pick: number };

describe("every number after the start", () => {
  test("is exactly one of mailed and new, whatever is served, alerted and given back", () => {
    const deeds = fc.array(
      fc.record({ kind: fc.constantFrom<Deed["kind"]>("grow", "digest", "alert", "return"), pick: fc.nat({ max: 9 }) }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(fc.nat({ max: 5 }), deeds, (start, all) => {
        let tail = start;
        let now: Subscription = subscription({ start, mark: start });
        let mailed: number[][] = [];
        for (const { kind, pick } of all) {
          if (kind === "grow") tail += 1 + (pick % 3);
          if (kind === "digest") {
            mailed.push(newNumbers(now, tail));
            now = served(now, tail);
          }
          if (kind === "alert") {
            const numbers = newNumbers(now, tail).filter((n) => n > now.mark && n % 2 === pick % 2);
            mailed.push(numbers);
            now = alerted(now, numbers);
          }
          const back = mailed[pick % Math.max(1, mailed.length)];
          if (kind === "return" && back !== undefined) {
            now = givenBack(following(now), { harbour: back }).subscriptions[0] ?? now;
            mailed = mailed.filter((numbers) => numbers !== back);
          }
          const both = [...mailed.flat(), ...newNumbers(now, tail)].sort((a, b) => a - b);
          expect(both).toEqual(Array.from({ length: tail - start }, (_, index) => start + 1 + index));
          expect(newNumbers(now, tail)).toEqual(newNumbers(now, tail).toSorted((a, b) => a - b));
        }
      }),
      { numRuns: 500 },
    );
  });
});
