import { describe, expect, test } from "vitest";
import { type AwsCall, isRefusal } from "#local/gateway/call.ts";
import { eventJson, eventsOf } from "#local/mail/events.ts";
import { createMailbox } from "#local/mail/mailbox.ts";
import { createSendingLimits } from "#local/mail/quota.ts";
import { readRawMessage } from "#local/mail/raw-message.ts";
import { notebookInMemory } from "#local/notebook.ts";

const HEAD = "From: The Gazette <news@gazette.example>\r\nTo: ada@reader.example\r\nSubject: Tide\r\n";

function call(source: string | Buffer, more: Record<string, string> = {}): AwsCall {
  const query = new URLSearchParams({ "RawMessage.Data": Buffer.from(source).toString("base64"), ...more });
  return { operation: "SendRawEmail", headers: {}, path: "/", body: Buffer.from(query.toString()) };
}

describe("a raw message", () => {
  test("goes to the destinations of the request, else to those of its header", () => {
    expect(readRawMessage(call(`${HEAD}\r\nHigh.`))).toMatchObject({
      from: "news@gazette.example",
      destinations: ["ada@reader.example"],
    });
    const given = call(`${HEAD}\r\nHigh.`, { "Destinations.member.1": "bo@reader.example" });
    expect(readRawMessage(given)).toMatchObject({ destinations: ["bo@reader.example"] });
  });

  test("keeps its bytes, whatever they are", () => {
    const source = Buffer.concat([Buffer.from(`${HEAD}\r\n`), Buffer.from([0, 255, 43, 61, 13, 10])]);
    const message = readRawMessage(call(source));
    expect("source" in message && message.source.equals(source)).toBe(true);
  });

  test("takes tags from its header, and from the request before that", () => {
    const tagged = `${HEAD}X-SES-MESSAGE-TAGS: delivery=d-1,\r\n attempt=2\r\n\r\nHigh.`;
    expect(readRawMessage(call(tagged))).toMatchObject({ tags: { delivery: "d-1", attempt: "2" } });
    const both = call(tagged, { "Tags.member.1.Name": "delivery", "Tags.member.1.Value": "d-2" });
    expect(readRawMessage(both)).toMatchObject({ tags: { delivery: "d-2" } });
  });

  test.each<[string, AwsCall, string]>([
    ["no data", call(""), "RawMessage.Data is missing."],
    ["no sender", call("To: ada@reader.example\r\n\r\nx"), "Missing required header 'From'."],
    ["no recipient", call("From: a@gazette.example\r\n\r\nx"), "Missing final '@domain'."],
    [
      "a recipient without a domain",
      call(`${HEAD}\r\nx`, { "Destinations.member.1": "ada" }),
      "Missing final '@domain'.",
    ],
    [
      "a local part beyond ASCII",
      call(`${HEAD}\r\nx`, { "Destinations.member.1": "åda@reader.example" }),
      "Local address contains control or whitespace.",
    ],
    ["a line over 1000 bytes", call(`${HEAD}\r\n${"x".repeat(999)}\r\n`), "A line is longer than 1000 bytes."],
    [
      "a tag with other letters",
      call(`${HEAD}X-SES-MESSAGE-TAGS: delivery=a.b\r\n\r\nx`),
      "A message tag's name or value",
    ],
    ["a tag without a value", call(`${HEAD}X-SES-MESSAGE-TAGS: delivery\r\n\r\nx`), "A message tag's name or value"],
    ["over 10 MB", call(`${HEAD}\r\n${"x\r\n".repeat(3_600_000)}`), "Message length is more than 10485760 bytes"],
  ])("is refused with %s", (_, asked, sentence) => {
    const refusal = readRawMessage(asked);
    expect(isRefusal(refusal) && [refusal.status, refusal.code]).toEqual([400, "InvalidParameterValue"]);
    expect(isRefusal(refusal) && refusal.message).toContain(sentence);
  });

  test("may have a line of 1000 bytes with its end", () => {
    expect(isRefusal(readRawMessage(call(`${HEAD}\r\n${"x".repeat(998)}\r\n`)))).toBe(false);
  });
});

