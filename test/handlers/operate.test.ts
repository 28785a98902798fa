import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { dynamoAlertsDue } from "#adapters/dynamo/alerts-due.ts";
import type { DynamoTable } from "#adapters/dynamo/table.ts";
import { dynamoTopicLog } from "#adapters/dynamo/topic-log.ts";
import { dynamoTopics } from "#adapters/dynamo/topics.ts";
import { type EmbeddedDynamo, startDynalite } from "#test/support/embedded-dynamo.ts";

let dynamo: EmbeddedDynamo;
let aws: Server;
let table: DynamoTable;
/** The bodies of the messages that the planner's queue has received. */
const nudges: unknown[] = [];
let handler: typeof import("#handlers/operate.ts").handler;

beforeAll(async () => {
  dynamo = await startDynalite();
  table = await dynamo.newTable(Date.now);
  aws = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    response.setHeader("content-type", "application/x-amz-json-1.0");
    if (request.headers["x-amz-target"] === "secretsmanager.GetSecretValue") {
      response.end(JSON.stringify({ SecretString: JSON.stringify({ key: "a key for tests" }) }));
      return;
    }
    const { Entries } = JSON.parse(Buffer.concat(parts).toString()) as {
      Entries: { Id: string; MessageBody: string }[];
    };
    nudges.push(...Entries.map(({ MessageBody }) => JSON.parse(MessageBody) as unknown));
    response.end(JSON.stringify({ Successful: [] }));
  });
  aws.listen(0, "127.0.0.1");
  await once(aws, "listening");
  const queues = `http://127.0.0.1:${(aws.address() as AddressInfo).port}`;
  const environment = {
    TABLE_NAME: table.name,
    HASH_KEY_SECRET: "hash",
    PLAN_QUEUE_URL: `${queues}/1/plan`,
    DIGEST_QUEUE_URL: `${queues}/1/digest`,
    ALERT_QUEUE_URL: `${queues}/1/alert`,
    GATHER_QUEUE_URL: `${queues}/1/gather`,
    SHARDS: "4",
    RETENTION: JSON.stringify({ runDays: 90 }),
    AWS_REGION: "eu-west-2",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint,
    AWS_ENDPOINT_URL_SQS: queues,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: queues,
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  vi.spyOn(console, "log").mockReturnValue(undefined);
  ({ handler } = await import("#handlers/operate.ts"));
});

afterAll(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  aws.closeAllConnections();
  await new Promise((resolve) => aws.close(resolve));
  await dynamo.stop();
});

const log = (topic: string) => dynamoTopicLog(table).read(topic, 0);

/** A topic of its own for each test. */
async function newTopic(slug: string, headlines: readonly string[] = []): Promise<string> {
  await handler({ command: "topic.add", topic: slug, title: `The story of ${slug}` });
  for (const headline of headlines) await handler({ command: "publish", topic: slug, wording: { headline } });
  return slug;
}

const leading = { command: "pull", topic: "malformed", source: "s", developments: [{ headline: "h" }] };

