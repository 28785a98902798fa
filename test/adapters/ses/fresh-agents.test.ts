import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { SESClient } from "@aws-sdk/client-ses";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { mailComposer } from "#adapters/ses/compose-mail.ts";
import { freshAgents, idleMaxMs } from "#adapters/ses/fresh-agents.ts";
import { sesMailer, sesPatience } from "#adapters/ses/mailer.ts";
import { digestSlots, exampleDigest, manner, newsroom, setting } from "#test/templates/example-digests.ts";

/** SES as it is after a freeze: connections of an earlier generation were closed, and only the next byte tells. */
let server: Server;
let generation: number;
let bornIn: WeakMap<Socket, number>;
let connections: number;
let mailsTaken: number;
let now: number;
let client: SESClient;

const taken =
  "<SendRawEmailResponse><SendRawEmailResult><MessageId>0100-1</MessageId></SendRawEmailResult></SendRawEmailResponse>";

beforeEach(async () => {
  generation = 0;
  bornIn = new WeakMap();
  connections = 0;
  mailsTaken = 0;
  now = Date.UTC(2026, 10, 21, 7);
  server = createServer(async (request, response) => {
    if (bornIn.get(request.socket) !== generation) return request.socket.resetAndDestroy();
    for await (const _ of request);
    mailsTaken += 1;
    response.writeHead(200, { "content-type": "text/xml" }).end(taken);
  });
  server.keepAliveTimeout = 0;
  server.on("connection", (socket) => {
    connections += 1;
    bornIn.set(socket, generation);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  client = new SESClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: "eu-west-2",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
    requestHandler: { ...sesPatience, ...freshAgents(() => now) },
  });
});

afterEach(async () => {
  client.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const mail = mailComposer(setting).digest(exampleDigest, manner);

/** Mails to so many readers, one after the other: the first is the SDK's own call, the others are prepared. */
async function mailTo(readers: number): Promise<string[]> {
  const mailer = sesMailer(client, newsroom.senderAddress, "mails");
  const answers: string[] = [];
  for (let reader = 0; reader < readers; reader += 1) answers.push((await submit(mailer)).kind);
  return answers;
}

function submit(mailer: ReturnType<typeof sesMailer>) {
  const source = mail.fill({ ...digestSlots, to: "rosa@reader.example" });
  return mailer.submit({
    to: "rosa@reader.example",
    source,
    tags: { delivery: "daily_2e2026-11-21_2e0", attempt: "1" },
  });
}

describe("a connection to SES", () => {
  test("carries one mail after the other", async () => {
    expect(await mailTo(3)).toEqual(["taken", "taken", "taken"]);
    expect(connections).toBe(1);
  });

  test.each([1, 2])(
    "that was closed unheard while the function was frozen costs no mail, after %i mails",
    async (before) => {
      const mailer = sesMailer(client, newsroom.senderAddress, "mails");
      for (let sent = 0; sent < before; sent += 1) await submit(mailer);
      generation += 1;
      now += idleMaxMs + 1;
      expect(await submit(mailer)).toEqual({ kind: "taken" });
      expect([mailsTaken, connections]).toEqual([before + 1, 2]);
    },
  );

  test("is used again after a short rest, and not after one that the clock cannot tell", async () => {
    await mailTo(1);
    now += idleMaxMs;
    await mailTo(1);
    expect(connections).toBe(1);
    now -= 60_000;
    await mailTo(1);
    expect(connections).toBe(2);
  });

  test("is dropped among many: none of those that rested too long is used", async () => {
    const mailer = sesMailer(client, newsroom.senderAddress, "mails");
    await Promise.all(Array.from({ length: 10 }, () => submit(mailer)));
    generation += 1;
    now += 10 * 60_000;
    const answers = await Promise.all(Array.from({ length: 10 }, () => submit(mailer)));
    expect(new Set(answers.map(({ kind }) => kind))).toEqual(new Set(["taken"]));
    expect(mailsTaken).toBe(20);
  });
});
