import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { bulletin } from "./bulletin.ts";
import { gateway } from "./gateway.ts";

const audience = {
  atOnce: 5,
  byCadence: { instant: 5, hourly: 1, daily: 1_200, weekly: 0 },
  isEstimate: false,
  isCut: false,
};
const development = (number: number, headline: string) => ({
  ...{ number, kind: "corrected", importance: "notable", headline, versions: 2 },
  recordedAt: "2026-11-20T07:00:00.000Z",
});
const shown = {
  topic: "t",
  title: "The harbour strike",
  total: 12,
  developments: [development(12, "x".repeat(5_000)), development(9, "Ferries stop")],
  hasMore: true,
};

let answer: object;
const stack = await gateway(() => answer);

beforeEach(() => {
  stack.asked.length = 0;
});

afterAll(() => stack.close());

const locally = (...words: readonly string[]) => bulletin([...words, "--local"], stack.local);

describe("an editor", () => {
  test("finds a topic among all, in words and as JSON", async () => {
    const topics = [{ topic: "t", title: "The harbour strike", createdAt: "2026-11-20T07:00:00.000Z" }];
    answer = { done: { topics } };
    expect((await locally("topic", "list")).stdout).toMatch(/^TOPIC +ADDED +TITLE\nt +2026-11-20 07:00Z +The harbour/);
    expect((await locally("topic", "list", "--json")).results()).toEqual(topics);
  });

  test("sees who follows a topic, and its newest developments with their numbers and short headlines", async () => {
    answer = { done: { ...shown, audience } };
    const { stdout } = await locally("topic", "show", "t");
    const lines = stdout.split("\n");
    expect(lines.slice(0, 2)).toEqual([
      "t: The harbour strike",
      "Followers: 5 instant, 1 hourly, 1,200 daily, 0 weekly",
    ]);
    expect(lines[3]).toMatch(/^ +12 {2}corrected +notable +2026-11-20 07:00Z +x{59}…$/);
    expect(lines[4]).toMatch(/^ +9 {2}corrected .* Ferries stop$/);
    expect(lines[5]).toBe("… “bulletin development list t” lists all 12.");
  });

  test("lists developments by stretches, and is told how to see older ones", async () => {
    answer = { done: shown };
    const { stdout, stderr } = await locally("development", "list", "t", "--limit", "2", "--before", "13");
    expect(stdout.split("\n")).toHaveLength(4);
    expect(stderr).toBe("There are older ones: ask for them with --before 9.\n");
    expect(stack.asked).toEqual([{ command: "topic.show", topic: "t", limit: 2, before: 13, uncounted: true }]);
  });

  test.each(["0", "501", "many"])("may not ask for %s at once", async (limit) => {
    const { code, stderr } = await locally("development", "list", "t", "--limit", limit);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining("from 1 to 500") });
  });
});
