import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { SESClient } from "@aws-sdk/client-ses";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sesMailer, sesPatience } from "#adapters/ses/mailer.ts";

/** The calls that SES has received: the form of each, as a query. */
let calls: URLSearchParams[];
let status: number;
let server: Server;
let client: SESClient;

const taken =
  '<SendRawEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendRawEmailResult>' +
  "<MessageId>0100-1</MessageId></SendRawEmailResult></SendRawEmailResponse>";

beforeEach(async () => {
  calls = [];
  status = 200;
  server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    calls.push(new URLSearchParams(Buffer.concat(parts).toString()));
    if (status === 0) request.socket.resetAndDestroy();
    else response.writeHead(status, { "content-type": "text/xml" }).end(taken);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  client = new SESClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: "eu-west-2",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
    requestHandler: sesPatience,
  });
});

afterEach(async () => {
  client.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);
const source = Buffer.concat([Buffer.from("Subject: News\r\n\r\n"), every, Buffer.from("+/= &%\r\n")]);
const tags = { delivery: "daily_2e2026-11-21_2e0", attempt: "1" };
const mail = { to: "rosa+news@reader.example", source, tags };

describe("the door to SES", () => {
  test("hands over the exact bytes, from the sender to the one reader, in its configuration set", async () => {
    expect(await sesMailer(client, "news@tidewater.example", "mails").submit(mail)).toEqual({ kind: "taken" });
    const [call] = calls;
    expect(call?.get("Action")).toBe("SendRawEmail");
    expect(Buffer.from(call?.get("RawMessage.Data") ?? "", "base64").equals(source)).toBe(true);
    expect(call?.get("Source")).toBe("news@tidewater.example");
    expect(call?.get("Destinations.member.1")).toBe("rosa+news@reader.example");
    expect(call?.has("Destinations.member.2")).toBe(false);
    expect(call?.get("ConfigurationSetName")).toBe("mails");
  });

  test("tags the mail, so that SES's events name the delivery and the attempt", async () => {
    await sesMailer(client, "news@tidewater.example", "mails").submit(mail);
    const named = [1, 2].map((n) => [calls[0]?.get(`Tags.member.${n}.Name`), calls[0]?.get(`Tags.member.${n}.Value`)]);
    expect(Object.fromEntries(named)).toEqual(tags);
  });

  test.each([500, 503, 400, 429, 0])("never tries again by itself when the answer is %i", async (answer) => {
    status = answer;
    await sesMailer(client, "news@tidewater.example", "mails").submit(mail);
    expect(calls).toHaveLength(1);
  });
});
