import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { bulletin } from "./bulletin.ts";
import { type Asked, gateway } from "./gateway.ts";

let answer: (asked: Asked) => object | Error | number;
/** What the stack tells of a topic before it is changed. */
const counted = {
  ...{ topic: "t", title: "The harbour strike", atOnce: 3, isEstimate: false, isCut: false },
  byCadence: { instant: 5, hourly: 1, daily: 1_200, weekly: 0 },
  development: { number: 3, kind: "new", importance: "notable", headline: "It was five" },
};
const stack = await gateway((asked) => (asked["command"] === "audience.count" ? { done: counted } : answer(asked)));

/** What the stack was asked to change. */
const changes = () => stack.asked.filter(({ command }) => command !== "audience.count");

beforeEach(() => {
  stack.asked.length = 0;
  answer = () => ({ refused: "Nobody told the function what to answer." });
});

afterAll(() => stack.close());

/** Runs the command line against the stack on this machine. */
const locally = (words: readonly string[]) => bulletin([...words, "--local", "--json"], stack.local);

describe("a pull", () => {
  test("hands each input's developments to the stack, the lowest first, and prints what came of it", async () => {
    answer = ({ developments }) => ({
      done: { topic: "harbour-strike", added: (developments as unknown[]).length, updated: 0, unchanged: 0 },
    });
    const input = "examples/harbour-strike.html";
    const { code, results } = await locally(["pull", input, "--topic", "harbour-strike", "--importance", "breaking"]);
    expect(code).toBe(0);
    expect(results()).toEqual([{ input, topic: "harbour-strike", added: 7, updated: 0, unchanged: 0 }]);
    expect(stack.asked).toMatchObject([
      {
        command: "pull",
        topic: "harbour-strike",
        source: input,
        title: "Port Averil harbour strike enters second week as talks resume",
        importance: "breaking",
      },
    ]);
    expect((stack.asked[0]!["developments"] as unknown[]).at(-1)).toMatchObject({
      headline: "Talks between dockers and the harbour board have resumed.",
      publishedAt: Date.parse("2026-11-23T08:40:00Z"),
    });
  });

  test("goes on after an input that is refused, by us or by the stack, and ends in 1", async () => {
    answer = () => ({ done: { added: 0, updated: 0, unchanged: 6 } });
    const { code, results } = await locally([
      "pull",
      "nowhere",
      "examples/comet-mission.txt",
      "--topic",
      "comet-mission",
    ]);
    expect(code).toBe(1);
    expect(results()).toEqual([
      { input: "nowhere", refused: "nowhere does not exist." },
      { input: "examples/comet-mission.txt", topic: "comet-mission", added: 0, updated: 0, unchanged: 6 },
    ]);
  });

  test("prints the stack's refusal with the input", async () => {
    answer = () => ({ refused: "There is no topic nope." });
    const { code, results } = await locally(["pull", "examples/comet-mission.txt", "--topic", "nope"]);
    expect(code).toBe(1);
    expect(results()).toEqual([{ input: "examples/comet-mission.txt", refused: "There is no topic nope." }]);
  });

  test("of a long feed is handed over in parts that one call takes, and summed", async () => {
    const folder = mkdtempSync(join(tmpdir(), "bulletin-feed-"));
    const feed = join(folder, "feed.xml");
    const description = "word ".repeat(1_850);
    const items = Array.from(
      { length: 620 },
      (_, at) => `<item><title>Item ${at}</title><description>${description}</description></item>`,
    );
    writeFileSync(feed, `<rss version="2.0"><channel><title>Long</title>${items.join("")}</channel></rss>`);
    answer = ({ developments }) => ({ done: { added: (developments as unknown[]).length, updated: 0, unchanged: 0 } });
    const { code, results } = await locally(["pull", feed, "--topic", "long"]);
    rmSync(folder, { recursive: true });
    expect(code).toBe(0);
    expect(results()).toEqual([{ input: feed, topic: "long", added: 620, updated: 0, unchanged: 0 }]);
    expect(stack.asked.length).toBeGreaterThan(1);
    for (const asked of stack.asked) expect(JSON.stringify(asked).length).toBeLessThan(6_000_000);
  });
});

