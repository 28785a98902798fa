import { describe, expect, test } from "vitest";
import { readMailEvent } from "#adapters/ses/mail-event.ts";

const mail = {
  timestamp: "2026-11-21T07:00:01.000Z",
  messageId: "0102-3",
  source: "news@tidewater.example",
  destination: ["rosa@reader.example"],
  tags: { "ses:operation": ["SendRawEmail"], delivery: ["daily_2e0"], attempt: ["2"] },
};

/** What a body says, as far as it is an event that we take in. */
function taken(body: string) {
  const read = readMailEvent(body);
  return read.kind === "event" ? read.event : undefined;
}

const parse = (event: object) => taken(JSON.stringify({ mail, ...event }));
const sentAt = Date.parse(mail.timestamp);
const named = { sentAt, delivery: "daily_2e0", attempt: 2 };

describe("an event of SES", () => {
  test.each([
    ["Send", "send"],
    ["Reject", "reject"],
    ["DeliveryDelay", "delay"],
    ["Rendering Failure", "failure"],
  ])("“%s” is a %s of the delivery and the attempt that its tags name", (eventType, kind) => {
    expect(parse({ eventType })).toEqual({ kind, ...named });
  });

  test("of a permanent bounce suppresses each address that bounced", () => {
    const bouncedRecipients = [{ emailAddress: "rosa@reader.example", status: "5.1.1" }, { status: "5.0.0" }];
    expect(parse({ eventType: "Bounce", bounce: { bounceType: "Permanent", bouncedRecipients } })).toEqual({
      kind: "bounce",
      ...named,
      suppress: { reason: "bounce", addresses: ["rosa@reader.example"] },
    });
  });

  test.each(["Transient", "Undetermined"])("of a %s bounce suppresses nobody", (bounceType) => {
    const bouncedRecipients = [{ emailAddress: "rosa@reader.example" }];
    expect(parse({ eventType: "Bounce", bounce: { bounceType, bouncedRecipients } })).toEqual({
      kind: "soft-bounce",
      ...named,
      unreached: { addresses: ["rosa@reader.example"], day: "2026-11-21" },
    });
  });

  test("of a complaint suppresses each address that complained", () => {
    const complainedRecipients = [{ emailAddress: "rosa@reader.example" }];
    expect(parse({ eventType: "Complaint", complaint: { complainedRecipients } })).toEqual({
      kind: "complaint",
      ...named,
      suppress: { reason: "complaint", addresses: ["rosa@reader.example"] },
    });
  });

  test("of a notice names no delivery", () => {
    expect(parse({ eventType: "Send", mail: { ...mail, tags: { notice: ["confirm"] } } })).toEqual({
      kind: "send",
      sentAt,
      isNotice: true,
    });
  });

  test.each(["0", "-1", "1.5", "two", ""])("whose attempt is “%s” names none", (attempt) => {
    const tags = { delivery: ["daily_2e0"], attempt: [attempt] };
    expect(parse({ eventType: "Send", mail: { ...mail, tags } })).toEqual({
      kind: "send",
      sentAt,
      delivery: "daily_2e0",
    });
  });

  test.each([
    "",
    "{",
    "null",
    "[]",
    '"Send"',
    "7",
    JSON.stringify({ eventType: "Send" }),
    JSON.stringify({ eventType: "Open", mail }),
    JSON.stringify({ eventType: "Click", mail }),
    JSON.stringify({ eventType: "Delivery", mail }),
    JSON.stringify({ eventType: "__proto__", mail }),
    JSON.stringify({ eventType: "Send", mail: { tags: {} } }),
    JSON.stringify({ Type: "SubscriptionConfirmation", SubscribeURL: "https://sns.example" }),
  ])("that we do not know is none: %s", (body) => {
    expect(taken(body)).toBeUndefined();
  });

  test.each([
    { eventType: "Bounce" },
    { eventType: "Bounce", bounce: { bounceType: "Permanent", bouncedRecipients: "all" } },
    { eventType: "Complaint", complaint: { complainedRecipients: [7, null, {}] } },
  ])("that names nobody suppresses nobody: %j", (event) => {
    expect(parse(event)?.suppress).toBeUndefined();
  });

  test.each([
    "Successfully validated SNS topic for Amazon SES event publishing.",
    JSON.stringify({ eventType: "Open", mail }),
  ])("that we have no use for needs nobody's look: %s", (body) => {
    expect(readMailEvent(body).kind).toBe("passed-over");
  });

  test.each(["", "{", JSON.stringify({ eventType: "Invented", mail })])(
    "that we cannot read needs a look: %s",
    (body) => {
      expect(readMailEvent(body).kind).toBe("unread");
    },
  );
});
