import { describe, expect, test } from "vitest";
import { planMessage, sliceMessage } from "#handlers/queue-message.ts";

const slice = { run: "daily.2026-03-29.0700.Europe-London", shard: 3, first: "aaaaaaaaaaaaaaaa" };

describe("a sender's message", () => {
  test("names a slice", () => {
    expect(sliceMessage({ v: 1, ...slice })).toEqual(slice);
  });

  test.each([
    ["of an older version", slice, "the sender reads messages of version 1, and this one has no version"],
    ["of a newer version", { v: 2, ...slice }, "the sender reads messages of version 1, and this one is of version 2"],
    ["that is no object", "slice", "the sender reads messages of version 1, and this one has no version"],
    ["of nothing", null, "the sender reads messages of version 1, and this one has no version"],
    ["without a run", { v: 1, ...slice, run: "" }, "the sender's message names no slice"],
    ["with a broken shard", { v: 1, ...slice, shard: -1 }, "the sender's message names no slice"],
    ["with an id that is none", { v: 1, ...slice, first: "a/b" }, "the sender's message names no slice"],
  ])("%s is a fault that says so", (_, body, message) => {
    expect(() => sliceMessage(body)).toThrow(expect.objectContaining({ code: "message.malformed", message }));
  });
});

describe("a planner's message", () => {
  test("names a part or a topic", () => {
    expect(planMessage({ v: 1, kind: "part", run: slice.run, shard: 0 })).toEqual({
      kind: "part",
      run: slice.run,
      shard: 0,
    });
    expect(planMessage({ v: 1, kind: "release", topic: "harbour-strike", id: "1x2y" })).toEqual({
      kind: "release",
      topic: "harbour-strike",
      id: "1x2y",
    });
    expect(planMessage({ v: 1, kind: "alert", topic: "harbour-strike" })).toEqual({
      kind: "alert",
      topic: "harbour-strike",
    });
  });

  test.each([
    ["of an older version", { kind: "part", run: slice.run, shard: 0 }],
    ["of an unknown kind", { v: 1, kind: "whole", run: slice.run, shard: 0 }],
    ["with a held one's id that is none", { v: 1, kind: "release", topic: "harbour-strike", id: "HELD#1" }],
    ["with a topic that is none", { v: 1, kind: "alert", topic: "Harbour strike!" }],
    ["without a shard", { v: 1, kind: "part", run: slice.run }],
  ])("%s is a fault", (_, body) => {
    expect(() => planMessage(body)).toThrow(expect.objectContaining({ code: "message.malformed" }));
  });
});