describe("the other changes", () => {
  test("topic add tells the topic and whether it is new", async () => {
    const done = { topic: "harbour-strike", title: "The harbour strike", created: true };
    answer = () => ({ done });
    const { code, results } = await locally(["topic", "add", "harbour-strike", "--title", " The harbour  strike "]);
    expect(code).toBe(0);
    expect(results()).toEqual([done]);
    expect(changes()).toEqual([{ command: "topic.add", topic: "harbour-strike", title: "The harbour strike" }]);
  });

  test("publish hands over a whole wording, its text made harmless", async () => {
    answer = () => ({ done: { topic: "t", number: 8, added: 1, updated: 0, unchanged: 0 } });
    const { code, results } = await locally([
      "publish",
      "t",
      ...["--headline", "Talks have ended"],
      ...["--text", "Both sides <b>agree</b> & go home.<script>x</script>"],
      ...["--url", "https://averilcourier.example/end"],
      ...["--attribution", "the board said"],
      ...["--published-at", "2026-11-25T10:00:00+01:00"],
      ...["--importance", "notable"],
    ]);
    expect(code).toBe(0);
    expect(results()).toMatchObject([{ number: 8, added: 1 }]);
    expect(changes()).toEqual([
      {
        command: "publish",
        topic: "t",
        importance: "notable",
        wording: {
          headline: "Talks have ended",
          text: "<p>Both sides <strong>agree</strong> &amp; go home.</p>",
          url: "https://averilcourier.example/end",
          attribution: "the board said",
          publishedAt: Date.parse("2026-11-25T09:00:00Z"),
        },
      },
    ]);
  });

  test("correct names the development and the note", async () => {
    answer = () => ({ done: { topic: "t", number: 9 } });
    const { code, results } = await locally(["correct", "t", "3", "--headline", "It was four", "--note", "Not five."]);
    expect(code).toBe(0);
    expect(results()).toMatchObject([{ topic: "t", number: 9 }]);
    expect(changes()).toEqual([
      { command: "correct", topic: "t", development: 3, wording: { headline: "It was four" }, note: "Not five." },
    ]);
  });

  test("withdraw needs no note", async () => {
    answer = () => ({ done: { topic: "t", number: 9 } });
    expect((await locally(["withdraw", "t", "3"])).code).toBe(0);
    expect(changes()).toEqual([{ command: "withdraw", topic: "t", development: 3 }]);
  });

  test("correct and withdraw say that readers are told at once", async () => {
    answer = () => ({ done: { topic: "t", number: 9 } });
    await locally(["correct", "t", "3", "--headline", "It was four", "--note", "Not five.", "--at-once"]);
    await locally(["withdraw", "t", "3", "--at-once"]);
    expect(changes()).toMatchObject([
      { command: "correct", atOnce: true },
      { command: "withdraw", atOnce: true },
    ]);
  });

  test("a refusal is said in the stack's words and ends in 1", async () => {
    answer = () => ({ refused: "The run r is over." });
    const { code, stdout, stderr } = await bulletin(["run", "stop", "r", "--local"], stack.local);
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: "", stderr: "The run r is over.\n" });
  });
});

describe("finding the stack", () => {
  test("refuses each input of a pull where there is none", async () => {
    const { code, results } = await bulletin(["pull", "a.html", "b.html", "--topic", "t", "--local", "--json"]);
    const refused = expect.stringMatching(/^No local stack is running/);
    expect({ code, results: results() }).toEqual({
      code: 1,
      results: [
        { input: "a.html", refused },
        { input: "b.html", refused },
      ],
    });
  });

  const change = ["run", "stop", "r"];

  test("takes the deployed one from CloudFormation's outputs when --local is not said", async () => {
    answer = () => ({ done: { topic: "t", number: 4 } });
    const { code, stdout } = await bulletin(change, stack.deployed);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^r is stopped/) });
  });

  test("says in one sentence that no local stack is running", async () => {
    const { code, stderr } = await bulletin([...change, "--local"]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: "No local stack is running on the data in /nonexistent: start it with npm start.\n",
    });
  });

  test("takes a run.json whose process is dead for none", async () => {
    const folder = mkdtempSync(join(tmpdir(), "bulletin-dead-"));
    const credentials = { accessKeyId: "a", secretAccessKey: "b" };
    // Linux gives no process a number this high, and other systems have none that is.
    writeFileSync(join(folder, "run.json"), JSON.stringify({ pid: 2 ** 31 - 1 }));
    const door = { endpoint: "http://127.0.0.1:1", region: "r", operateFunction: "f", credentials };
    writeFileSync(join(folder, "operator.json"), JSON.stringify(door));
    const { code, stderr } = await bulletin([...change, "--local"], { BULLETIN_DATA: folder });
    rmSync(folder, { recursive: true });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^No local stack is running/);
  });

  test("says in one sentence that there is no region, or that there are no credentials", async () => {
    expect((await bulletin(change)).stderr).toMatch(/^No AWS region is set: .*\n$/);
    const { code, stderr } = await bulletin(change, { AWS_REGION: "eu-west-1" });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^There are no valid AWS credentials: .*\n$/);
  });

  test("says in one sentence what failed in the function, or what it may not do", async () => {
    answer = () => new Error("the table does not answer");
    expect((await bulletin([...change, "--local"], stack.local)).stderr).toBe(
      "The stack failed: the table does not answer\n",
    );
    answer = () => 403;
    expect((await bulletin([...change, "--local"], stack.local)).stderr).toMatch(/^AWS does not allow it: .*\n$/);
  });
});
