import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type LocalStack, type LocalStackOptions, startLocalStack, tryStart } from "#test/support/local-stack.ts";
import { ask, noted } from "./fixture/ask.ts";
import { writeFixtureAssembly } from "./fixture/assembly.ts";

let folder: string;
let assembly: string;
const started: LocalStack[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "bulletin-start-"));
  assembly = join(folder, "assembly");
  await writeFixtureAssembly(assembly);
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((stack) => stack.stop()));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function start(options: LocalStackOptions = {}): Promise<LocalStack> {
  const stack = await startLocalStack({ assembly, ...options });
  started.push(stack);
  return stack;
}

describe("a start", () => {
  test("writes run.json, and operator.json for its owner alone, and takes both away on stop", async () => {
    const data = join(folder, "run-file");
    const stack = await start({ data });
    const said = JSON.parse(readFileSync(join(data, "run.json"), "utf8"));
    expect(said).toEqual({ site: stack.site, local: stack.local, pid: stack.process.pid });
    expect(statSync(join(data, "operator.json")).mode & 0o077).toBe(0);
    const begun = performance.now();
    expect(await stack.stop()).toBe(0);
    expect(performance.now() - begun).toBeLessThan(5000);
    expect(existsSync(join(data, "run.json"))).toBe(false);
    expect(existsSync(join(data, "operator.json"))).toBe(false);
  });

  test("on any free port takes those of the last run on the same data, where they are still free", async () => {
    const data = join(folder, "ports");
    const first = await start({ data });
    await first.stop();
    const second = await start({ data });
    expect([second.site, second.local]).toEqual([first.site, first.local]);
    await second.stop();
    const taken = createServer().listen(Number(new URL(first.site).port), "127.0.0.1");
    await new Promise((resolve) => taken.once("listening", resolve));
    const third = await start({ data });
    taken.close();
    expect(third.site).not.toBe(first.site);
    expect(third.local).toBe(first.local);
  });

  test.each([
    ["a-file", "it is a file"],
    ["a-file/inside", "it lies in a file"],
    ["/proc/bulletin", "it cannot be written to"],
  ])("on data that cannot be kept there says so in one sentence: %s", async (path, why) => {
    writeFileSync(join(folder, "a-file"), "");
    const data = resolve(folder, path);
    const ran = await tryStart({ BULLETIN_DATA: data, BULLETIN_ASSEMBLY: assembly });
    expect([ran.code, ran.stderr]).toEqual([
      1,
      `The data cannot be kept in ${data}: ${why}. Set BULLETIN_DATA to another folder.\n`,
    ]);
  });

  test("on data that is in use says so in one sentence", async () => {
    const { data, run } = await start();
    const ran = await tryStart({ BULLETIN_DATA: data, BULLETIN_ASSEMBLY: assembly });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toBe(
      `Bulletin already runs on the data in ${data} as process ${run.pid} on ${run.site}; stop it, or set BULLETIN_DATA to another folder.\n`,
    );
  });

  test("on a taken port says so in one sentence", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => taken.once("listening", resolve));
    const { port } = taken.address() as AddressInfo;
    const ran = await tryStart({
      BULLETIN_DATA: join(folder, "taken"),
      BULLETIN_ASSEMBLY: assembly,
      PORT: String(port),
    });
    taken.close();
    expect([ran.code, ran.stderr]).toEqual([
      1,
      `Port ${port} for the site is taken; set PORT to another, or to 0 for any free one.\n`,
    ]);
  });

  test("with a port that is none says what is expected", async () => {
    const ran = await tryStart({ BULLETIN_DATA: join(folder, "no-port"), LOCAL_PORT: "many" });
    expect([ran.code, ran.stderr]).toEqual([1, 'LOCAL_PORT is "many", but a port from 0 to 65535 is expected.\n']);
  });

  test("takes over the run.json of a process that is dead", async () => {
    const data = join(folder, "dead");
    const first = await start({ data });
    first.process.kill("SIGKILL");
    await new Promise((resolve) => first.process.once("close", resolve));
    expect(existsSync(join(data, "run.json"))).toBe(true);
    const second = await start({ data });
    expect(second.run.pid).not.toBe(first.run.pid);
  });

  test("names a resource that it does not know, and does not start", async () => {
    const mutateTemplate: LocalStackOptions["mutateTemplate"] = ({ Pipeline }) => {
      Object.assign(Pipeline?.Resources ?? {}, { Bucket: { Type: "AWS::S3::Bucket", Properties: {} } });
    };
    await expect(start({ mutateTemplate })).rejects.toThrow(
      "Pipeline holds Bucket of the type AWS::S3::Bucket, which the local run does not know.",
    );
  });

  /** The processes of functions that live now. */
  const hosts = () =>
    spawnSync("ps", ["-eo", "args"])
      .stdout.toString()
      .split("\n")
      .filter((line) => line.includes(`${assembly}/asset`));

  /** Has a function work for longer than any stop may take. */
  async function occupy(stack: LocalStack): Promise<void> {
    ask(stack, "Sleep", 60_000).catch(() => undefined);
    const log = join(stack.data, "log.jsonl");
    while (!existsSync(log) || !readFileSync(log, "utf8").includes("asleep")) await sleep(20);
  }

  test("leaves no process of a function behind when it is killed", async () => {
    const stack = await start({ data: join(folder, "killed") });
    // One that is at work has a reason of its own to live on.
    await occupy(stack);
    expect(hosts().length).toBeGreaterThan(0);
    stack.process.kill("SIGKILL");
    const before = performance.now();
    while (hosts().length > 0 && performance.now() - before < 5000) await sleep(50);
    expect(hosts()).toEqual([]);
  });

  test("is stopped within 5 s in the middle of a turn and of work, without a word, and no process is left", async () => {
    const stack = await start({ data: join(folder, "stopped") });
    const before = Date.parse(((await (await fetch(`${stack.local}/clock`)).json()) as { now: string }).now);
    await occupy(stack);
    stack.advance("P31D").catch(() => undefined);
    const begun = performance.now();
    expect(await stack.stop()).toBe(0);
    expect(hosts()).toEqual([]);
    expect(performance.now() - begun).toBeLessThan(5000);
    expect(stack.output()).not.toMatch(/SIGKILL|failed|Error/);
    const again = await start({ data: join(folder, "stopped") });
    const { now } = (await (await fetch(`${again.local}/clock`)).json()) as { now: string };
    expect(Date.parse(now) - before).toBeLessThan(86_400_000);
  });
});

