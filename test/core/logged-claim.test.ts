import { describe, expect, test } from "vitest";
import { tellingClaim, untold } from "#core/logged-claim.ts";
import type { SubscriberEntry, SubscriberEvent } from "#core/subscriber.ts";
import { following, log, views } from "./following.ts";

const logs = views({
  harbour: log([1, "new"], [2, "new"], [1, "updated"], [1, "corrected"], [2, "withdrawn"]),
});

const mailed = (run: string, numbers: readonly number[], attempt = 1): SubscriberEvent => {
  return { kind: "mailed", run, attempt, numbers: { harbour: numbers } };
};
const owed = (run: string, numbers: readonly number[]): SubscriberEvent => {
  return { kind: "owed", run, attempt: 1, reason: "stale", numbers: { harbour: numbers } };
};

/** These events as a log gives them, newest first; they are given oldest first. */
function newestFirst(...events: readonly SubscriberEvent[]): SubscriberEntry[] {
  return events.map((event, index) => ({ number: index + 1, at: index, event, state: following() })).reverse();
}

describe("the numbers of a claim that are to be told yet", () => {
  test.each<[string, readonly SubscriberEvent[], Record<string, readonly number[]>]>([
    ["all of them where nothing was mailed since", [], { harbour: [1, 2] }],
    ["none of a development that was told since", [mailed("b", [1])], { harbour: [2] }],
    ["none of those whose correction or withdrawal was told since", [mailed("b", [4, 5])], {}],
    [
      "all of a development of which an update was claimed, which tells nothing",
      [mailed("b", [3])],
      { harbour: [1, 2] },
    ],
    ["all where the later mail was given back", [mailed("b", [4, 5]), owed("b", [4, 5])], { harbour: [1, 2] }],
    ["none of what it told at its second attempt", [mailed("b", [4, 5]), mailed("b", [4], 2)], { harbour: [2] }],
  ])("are %s", (_, later, remaining) => {
    expect(untold({ harbour: [1, 2] }, newestFirst(...later), logs)).toEqual(remaining);
  });

  test("are a correction's own, unless the development was told as news since", () => {
    expect(untold({ harbour: [4] }, newestFirst(), logs)).toEqual({ harbour: [4] });
    expect(untold({ harbour: [4] }, newestFirst(mailed("b", [1, 3])), logs)).toEqual({});
  });
});

describe("the claim that told of a development", () => {
  test("is the newest that stands", () => {
    const entries = newestFirst(mailed("a", [1]), mailed("b", [3]), mailed("c", [4]), owed("c", [4]));
    expect(tellingClaim(entries, "harbour", 1, logs)).toMatchObject({ run: "a", attempt: 1 });
    expect(tellingClaim(entries, "harbour", 2, logs)).toBeUndefined();
  });
});
