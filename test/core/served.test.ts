import { describe, expect, test } from "vitest";
import { alerted, givenBack, isServed, mailedNumbers, newNumbers, served } from "#core/marks.ts";
import { newState, type Subscription } from "#core/subscriber.ts";

const subscription: Subscription = {
  topic: "harbour-strike",
  cadence: "instant",
  signUp: 1,
  start: 2,
  mark: 5,
  brought: [7],
  owed: [4],
};

describe("what a reader is served", () => {
  test("is all up to the mark but what is owed, and what alerts brought beyond it", () => {
    const numbers = [1, 2, 3, 4, 5, 6, 7, 8];
    expect(numbers.filter((number) => isServed(subscription, number))).toEqual([3, 5, 7]);
    expect(mailedNumbers(subscription)).toEqual([3, 5, 7]);
    expect(newNumbers(subscription, 8)).toEqual([4, 6, 8]);
  });

  test("by an alert fills the mark up to the next gap", () => {
    expect(alerted(subscription, [6])).toMatchObject({ mark: 7, brought: [], owed: [4] });
  });

  test("by a correction told at once is owed no more", () => {
    expect(alerted(subscription, [4])).toMatchObject({ mark: 5, brought: [7], owed: [] });
  });

  test("by a digest whose sender saw an older tail keeps what alerts brought beyond it", () => {
    expect(served(subscription, 6)).toMatchObject({ mark: 7, brought: [], owed: [] });
    expect(served({ ...subscription, brought: [8] }, 6)).toMatchObject({ mark: 6, brought: [8] });
    expect(served(subscription, 3)).toMatchObject({ mark: 5, brought: [7] });
  });
});

describe("what is given back", () => {
  const schedule = { zone: "Europe/London", hour: "07:00", weekday: 1 } as const;
  const state = { ...newState("en", schedule), subscriptions: [subscription] };

  test("is owed up to the mark and new beyond it, but never up to the start", () => {
    const after = givenBack(state, { "harbour-strike": [1, 5, 7] });
    expect(after.subscriptions).toMatchObject([{ mark: 5, brought: [], owed: [4, 5] }]);
  });

  test("does not count as mailed of a topic that was left", () => {
    const left = [{ topic: "harbour-strike", number: 9, mailed: [3, 5] }];
    const after = givenBack({ ...state, subscriptions: [], left }, { "harbour-strike": [5] });
    expect(after.left).toEqual([{ topic: "harbour-strike", number: 9, mailed: [3] }]);
    expect(givenBack(after, { "harbour-strike": [3] }).left).toEqual([{ topic: "harbour-strike", number: 9 }]);
  });
});
