import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalStack, startLocalStack } from "#test/support/local-stack.ts";
import { ask as askStack, noted as notedIn } from "./fixture/ask.ts";
import { writeFixtureAssembly } from "./fixture/assembly.ts";

let folder: string;
let stack: LocalStack;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "bulletin-fixture-"));
  await writeFixtureAssembly(folder);
  stack = await startLocalStack({ assembly: folder });
});

afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (operation: string, input: unknown = {}) => askStack(stack, operation, input);
const noted = (pk: string) => notedIn(stack, pk);

function mail(to: string, headers: readonly string[] = [], from = "news@gazette.example"): string {
  const lines = [
    `From: =?utf-8?Q?Ga=C3=A9tan?= <${from}>`,
    `To: ${to}`,
    "Subject: =?utf-8?Q?Caf=C3=A9?=",
    ...headers,
    "",
    "Text.",
  ];
  return Buffer.from(lines.join("\r\n")).toString("base64");
}

describe("a function of the local stack", () => {
  test("has the environment of the template and of Lambda, and no more", async () => {
    const { done } = await ask("Environment");
    expect(done.SITE_ORIGIN).toBe(stack.site);
    expect(done.TABLE_NAME).toBe("Storage-Table");
    expect(done.AWS_ENDPOINT_URL).toBe(stack.run.endpoint);
    expect(done._HANDLER).toBe("index.handler");
    expect(Object.keys(done)).not.toContain("HOME");
    expect(Object.keys(done)).not.toContain("BULLETIN_DATA");
  });

  test("reads the secret that the template generates, the same each time", async () => {
    const { done } = await ask("GetSecretValue");
    expect(JSON.parse(done.SecretString)).toEqual({ id: "1", key: expect.stringMatching(/^[A-Za-z0-9]{64}$/) });
    expect((await ask("GetSecretValue")).done.SecretString).toBe(done.SecretString);
  });

  test("writes and reads the table", async () => {
    await ask("PutItem", { Item: { pk: { S: "a" }, sk: { S: "b" }, list: { S: "l" }, place: { S: "p" } } });
    const got = await ask("GetItem", { Key: { pk: { S: "a" }, sk: { S: "b" } } });
    expect(got.done.Item.place).toEqual({ S: "p" });
    const byList = {
      IndexName: "byList",
      KeyConditionExpression: "#l = :l",
      ExpressionAttributeNames: { "#l": "list" },
      ExpressionAttributeValues: { ":l": { S: "l" } },
    };
    expect((await ask("Query", byList)).done.Items).toHaveLength(1);
  });

  test("is told what went wrong when it throws", async () => {
    expect(await ask("Throw", "no such tide")).toMatchObject({
      functionError: "Unhandled",
      errorType: "RangeError",
      errorMessage: "no such tide",
    });
  });

  test("has a new process when the last one ended", async () => {
    expect(await ask("Exit")).toMatchObject({ errorType: "Runtime.ExitError" });
    expect((await ask("Date")).done.isDate).toBe(true);
  });

  test("is ended at its time-out", async () => {
    expect(await ask("Sleep", 20_000)).toMatchObject({ errorMessage: "Task timed out after 5.00 seconds" });
  });
});

describe("the gate", () => {
  test("denies what the role does not allow, in AWS's words, and lists it", async () => {
    const { failed } = await ask("SendMessage", {
      QueueUrl: `${stack.run.endpoint}/000000000000/Pipeline-EventQueue`,
      MessageBody: "x",
    });
    expect(failed.name).toBe("AccessDeniedException");
    expect(failed.message).toContain(
      "is not authorized to perform: sqs:SendMessage on resource: arn:aws:sqs:us-east-1:000000000000:Pipeline-EventQueue",
    );
    expect(await stack.denied()).toContainEqual(
      expect.objectContaining({ function: "operate", service: "sqs", operation: "SendMessage", denied: true }),
    );
  });

  test("refuses an operation that it does not know by its name", async () => {
    const { failed } = await ask("Scan");
    expect(failed).toEqual({
      name: "UnknownOperationException",
      message: "operate called dynamodb:Scan, which the local run does not know.",
    });
    expect(stack.output()).toContain("operate called dynamodb:Scan");
  });

  test("knows nobody without a key of the stack", async () => {
    const { endpoint, region, operateFunction } = stack.run;
    const stranger = new LambdaClient({
      endpoint,
      region,
      credentials: { accessKeyId: "AKIANOBODY", secretAccessKey: "x" },
      maxAttempts: 1,
    });
    await expect(stranger.send(new InvokeCommand({ FunctionName: operateFunction }))).rejects.toThrow(
      "The security token included in the request is invalid.",
    );
  });
});

