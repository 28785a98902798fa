import { describe, expect, test } from "vitest";
import {
  confirmed,
  newState,
  recadenced,
  type SubscriberState,
  subscriptionsMax,
  subscriptionTo,
  suppressed,
  wasLeft,
  without,
} from "#core/subscriber.ts";
import { following, subscription } from "./following.ts";

const request = { topic: "harbour", cadence: "weekly", zone: "Asia/Kathmandu", locale: "ne" } as const;

function state(after: ReturnType<typeof confirmed>): SubscriberState {
  if (after === "too-many") throw new Error(after);
  return after;
}

describe("a confirmed sign-up", () => {
  test("follows its topic from the tail on, in its own zone and locale when it is the first", () => {
    const first = newState("en", { zone: "Europe/London", hour: "06:30", weekday: 3 });
    const after = state(confirmed(first, request, 4, 17));
    expect(after.subscriptions).toEqual([subscription({ cadence: "weekly", signUp: 4, start: 17, mark: 17 })]);
    expect(after.schedule).toEqual({ zone: "Asia/Kathmandu", hour: "06:30", weekday: 3 });
    expect(after.locale).toBe("ne");
  });

  test("moves neither zone nor locale of one who follows something", () => {
    const before = following(subscription({ topic: "flood" }));
    const after = state(confirmed(before, request, 4, 17));
    expect(after.schedule).toEqual(before.schedule);
    expect(after.locale).toBe("en");
    expect(after.subscriptions.map(({ topic }) => topic)).toEqual(["flood", "harbour"]);
  });

  test("of a topic that is followed changes its cadence, and keeps its mark", () => {
    const before = following(subscription({ start: 3, mark: 9, brought: [11], owed: [8] }));
    expect(state(confirmed(before, request, 4, 17)).subscriptions).toEqual([
      subscription({ cadence: "weekly", signUp: 4, start: 3, mark: 9, brought: [11], owed: [8] }),
    ]);
  });

  test("of a topic that was left follows it anew", () => {
    const left = without(following(subscription({ mark: 9 })), ["harbour"], 5);
    const after = state(confirmed(left, request, 6, 17));
    expect(subscriptionTo(after, "harbour")).toMatchObject({ start: 17, mark: 17 });
  });

  test("is one too many after the fiftieth topic, unless it is followed already", () => {
    const many = following(
      ...Array.from({ length: subscriptionsMax }, (_, n) => subscription({ topic: `topic-${n}` })),
    );
    expect(confirmed(many, request, 4, 17)).toBe("too-many");
    expect(typeof confirmed(many, { ...request, topic: "topic-7" }, 4, 17)).toBe("object");
  });
});

describe("leaving", () => {
  test("ends the subscriptions named, and makes their sign-ups worth nothing", () => {
    const after = without(following(subscription(), subscription({ topic: "flood" })), ["harbour", "comet"], 5);
    expect(after.subscriptions.map(({ topic }) => topic)).toEqual(["flood"]);
    expect(after.left).toEqual([{ topic: "harbour", number: 5 }]);
    expect(wasLeft(after, "harbour", 4)).toBe(true);
    expect(wasLeft(after, "harbour", 6)).toBe(false);
    expect(wasLeft(after, "flood", 4)).toBe(false);
  });

  test("is remembered of fifty topics at least, the oldest forgotten first", () => {
    const topics = Array.from({ length: subscriptionsMax }, (_, n) => `topic-${n}`);
    const all = following(...topics.map((topic) => subscription({ topic })));
    const after = without(state(confirmed(without(all, topics, 5), request, 6, 0)), ["harbour"], 7);
    expect(after.left).toHaveLength(50);
    expect(after.left.at(-1)).toEqual({ topic: "harbour", number: 7 });
    expect(after.left.map(({ topic }) => topic)).not.toContain("topic-0");
  });
});

describe("a suppression", () => {
  test("ends every subscription, and says why", () => {
    const after = suppressed(following(subscription(), subscription({ topic: "flood" })), "complaint", 5);
    expect(after).toMatchObject({ suppressed: "complaint", subscriptions: [] });
    expect(after.left.map(({ topic }) => topic)).toEqual(["harbour", "flood"]);
  });
});

describe("a change of cadence", () => {
  test("keeps everything else", () => {
    const before = following(subscription({ mark: 9, brought: [11], owed: [8] }));
    expect(recadenced(before, "harbour", "instant").subscriptions).toEqual([
      subscription({ cadence: "instant", mark: 9, brought: [11], owed: [8] }),
    ]);
  });

  test("of a topic that is not followed changes nothing", () => {
    const before = following(subscription());
    expect(recadenced(before, "flood", "instant")).toEqual(before);
  });
});