describe("the data", () => {
  test("survive a restart: table, queue, mailbox, secret, clock", async () => {
    const data = join(folder, "kept");
    const first = await start({ data });
    await first.advance("P3D");
    await ask(first, "PutItem", { Item: { pk: { S: "a" }, sk: { S: "b" } } });
    await ask(first, "SendMessage", { MessageBody: "{}", DelaySeconds: 900 });
    const raw = Buffer.from(
      "From: news@gazette.example\r\nTo: ada@reader.example\r\nSubject: Tide\r\n\r\nHigh.",
    ).toString("base64");
    await ask(first, "SendRawEmail", { raw });
    const secret = (await ask(first, "GetSecretValue")).done.SecretString;
    await first.stop();

    const second = await start({ data });
    expect((await ask(second, "GetItem", { Key: { pk: { S: "a" }, sk: { S: "b" } } })).done.Item).toBeDefined();
    expect((await ask(second, "GetSecretValue")).done.SecretString).toBe(secret);
    const [message] = await second.messages();
    expect((await second.source(message?.id ?? "")).toString("base64")).toBe(raw);
    expect((await ask(second, "Date")).done.now).toBeGreaterThan(Date.now() + 2.9 * 86_400_000);
    expect(await noted(second, "seen")).toEqual([]);
    await second.advance("PT15M");
    expect(await noted(second, "seen")).toHaveLength(1);
  });
});

