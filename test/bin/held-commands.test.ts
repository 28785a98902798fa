import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { bulletin } from "./bulletin.ts";
import { gateway } from "./gateway.ts";

const stack = await gateway(() => ({ done: { held: "harbour.1x2y", reason: "hold", heldBack: 1 } }));

beforeEach(() => {
  stack.asked.length = 0;
});

afterAll(() => stack.close());

const locally = (...words: string[]) => bulletin([...words, "--local", "--json"], stack.local);
const publish = ["publish", "harbour", "--headline", "Ferries stop"] as const;

describe("holding by the command line", () => {
  test("asks for a draft, an embargo or a hold, and for one of them alone", async () => {
    await locally(...publish, "--draft");
    await locally(...publish, "--embargo", "2026-11-23T13:00:00+01:00");
    await locally(...publish, "--hold", "30s");
    expect(stack.asked.map(({ hold }) => hold)).toEqual([
      { reason: "draft" },
      { reason: "embargo", releaseAt: Date.parse("2026-11-23T12:00:00Z") },
      { reason: "hold", forMs: 30_000 },
    ]);
    expect((await locally(...publish, "--draft", "--hold", "30s")).code).toBe(2);
  });

  test.each([
    ["--embargo", "tomorrow"],
    ["--embargo", "2026-11-23T13:00:00"],
    ["--hold", "30"],
    ["--hold", "25h"],
  ])("refuses %s %s as wrong usage, and publishes nothing", async (option, value) => {
    expect((await locally(...publish, option, value)).code).toBe(2);
    expect(stack.asked).toEqual([]);
  });

  test("withdraws what is held by its id, unseen", async () => {
    expect((await locally("withdraw", "harbour", "held:1x2y")).code).toBe(0);
    expect(stack.asked).toEqual([{ command: "held.discard", held: "harbour.1x2y" }]);
  });

  test("does not merge topics unless somebody says yes", async () => {
    expect((await locally("topic", "merge", "harbour", "port-talks")).code).toBe(1);
    expect(stack.asked).toEqual([]);
    await locally("topic", "merge", "harbour", "port-talks", "--yes");
    expect(stack.asked).toEqual([{ command: "topic.merge", topic: "harbour", into: "port-talks" }]);
  });
});