describe("a mail", () => {
  test("is kept exactly as it was taken, with its tags", async () => {
    const raw = mail("ada@reader.example", [
      "X-SES-MESSAGE-TAGS: delivery=d1, attempt=1",
      "X-SES-CONFIGURATION-SET: Pipeline-Mails",
    ]);
    const { done } = await ask("SendRawEmail", { raw });
    const [message] = await stack.messages("ADA@reader.example");
    expect(message).toEqual({
      id: done.MessageId,
      to: "ada@reader.example",
      from: "Gaétan <news@gazette.example>",
      subject: "Café",
      sentAt: expect.stringMatching(/^\d{4}-.*Z$/),
      tags: { delivery: "d1", attempt: "1" },
    });
    expect((await stack.source(done.MessageId)).toString("base64")).toBe(raw);
  });

  test("needs a grant for the configuration set as well as for the identity", async () => {
    const { failed } = await ask("SendRawEmail", { raw: mail("ada@reader.example"), ConfigurationSetName: "Another" });
    expect(failed.message).toContain("configuration-set/Another");
    const foreign = await ask("SendRawEmail", { raw: mail("ada@reader.example", [], "news@elsewhere.example") });
    expect(foreign.failed.message).toContain("identity/elsewhere.example");
  });

  test("to the simulator bounces, and the event reaches its queue's function", async () => {
    await ask("SendRawEmail", {
      raw: mail("bounce+1@simulator.amazonses.com"),
      ConfigurationSetName: "Pipeline-Mails",
      Tags: [{ Name: "delivery", Value: "d2" }],
    });
    await stack.advance("PT1S");
    const events = (await noted("seen"))
      .map(({ said }) => JSON.parse(said.record.body))
      .filter((event) => event.mail?.tags?.delivery?.[0] === "d2");
    expect(events.map((event) => event.eventType).sort()).toEqual(["Bounce", "Send"]);
    expect(events.find((event) => event.bounce)?.bounce).toMatchObject({
      bounceType: "Permanent",
      bouncedRecipients: [{ emailAddress: "bounce+1@simulator.amazonses.com" }],
    });
  });

  test("makes no event while events are off", async () => {
    await fetch(`${stack.local}/events`, { method: "PUT", body: '{"on":false}' });
    await ask("SendRawEmail", { raw: mail("quiet@reader.example"), ConfigurationSetName: "Pipeline-Mails" });
    await fetch(`${stack.local}/events`, { method: "PUT", body: '{"on":true}' });
    await stack.advance("PT1S");
    expect((await noted("seen")).filter(({ said }) => said.record.body.includes("quiet@reader.example"))).toEqual([]);
  });

  test("is refused beyond the rate, then beyond the day's quota", async () => {
    const put = (quota: unknown) => fetch(`${stack.local}/quota`, { method: "PUT", body: JSON.stringify(quota) });
    await put({ rate: 1, daily: 50_000 });
    const said = await Promise.all(
      Array.from({ length: 5 }, () => ask("SendRawEmail", { raw: mail("ada@reader.example") })),
    );
    expect(said.map(({ failed }) => failed)).toContainEqual({
      name: "Throttling",
      message: "Maximum sending rate exceeded.",
    });
    await put({ rate: 200, daily: 0 });
    expect((await ask("SendRawEmail", { raw: mail("ada@reader.example") })).failed).toEqual({
      name: "Throttling",
      message: "Daily message quota exceeded.",
    });
    await put({ rate: 200, daily: 50_000 });
    expect((await ask("GetSendQuota")).done).toMatchObject({ Max24HourSend: 50_000, MaxSendRate: 200 });
  });
});