describe("a grant that the template lacks", () => {
  /** Takes statements out of the fixture's policies. */
  const without =
    (policy: string, action: string): LocalStackOptions["mutateTemplate"] =>
    ({ Pipeline }) => {
      const document = Pipeline?.Resources[policy]?.Properties["PolicyDocument"] as {
        Statement: { Action: unknown }[];
      };
      document.Statement = document.Statement.filter((statement) => ![statement.Action].flat().includes(action));
    };
  const raw = Buffer.from("From: news@gazette.example\r\nTo: bounce@simulator.amazonses.com\r\n\r\nHigh.").toString(
    "base64",
  );

  test.each([
    ["OperatePolicy", "sqs:SendMessage", { function: "operate", service: "sqs", operation: "SendMessage" }],
    ["WorkPolicy", "sqs:ReceiveMessage", { function: "work", service: "sqs", operation: "ReceiveMessage" }],
    ["TopicPolicy", "sns:Publish", { function: "ses.amazonaws.com", service: "sns", operation: "Publish" }],
    [
      "EventQueuePolicy",
      "sqs:SendMessage",
      { function: "sns.amazonaws.com", service: "sqs", operation: "SendMessage" },
    ],
  ])("is missed here too: %s without %s", async (policy, action, call) => {
    const stack = await start({ mutateTemplate: without(policy, action) });
    await ask(stack, "SendMessage", { MessageBody: "{}" });
    await ask(stack, "SendRawEmail", { raw, ConfigurationSetName: "Pipeline-Mails" });
    await stack.advance("PT1S");
    expect(await stack.denied()).toContainEqual(expect.objectContaining(call));
    const seen = await noted(stack, "seen");
    const expected = policy === "TopicPolicy" || policy === "EventQueuePolicy" ? /^\{\}$/ : /eventType/;
    expect(seen.length).toBeGreaterThan(0);
    for (const { said } of seen) expect(said.record.body).toMatch(expected);
  });

  test("to invoke makes the site fail and the tick silent", async () => {
    const stack = await start({
      mutateTemplate: ({ Pipeline }) => {
        delete Pipeline?.Resources["EverythingPermission"];
        delete Pipeline?.Resources["RulePermission"];
      },
    });
    expect((await fetch(stack.site)).status).toBe(500);
    await stack.advance("PT15M");
    expect(await noted(stack, "tick")).toEqual([]);
    expect(await stack.denied()).toContainEqual(
      expect.objectContaining({ function: "events.amazonaws.com", operation: "InvokeFunction" }),
    );
  });
});

describe("another DynamoDB", () => {
  test("is used where DYNAMODB_ENDPOINT points to it", async () => {
    const { embeddedDynamoDb } = await import("#local/services/dynamodb.ts");
    const asked: string[] = [];
    const engine = await embeddedDynamoDb(join(folder, "other-table"));
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      asked.push(String(request.headers["x-amz-target"]));
      const answer = await engine.ask({ headers: request.headers, body: Buffer.concat(chunks) });
      response.writeHead(answer.status, answer.headers).end(answer.body);
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    const stack = await start({ environment: { DYNAMODB_ENDPOINT: `http://127.0.0.1:${port}` } });
    await ask(stack, "PutItem", { Item: { pk: { S: "a" }, sk: { S: "b" } } });
    expect(asked).toContain("DynamoDB_20120810.PutItem");
    expect(existsSync(join(stack.data, "table"))).toBe(false);
    await stack.stop();
    server.close();
    server.closeAllConnections();
    await engine.close();
  });
});

describe("the log", () => {
  test("holds what functions wrote, one JSON line each", async () => {
    const stack = await start();
    await ask(stack, "Throw", "no such tide");
    const lines = readFileSync(join(stack.data, "log.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.some((line) => line.warning?.includes("no such tide"))).toBe(true);
    expect(stack.output()).toContain("operate: RangeError: no such tide");
  });
});
