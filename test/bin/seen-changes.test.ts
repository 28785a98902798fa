import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { bulletin } from "./bulletin.ts";
import { type Asked, gateway } from "./gateway.ts";

const audience = {
  atOnce: 3,
  byCadence: { instant: 5, hourly: 1, daily: 1_200, weekly: 0 },
  isEstimate: false,
  isCut: false,
};
const counted = { topic: "t", title: "The harbour strike", ...audience };
const development = {
  number: 3,
  kind: "new",
  importance: "notable",
  headline: `It was five. ${"And more. ".repeat(25)}`,
};

let count: () => object;
const stack = await gateway(({ command }: Asked) =>
  command === "audience.count" ? count() : { done: { topic: "t", number: 8, added: 1, updated: 0, unchanged: 0 } },
);

beforeEach(() => {
  stack.asked.length = 0;
  count = () => ({ done: counted });
});

afterAll(() => stack.close());

const locally = (...words: readonly string[]) => bulletin([...words, "--local"], stack.local);
const commands = () => stack.asked.map(({ command }) => command);
const publish = ["publish", "t", "--headline", "Ferries stop"] as const;

describe("before it publishes, the command line", () => {
  test("tells who gets it at once, who by digest, and how large the mail is", async () => {
    const { code, stdout, stderr } = await locally(...publish, "--yes");
    expect({ code, stdout }).toEqual({ code: 0, stdout: "t has this now, as number 8.\n" });
    expect(stderr).toMatch(
      /^At once: 3 of 5 instant readers \(the others with the daily catch-up\); by digest: 1 hourly, 1,200 daily, 0 weekly; mail: \d+ kB\n$/,
    );
    expect(commands()).toEqual(["audience.count", "publish"]);
  });

  test("says how well it knows the numbers", async () => {
    count = () => ({ done: { ...counted, isEstimate: true } });
    expect((await locally(...publish, "--dry-run")).stdout).toContain("about 1,200 daily, 0 weekly");
    count = () => ({ done: { ...counted, isEstimate: true, isCut: true } });
    expect((await locally(...publish, "--dry-run")).stdout).toContain("more than 1,200 daily, 0 weekly");
  });

  test("changes nothing in a dry run", async () => {
    const { code, results, stderr } = await locally(...publish, "--dry-run", "--json");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(results()).toEqual([{ dryRun: true, topic: "t", audience, mailBytes: expect.any(Number) }]);
    expect(commands()).toEqual(["audience.count"]);
  });

  test("prints one object with the counts and what was done", async () => {
    const { results, stderr } = await locally(...publish, "--json");
    expect(results()).toEqual([
      { topic: "t", number: 8, added: 1, updated: 0, unchanged: 0, audience, mailBytes: expect.any(Number) },
    ]);
    expect(stderr).toBe("");
  });

  test("goes on without asking where nobody sits at a terminal", async () => {
    expect((await locally(...publish)).code).toBe(0);
    expect(commands()).toEqual(["audience.count", "publish"]);
  });

  test("publishes nothing where the stack refuses to count", async () => {
    count = () => ({ refused: "There is no topic t." });
    const { code, stderr } = await locally(...publish);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "There is no topic t.\n" });
    expect(commands()).toEqual(["audience.count"]);
  });
});

describe("before it corrects or withdraws, the command line", () => {
  beforeEach(() => {
    count = () => ({ done: { ...counted, development } });
  });

  test.each([
    [["correct", "t", "3", "--headline", "It was four", "--note", "Not five."], "with their next digest"],
    [["withdraw", "t", "3", "--at-once"], "at once"],
  ])("shows by %j which development it is, its headline cut, and who is told %s", async (words, when) => {
    const { code, stderr } = await locally(...words);
    expect(code).toBe(0);
    expect(stderr).toContain(
      "Development 3 says “It was five. And more. And more. And more. And more. And mo…”. Whoever",
    );
    expect(stderr).toContain(`Whoever was mailed it is told ${when}; the topic's followers: 5 instant, 1 hourly`);
    expect(stderr).toMatch(/; mail: \d+ kB\n$/);
  });

  test("leaves out of a correction what stays as it is, and refuses one that changes nothing", async () => {
    await locally("correct", "t", "3", "--url", "https://courier.example/3", "--note", "Another page.");
    expect(stack.asked.at(-1)).toMatchObject({ wording: { url: "https://courier.example/3" }, note: "Another page." });
    expect(stack.asked.at(-1)).not.toHaveProperty("wording.headline");
    const { code, stderr } = await locally("correct", "t", "3", "--note", "Nothing.");
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("say what is corrected: --headline") });
  });

  test("refuses what is withdrawn already without asking", async () => {
    count = () => ({ done: { ...counted, development: { ...development, kind: "withdrawn" } } });
    const { code, stderr } = await locally("withdraw", "t", "3", "--dry-run");
    expect({ code, stderr }).toEqual({ code: 1, stderr: "Development 3 of t is withdrawn already.\n" });
    expect(commands()).toEqual(["audience.count"]);
  });
});

describe("wrong usage", () => {
  test.each([
    [["publish", "Harbour Strike", "--headline", "x"], "lower-case letters, digits and single hyphens"],
    [["publish", "t", "--headlin", "x"], "(There is no option --headlin.)"],
    [["publsh"], "Did you mean publish?"],
    [["publish", "t", "--headline", "x".repeat(5_000)], `'${"x".repeat(59)}…' is invalid. It has 5000 characters`],
  ])("of the kind %j is told in a few words", async (words, told) => {
    const { code, stderr } = await locally(...words);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(told) });
    expect(stderr.length).toBeLessThan(300);
  });
});