describe("the site", () => {
  test("reaches its function in payload format 2.0 and answers with what it says", async () => {
    const answer = await fetch(`${stack.site}/unsubscribe/a%20b?x=1&x=2`, {
      method: "POST",
      headers: { cookie: "one=1; two=2", "content-type": "application/x-www-form-urlencoded", "X-Twice": "a" },
      body: "List-Unsubscribe=One-Click",
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get("x-own")).toBe("1");
    expect(answer.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(await answer.json()).toMatchObject({
      version: "2.0",
      routeKey: "ANY /unsubscribe/{token}",
      rawPath: "/unsubscribe/a b",
      rawQueryString: "x=1&x=2",
      cookies: ["one=1", "two=2"],
      headers: { "x-twice": "a", host: stack.site.slice("http://".length) },
      queryStringParameters: { x: "1,2" },
      pathParameters: { token: "a b" },
      requestContext: { http: { method: "POST", path: "/unsubscribe/a b", sourceIp: "127.0.0.1" }, stage: "$default" },
      body: Buffer.from("List-Unsubscribe=One-Click").toString("base64"),
      isBase64Encoded: true,
    });
  });

  test("answers HEAD without a body, and bytes as bytes", async () => {
    const head = await fetch(`${stack.site}/any`, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([201, ""]);
    const bytes = await fetch(`${stack.site}/bytes`);
    expect([bytes.headers.get("content-type"), Buffer.from(await bytes.arrayBuffer()).toString("latin1")]).toEqual([
      "image/gif",
      "GIF89a",
    ]);
  });

  test("says 500 when the function throws", async () => {
    const answer = await fetch(`${stack.site}/broken`);
    expect([answer.status, await answer.json()]).toEqual([500, { message: "Internal Server Error" }]);
  });

  test("says 429 to a flood of one route, and still answers the other", async () => {
    const flood = await Promise.all(Array.from({ length: 30 }, () => fetch(`${stack.site}/any`)));
    expect(flood.map((answer) => answer.status)).toContain(429);
    expect((await fetch(`${stack.site}/unsubscribe/t`)).status).toBe(201);
  });
});

describe("a turn of the clock", () => {
  test("fires the schedule at each quarter hour, and functions live in the turned time", async () => {
    await stack.advance("PT1H");
    const now = Date.parse(await stack.advance("PT1S"));
    const ticks = await noted("tick");
    const quarters = ticks.filter(({ sk }) => /:(00|15|30|45):00Z$/.test(sk));
    expect(quarters.length).toBeGreaterThanOrEqual(4);
    for (const { sk, at } of ticks) expect(at - Date.parse(sk)).toBeLessThan(5000);
    expect(Math.abs((await ask("Date")).done.now - now)).toBeLessThan(5000);
  });

  test("works off a delayed message, and one that fails goes to the dead letters after its last try", async () => {
    await ask("SendMessage", { MessageBody: '{"mark":"delayed"}', DelaySeconds: 600 });
    await ask("SendMessage", { MessageBody: '{"mark":"poison","fail":true}' });
    const marked = async (mark: string) => (await noted("seen")).filter(({ said }) => said.record.body.includes(mark));
    await stack.advance("PT9M");
    expect(await marked("delayed")).toHaveLength(0);
    await stack.advance("PT2M");
    expect(await marked("delayed")).toHaveLength(1);
    expect((await marked("poison")).map(({ said }) => said.record.attributes.ApproximateReceiveCount)).toEqual([
      "1",
      "2",
    ]);
  });

  test("passes a day with nothing due within 5 s", async () => {
    const begun = performance.now();
    await stack.advance("P1D");
    expect(performance.now() - begun).toBeLessThan(5000);
  });

  test.each([
    ["backwards", { to: "2020-01-01T00:00:00Z" }],
    ["over 31 days", { advance: "P32D" }],
    ["both fields", { advance: "PT1H", to: "2030-01-01T00:00:00Z" }],
    ["no field", {}],
    ["no duration", { advance: "1 hour" }],
    ["months", { advance: "P1M" }],
    ["an instant without a zone", { to: "2030-01-01T00:00:00" }],
  ])("is refused with 400: %s", async (_, body) => {
    const answer = await fetch(`${stack.local}/clock`, { method: "POST", body: JSON.stringify(body) });
    expect([answer.status, await answer.json()]).toEqual([400, { error: expect.stringMatching(/\.$/) }]);
  });

  test("waits for the turn before it", async () => {
    const before = Date.parse(((await (await fetch(`${stack.local}/clock`)).json()) as { now: string }).now);
    const turned = await Promise.all([stack.advance("PT1H"), stack.advance("PT1H")]);
    expect(Math.max(...turned.map((each) => Date.parse(each))) - before).toBeGreaterThanOrEqual(2 * 3_600_000);
  });
});

describe("the local tools", () => {
  test("answer no foreign Host and no page of another site", async () => {
    const { request } = await import("node:http");
    const status = (headers: Record<string, string>) =>
      new Promise((resolve) =>
        request(`${stack.local}/clock`, { headers }, (answer) => resolve(answer.statusCode)).end(),
      );
    expect(await status({ host: "rebound.example" })).toBe(403);
    expect(await status({ origin: "https://elsewhere.example" })).toBe(403);
    expect(await status({ host: "localhost:1" })).toBe(200);
  });

  test("say 404 and 405 in JSON", async () => {
    const missing = await fetch(`${stack.local}/mailbox/messages/none/source`);
    expect([missing.status, await missing.json()]).toEqual([404, { error: "There is no such message." }]);
    const wrong = await fetch(`${stack.local}/clock`, { method: "DELETE" });
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET, HEAD, POST"]);
  });

  test.each([
    "",
    "none",
    "{}",
    "[]",
    '"rate"',
    '{"rate":0}',
    '{"rate":-1}',
    '{"rate":0.5}',
    '{"rate":1e99}',
    '{"daily":-1}',
    '{"daily":1e99}',
    '{"rate":"200"}',
    '{"rate":null,"daily":50000}',
    '{"rate":200,"hourly":3}',
  ])("take no nonsense for a quota: %s", async (body) => {
    const answer = await fetch(`${stack.local}/quota`, { method: "PUT", body });
    expect([answer.status, await answer.json()]).toEqual([400, { error: expect.stringMatching(/ is expected\.$/) }]);
    expect(await (await fetch(`${stack.local}/quota`)).json()).toEqual({ rate: 200, daily: 50_000 });
  });

  test("change one field of the quota alone", async () => {
    const put = async (body: string) => (await fetch(`${stack.local}/quota`, { method: "PUT", body })).json();
    expect(await put('{"rate":14}')).toEqual({ rate: 14, daily: 50_000 });
    expect(await put('{"daily":200}')).toEqual({ rate: 14, daily: 200 });
    expect(await put('{"rate":200,"daily":50000}')).toEqual({ rate: 200, daily: 50_000 });
  });

  test("show a mail in a frame without scripts, with everything escaped", async () => {
    const raw = mail("<b>&@reader.example".replace("<b>&", "eve"), [
      "Content-Type: text/html",
      "X-Note: <script>alert(1)</script>",
    ]);
    const { done } = await ask("SendRawEmail", {
      raw: Buffer.from(
        Buffer.from(raw, "base64").toString("latin1").replace("=?utf-8?Q?Caf=C3=A9?=", "<img src=x onerror=1>"),
      ).toString("base64"),
    });
    const list = await (await fetch(`${stack.local}/mailbox`)).text();
    expect(list).toContain("&lt;img src=x onerror=1&gt;");
    expect(list).not.toContain("<img");
    const page = await (await fetch(`${stack.local}/mailbox/messages/${done.MessageId}?view=raw`)).text();
    expect(page).toContain("&lt;script&gt;");
    const frame = await fetch(`${stack.local}/mailbox/messages/${done.MessageId}/html`);
    expect(frame.headers.get("content-security-policy")).toMatch(
      /^sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'/,
    );
  });
});