describe("SES's events", () => {
  test.each([
    ["ada@reader.example", ["Send", "Delivery"]],
    ["bounce@simulator.amazonses.com", ["Send", "Bounce"]],
    ["Bounce+any.thing@simulator.amazonses.com", ["Send", "Bounce"]],
    ["complaint+1@simulator.amazonses.com", ["Send", "Delivery", "Complaint"]],
    ["bounce@reader.example", ["Send", "Delivery"]],
  ])("for %s are %j", (address, types) => {
    expect(eventsOf([address])).toEqual(types);
  });

  test("tell the mail with its tags, as SES does", () => {
    const event = JSON.parse(
      eventJson("Complaint", {
        messageId: "m1",
        source: "news@gazette.example",
        destinations: ["ada@reader.example"],
        headers: [{ name: "Subject", value: "=?utf-8?Q?Caf=C3=A9?=" }],
        tags: { delivery: "d1" },
        sentAt: 0,
        configurationSet: "Mails",
        caller: "send",
        account: "000000000000",
        sourceArn: "arn:aws:ses:us-east-1:000000000000:identity/gazette.example",
      }),
    );
    expect(event).toMatchObject({
      eventType: "Complaint",
      mail: {
        timestamp: "1970-01-01T00:00:00.000Z",
        messageId: "m1",
        destination: ["ada@reader.example"],
        commonHeaders: { subject: "Café" },
        tags: { delivery: ["d1"], "ses:configuration-set": ["Mails"], "ses:from-domain": ["gazette.example"] },
      },
      complaint: { complainedRecipients: [{ emailAddress: "ada@reader.example" }], complaintFeedbackType: "abuse" },
    });
  });
});

describe("the quota", () => {
  const DAY_MS = 86_400_000;

  test("lets so many a second through, and more when time has passed", () => {
    let machine = 0;
    const limits = createSendingLimits(
      () => 0,
      () => [],
      () => machine,
    );
    limits.set({ rate: 2, daily: 100 });
    expect([limits.take(), limits.take(), limits.take()]).toEqual([
      undefined,
      undefined,
      "Maximum sending rate exceeded.",
    ]);
    machine = 500;
    expect([limits.take(), limits.take()]).toEqual([undefined, "Maximum sending rate exceeded."]);
  });

  test("frees after 24 hours of the clock, mails of an earlier start included", () => {
    let now = DAY_MS;
    const limits = createSendingLimits(
      () => now,
      (since) => [DAY_MS - 1000].filter((at) => at > since),
      () => 0,
    );
    limits.set({ rate: 10, daily: 2 });
    expect([limits.take(), limits.take()]).toEqual([undefined, "Daily message quota exceeded."]);
    now = 2 * DAY_MS - 500;
    expect([limits.take(), limits.take()]).toEqual([undefined, "Daily message quota exceeded."]);
  });
});

describe("the mailbox", () => {
  const mail = (id: number, to = "ada@reader.example") => ({
    id: `m${id}`,
    to,
    from: "x",
    subject: "y",
    sentAt: id,
    tags: {},
  });

  test("lists oldest first, and those to one address whatever its letters", () => {
    const mailbox = createMailbox(notebookInMemory());
    mailbox.add(mail(1), Buffer.from("one"));
    mailbox.add(mail(2, "Bo@reader.example"), Buffer.from("two"));
    expect(mailbox.list().map(({ id }) => id)).toEqual(["m1", "m2"]);
    expect(mailbox.list({ to: "bo@READER.example" }).map(({ id }) => id)).toEqual(["m2"]);
    expect(mailbox.list({ latest: 1 }).map(({ id }) => id)).toEqual(["m2"]);
  });

  test("keeps no more than 22,000 mails, the newest", () => {
    const mailbox = createMailbox(notebookInMemory());
    for (let id = 1; id <= 24_000; id += 1) mailbox.add(mail(id), Buffer.from("x"));
    const kept = mailbox.list({ to: "ada@reader.example" });
    expect([kept.length, kept[0]?.id]).toEqual([20_000, "m4001"]);
    expect(mailbox.source("m4000")).toBeUndefined();
  });
});