describe("the command line's function", () => {
  test("adds a topic, and knows it the second time", async () => {
    const asked = { command: "topic.add", topic: "harbour-strike", title: "The harbour strike" };
    const done = { topic: "harbour-strike", title: "The harbour strike" };
    expect(await handler(asked)).toEqual({ done: { ...done, created: true } });
    expect(await handler(asked)).toEqual({ done: { ...done, created: false } });
    expect(await handler({ ...asked, title: "Another" })).toEqual({
      refused: "The topic harbour-strike exists already, under the title “The harbour strike”.",
    });
  });

  test.each(["Harbour Strike", "", "a".repeat(61), "harbour--strike"])("refuses the slug “%s”", async (slug) => {
    const answer = await handler({ command: "topic.add", topic: slug, title: "The harbour strike" });
    expect(answer).toMatchObject({ refused: expect.stringContaining("cannot name a topic") });
    expect(await dynamoTopics(table).get(slug || "-")).toBeUndefined();
  });

  test.each(["", "  ", "t".repeat(121)])("refuses the title “%s”", async (title) => {
    const answer = await handler({ command: "topic.add", topic: "untitled", title });
    expect(answer).toEqual({ refused: "A topic's title has 1 to 120 characters." });
  });

  test("keeps ten of what an article leads to beside its topic, as the newest reading says", async () => {
    const topic = await newTopic("leading");
    const pulled = { command: "pull", topic, source: "strike.html", developments: [{ headline: "Dockers vote" }] };
    const related = Array.from({ length: 12 }, (_, at) => ({
      label: "SEE",
      text: `Map ${at}`,
      url: "https://x.example/",
    }));
    await handler({ ...pulled, related: [{ label: "SEE", text: "Plan", url: "https://x.example/plan" }] });
    await handler({ ...pulled, related });
    await handler(pulled);
    expect((await dynamoTopics(table).get(topic))?.related).toEqual(related.slice(0, 10));
  });

  test("publishes what was pulled, counts it, and nudges the planner", async () => {
    const topic = await newTopic("pulled");
    const pulled = {
      command: "pull",
      topic,
      source: "strike.html",
      developments: [{ headline: "Dockers vote", key: "a", publishedAt: 5 }, { headline: "Ferries stop" }],
    };
    expect(await handler(pulled)).toEqual({ done: { topic, added: 2, updated: 0, unchanged: 0 } });
    expect(await handler(pulled)).toEqual({ done: { topic, added: 0, updated: 0, unchanged: 2 } });
    expect((await log(topic)).map(({ headline }) => headline)).toEqual(["Dockers vote", "Ferries stop"]);
    expect(nudges).toContainEqual({ v: 1, kind: "alert", topic });
    expect(await dynamoAlertsDue(table).all()).toContain(topic);
  });

  test("publishes, corrects and withdraws one development, and tells its number", async () => {
    const topic = await newTopic("edited");
    expect(await handler({ command: "publish", topic, wording: { headline: "Ferries stop" } })).toEqual({
      done: { topic, added: 1, updated: 0, unchanged: 0, number: 1 },
    });
    const wording = { headline: "Ferries go" };
    expect(await handler({ command: "correct", topic, development: 1, wording, note: "They do." })).toEqual({
      done: { topic, number: 1 },
    });
    expect(await handler({ command: "withdraw", topic, development: 1, note: "They do not." })).toEqual({
      done: { topic, number: 1 },
    });
    expect((await log(topic)).map(({ kind, note }) => [kind, note])).toEqual([
      ["new", undefined],
      ["corrected", "They do."],
      ["withdrawn", "They do not."],
    ]);
  });

  test("lists topics, and shows one with its developments and who follows it", async () => {
    const topic = await newTopic("shown", ["One", "Two"]);
    await handler({ command: "withdraw", topic, development: 1 });
    const listed = { topic, title: "The story of shown", createdAt: expect.any(String) };
    expect(await handler({ command: "topic.list" })).toMatchObject({
      done: { topics: expect.arrayContaining([listed]) },
    });
    const byCadence = { instant: 0, hourly: 0, daily: 0, weekly: 0 };
    const audience = { atOnce: 0, byCadence, isEstimate: false, isCut: false };
    const withdrawn = { number: 1, kind: "withdrawn", headline: "One", versions: 2 };
    expect(await handler({ command: "topic.show", topic })).toMatchObject({
      done: { topic, total: 2, developments: [{ number: 2, kind: "new" }, withdrawn], hasMore: false, audience },
    });
    const older = { command: "topic.show", topic, before: 2, limit: 1, uncounted: true };
    expect(await handler(older)).not.toHaveProperty("done.audience");
    const counted = { topic, title: "The story of shown", ...audience, development: { number: 2, headline: "Two" } };
    expect(await handler({ command: "audience.count", topic, development: 2 })).toMatchObject({ done: counted });
    expect(await handler({ command: "audience.count", topic, development: 9 })).toMatchObject({
      refused: expect.stringContaining("“bulletin topic show shown” lists"),
    });
  });

  test("does not nudge the planner for what is routine", async () => {
    const topic = await newTopic("routine");
    await handler({ command: "publish", topic, importance: "routine", wording: { headline: "The canteen opens" } });
    expect(nudges).not.toContainEqual({ v: 1, kind: "alert", topic });
  });

  test.each([
    [{ command: "correct", development: 9, wording: { headline: "x" }, note: "n" }, /has no development 9/],
    [{ command: "correct", development: 1, wording: { headline: "One" }, note: "n" }, /says just this already/],
    [{ command: "withdraw", development: 2 }, /is withdrawn already/],
  ])("refuses %j in words", async (asked, words) => {
    const topic = await newTopic("refusing", ["One", "Two"]);
    await handler({ command: "withdraw", topic, development: 2 });
    const before = await log(topic);
    expect(await handler({ ...asked, topic })).toEqual({ refused: expect.stringMatching(words) });
    expect(await log(topic)).toEqual(before);
  });

  test("refuses a topic that there is not, and says how to add it", async () => {
    const asked = [
      { command: "publish", topic: "nowhere", wording: { headline: "x" } },
      { command: "withdraw", topic: "nowhere", development: 1 },
      { command: "topic.show", topic: "nowhere" },
      { command: "audience.count", topic: "nowhere" },
    ];
    for (const one of asked) {
      expect(await handler(one)).toEqual({ refused: expect.stringContaining("bulletin topic add nowhere") });
    }
  });

  test.each([
    undefined,
    null,
    "publish",
    {},
    { command: "drop" },
    { command: "publish", topic: "malformed" },
    { command: "publish", topic: "malformed", wording: { headline: "" } },
    { command: "publish", topic: "malformed", wording: { headline: "h".repeat(301) } },
    { command: "publish", topic: "malformed", wording: { headline: "h", url: "javascript:alert(1)" } },
    { command: "publish", topic: "malformed", wording: { headline: "h" }, importance: "huge" },
    { command: "publish", topic: "malformed", wording: { headline: "h", number: 7 } },
    { command: "withdraw", topic: "malformed", development: 0 },
    { command: "withdraw", topic: "malformed", development: 1.5 },
    { ...leading, related: [{ label: "SEE", text: "x", url: "javascript:alert(1)" }] },
    { ...leading, related: [{ label: "SEE", text: "x".repeat(301), url: "https://x.example/" }] },
    { ...leading, related: Array(31).fill({ label: "SEE", text: "x", url: "https://x.example/" }) },
    { command: "pull", topic: "malformed", source: "s", developments: Array(2001).fill({ headline: "h" }) },
  ])("does not understand %j, and changes nothing", async (asked) => {
    await newTopic("malformed");
    expect(await handler(asked)).toEqual({ refused: expect.stringContaining("The stack does not understand this") });
    expect(await log("malformed")).toEqual([]);
  });
});
