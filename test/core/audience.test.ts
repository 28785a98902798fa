import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { alertAudience, audiencesOf, dueAudience, dueGroupsOf, groupOfAudience, shardOf } from "#core/audience.ts";
import { groupName } from "#core/due.ts";
import { following, subscription } from "./following.ts";

describe("the audiences of a subscriber", () => {
  test("are one of each cadence that they follow something at, and one of each topic that they get alerts of", () => {
    const state = following(
      subscription({ topic: "a" }),
      subscription({ topic: "b" }),
      subscription({ topic: "c", cadence: "weekly" }),
      subscription({ topic: "d", cadence: "hourly" }),
      subscription({ topic: "e", cadence: "instant" }),
      subscription({ topic: "f", cadence: "instant" }),
    );
    const followers = ["a", "b", "c", "d", "e", "f"].map((topic) => `followers.${topic}`);
    expect(audiencesOf(state).sort()).toEqual([
      "alert.e",
      "alert.f",
      "due.daily.0700.Europe/London",
      "due.hourly",
      "due.instant.0800.Europe/London",
      "due.weekly.1.0700.Europe/London",
      ...followers,
    ]);
  });

  test("are none of one who follows nothing", () => {
    expect(audiencesOf(following())).toEqual([]);
  });

  test("tell the due group back, and no group of a topic's", () => {
    for (const group of dueGroupsOf(following(subscription(), subscription({ topic: "b", cadence: "hourly" })))) {
      expect(groupOfAudience(dueAudience(group))).toBe(groupName(group));
    }
    expect(groupOfAudience(alertAudience("due.daily"))).toBeUndefined();
  });
});

describe("the shard of a subscriber", () => {
  const id = fc.stringMatching(/^[A-Za-z0-9_-]{16}$/);

  test("is one of those there are, and always the same", () => {
    fc.assert(
      fc.property(id, fc.integer({ min: 1, max: 64 }), (subscriber, shards) => {
        const shard = shardOf(subscriber, shards);
        expect(Number.isInteger(shard) && shard >= 0 && shard < shards).toBe(true);
        expect(shardOf(subscriber, shards)).toBe(shard);
      }),
    );
  });

  test("is near enough the same for as many everywhere", () => {
    const counts = Array(16).fill(0) as number[];
    for (let number = 0; number < 16_000; number++) {
      const shard = shardOf(Buffer.from(`subscriber ${number}`).toString("base64url").slice(-16), 16);
      counts[shard] = (counts[shard] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(800);
    expect(Math.max(...counts)).toBeLessThan(1200);
  });

  test("never changes: audiences that are stored are spread by it", () => {
    expect(["reader-000000001", "AAAAAAAAAAAAAAAA", "zzzzzzzzzzzzzzzz"].map((one) => shardOf(one, 16))).toEqual([
      0, 5, 5,
    ]);
  });
});
