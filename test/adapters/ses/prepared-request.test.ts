import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { SESClient, type SESClientConfig } from "@aws-sdk/client-ses";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { mailComposer } from "#adapters/ses/compose-mail.ts";
import { sesMailer, sesPatience } from "#adapters/ses/mailer.ts";
import type { Mailer } from "#pipeline/ports/mailer.ts";
import { digestSlots, exampleDigest, manner, newsroom, setting } from "#test/templates/example-digests.ts";

interface Call {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What SES answers: a status and a body; 0 cuts the connection, "half" after half an answer. */
let answers: [number | "half", string][];
let calls: Call[];
let server: Server;
let client: SESClient;
let mailer: Mailer;

const taken: [number, string] = [
  200,
  "<SendRawEmailResponse><SendRawEmailResult><MessageId>0100-1</MessageId></SendRawEmailResult></SendRawEmailResponse>",
];
const error = (code: string, message: string): string =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;

beforeEach(async () => {
  answers = [];
  calls = [];
  server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    calls.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
    const [status, body] = answers.shift() ?? taken;
    if (status === 0) request.socket.resetAndDestroy();
    else if (status === "half") {
      response.writeHead(200, { "content-type": "text/xml", "content-length": 1000 });
      response.write(body, () => request.socket.resetAndDestroy());
    } else response.writeHead(status, { "content-type": "text/xml" }).end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  client = newClient();
  mailer = sesMailer(client, newsroom.senderAddress, "mails");
});

afterEach(async () => {
  client.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function newClient(more: Pick<SESClientConfig, "credentials"> = {}): SESClient {
  return new SESClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: "eu-west-2",
    credentials: { accessKeyId: "test", secretAccessKey: "test", sessionToken: "a token" },
    maxAttempts: 1,
    requestHandler: sesPatience,
    ...more,
  });
}

const refusedAddress = { kind: "refused", reason: "address-refused" };

const mail = mailComposer(setting).digest(exampleDigest, manner);

/** Submits the mail of one reader. The first of a client is the SDK's own call, the others are prepared. */
function submit(reader = 0, by = mailer) {
  const to = `reader.${reader}+a'b@mail.example`;
  const source = mail.fill({ ...digestSlots, to });
  return by.submit({ to, source, tags: { delivery: `daily_2e2026-11-21_2e${reader}`, attempt: "1" } });
}

/** The same mail as bytes that nobody knows anything about: the SDK does all by itself. */
async function submitByTheSdk(reader: number): Promise<Call | undefined> {
  const own = newClient();
  const whole = sesMailer(own, newsroom.senderAddress, "mails");
  const copied: Mailer = { submit: (one) => whole.submit({ ...one, source: Buffer.from(one.source) }) };
  await submit(reader, copied);
  await submit(reader, copied);
  own.destroy();
  return calls.at(-1);
}

function message(call: Call | undefined): string {
  return Buffer.from(new URLSearchParams(call?.body).get("RawMessage.Data") ?? "", "base64").toString("latin1");
}

describe("a prepared request to SES", () => {
  test("is to the byte what the SDK would have sent", async () => {
    await submit(1);
    await submit(2);
    const ours = calls.at(-1);
    const theirs = await submitByTheSdk(2);
    expect(ours?.body).toBe(theirs?.body);
    expect(message(ours)).toBe(Buffer.from(mail.fill({ ...digestSlots, to: "reader.2+a'b@mail.example" })).toString());
  });

  test("has the SDK's headers, and an id and a signature of its own", async () => {
    await submit(1);
    await submit(2);
    const [first, second] = calls.map(({ headers }) => headers);
    const names = Object.keys(first ?? {}).sort();
    expect(Object.keys(second ?? {}).sort()).toEqual(names);
    const differing = names.filter((name) => first?.[name] !== second?.[name] && name !== "x-amz-date");
    expect(differing).toEqual(["amz-sdk-invocation-id", "authorization", "x-amz-content-sha256"]);
  });

  test("carries each reader's own mail, however many are on their way at once", async () => {
    await submit();
    const readers = Array.from({ length: 200 }, (_, index) => index);
    await Promise.all(readers.map((reader) => submit(reader)));
    await Promise.all(readers.map((reader) => submit(reader)));
    const told = calls.slice(1).map((call) => {
      const to = new URLSearchParams(call.body).get("Destinations.member.1") ?? "";
      return /^To: <(.*)>\r$/m.exec(message(call))?.[1] === to ? to : "another's";
    });
    expect(new Set(told)).toEqual(new Set(readers.map((reader) => `reader.${reader}+a'b@mail.example`)));
    expect(told).toHaveLength(400);
  });

  test("is made once the SDK has shown how, without the SDK's encoding", async () => {
    let encoded = 0;
    client.middlewareStack.add(
      (next) => (args) => {
        encoded += 1;
        return next(args);
      },
      { step: "serialize", name: "counted" },
    );
    for (const reader of [1, 2, 3]) await submit(reader);
    expect([encoded, calls.length]).toEqual([1, 3]);
  });

  test("is none where the SDK sends something else than we would", async () => {
    client.middlewareStack.add(
      (next) => (args) => {
        const request = args.request as { body: string };
        request.body += "&Another=1";
        return next(args);
      },
      { step: "build", priority: "high", name: "changed" },
    );
    for (const reader of [1, 2, 3]) await submit(reader);
    expect(calls.map(({ body }) => body.endsWith("&Another=1"))).toEqual([true, true, true]);
  });

  test("is not sent where nobody can sign it any more", async () => {
    let isKnown = true;
    const credentials = async () => {
      if (!isKnown) throw Object.assign(new Error("no role"), { name: "CredentialsProviderError" });
      return { accessKeyId: "test", secretAccessKey: "test", expiration: new Date(0) };
    };
    const own = newClient({ credentials });
    const door = sesMailer(own, newsroom.senderAddress, "mails");
    expect([await submit(1, door), await submit(2, door)]).toEqual([{ kind: "taken" }, { kind: "taken" }]);
    isKnown = false;
    expect(await submit(3, door)).toEqual({ kind: "account", code: "CredentialsProviderError" });
    expect(calls).toHaveLength(2);
    own.destroy();
  });

  test.each([
    ["too fast", 400, error("Throttling", "Maximum sending rate exceeded."), { kind: "throttled" }],
    ["the quota is used up", 400, error("Throttling", "Daily message quota exceeded."), { kind: "quota" }],
    ["the address is refused", 400, error("InvalidParameterValue", "Missing final '@domain'"), refusedAddress],
    ["not allowed", 403, error("AccessDenied", "not authorized"), { kind: "account", code: "AccessDenied" }],
    ["SES fails", 500, error("InternalFailure", ""), { kind: "lost" }],
    ["what is no answer of SES's", 200, "<html>", { kind: "lost" }],
    ["half an answer", "half" as const, "<SendRawEmailResponse>", { kind: "lost" }],
    ["no answer", 0, "", { kind: "lost" }],
  ])("answered that %s means what it means to the SDK, and is sent once", async (_, status, body, expected) => {
    await submit();
    calls = [];
    answers = [[status, body]];
    expect(await submit()).toEqual(expected);
    expect(calls).toHaveLength(1);
    expect(await submit()).toEqual({ kind: "taken" });
  });

  test("is not sent where SES cannot be reached", async () => {
    await submit();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    // A connection that was open may only show now that it is not.
    await submit();
    expect(await submit()).toEqual({ kind: "unreached" });
  });
});
