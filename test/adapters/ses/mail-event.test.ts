import { describe, expect, test } from "vitest";
import { readMailEvent } from "#adapters/ses/mail-event.ts";

const mail = {
  timestamp: "2026-11-21T07:00:01.000Z",
  messageId: "0102-3",
  source: "news@tidewater.example",
  destination: ["rosa@reader.example"],
  tags: { "ses:operation": ["SendRawEmail"], delivery: ["daily_2e0"], attempt: ["2"] },
};

const read = (event: object) => readMailEvent(JSON.stringify({ mail, ...event }));
const parse = (event: object) => {
  const told = read(event);
  return told.kind === "event" ? told.event : undefined;
};
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

  test.each(["Transient", "Undetermined"])("of a %s bounce suppresses nobody, and tells its date", (bounceType) => {
    const bounce = { bounceType, bouncedRecipients: [{ emailAddress: "rosa@reader.example" }] };
    const unreached = (day: string) => ({ addresses: ["rosa@reader.example"], day });
    const timestamp = "2026-11-22T23:30:00-02:00";
    expect(parse({ eventType: "Bounce", bounce: { ...bounce, timestamp } })).toEqual({
      kind: "soft-bounce",
      ...named,
      unreached: unreached("2026-11-23"),
    });
    expect(parse({ eventType: "Bounce", bounce })).toMatchObject({ unreached: unreached("2026-11-21") });
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
    const notice = { ...mail, tags: { notice: ["confirm"] } };
    expect(parse({ eventType: "Send", mail: notice })).toEqual({ kind: "send", sentAt, isNotice: true });
  });

  test.each(["0", "-1", "1.5", "two", ""])("whose attempt is “%s” names none", (attempt) => {
    const tags = { delivery: ["daily_2e0"], attempt: [attempt] };
    expect(parse({ eventType: "Send", mail: { ...mail, tags } })).toEqual({
      kind: "send",
      sentAt,
      delivery: "daily_2e0",
    });
  });

  test.each(["Open", "Click", "Delivery", "Subscription"])("“%s” is passed over", (eventType) => {
    expect(read({ eventType })).toEqual({ kind: "passed-over", eventType });
  });

  test.each([
    "",
    "{",
    JSON.stringify({ eventType: "Send", mail }).slice(0, -20),
    "null",
    "[]",
    '"Send"',
    "7",
    JSON.stringify({ eventType: "Send" }),
    JSON.stringify({ eventType: "Teleport", mail }),
    JSON.stringify({ eventType: "__proto__", mail }),
    JSON.stringify({ eventType: "Send", mail: { tags: {} } }),
    JSON.stringify({ eventType: "Send", mail: { ...mail, timestamp: "lately" } }),
    JSON.stringify({ Type: "SubscriptionConfirmation", SubscribeURL: "https://sns.example" }),
  ])("that we cannot take in is for a person to look at: %s", (body) => {
    expect(readMailEvent(body)).toMatchObject({ kind: "unread", why: expect.any(String) });
  });

  test.each([
    { eventType: "Bounce" },
    { eventType: "Bounce", bounce: { bounceType: "Permanent", bouncedRecipients: "all" } },
    { eventType: "Complaint", complaint: { complainedRecipients: [7, null, {}] } },
  ])("that names nobody suppresses nobody: %j", (event) => {
    expect(parse(event)?.suppress).toBeUndefined();
  });

  test("that greets a new event destination needs nobody's look", () => {
    const greeting = "Successfully validated SNS topic for Amazon SES event publishing.";
    expect(readMailEvent(greeting).kind).toBe("passed-over");
  });
});
