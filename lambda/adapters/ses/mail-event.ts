import type { SuppressionReason } from "#core/subscriber.ts";
import type { MailEvent } from "#pipeline/listen.ts";
import type { MailEventKind } from "#pipeline/ports/ledger.ts";

/** SES's event types, and what we call them. Opens and clicks are not asked for, and not taken. */
const kinds: ReadonlyMap<unknown, MailEventKind> = new Map([
  ["Send", "send"],
  ["Bounce", "bounce"],
  ["Complaint", "complaint"],
  ["Reject", "reject"],
  ["DeliveryDelay", "delay"],
  ["Rendering Failure", "failure"],
]);

/**
 * One event as SES publishes it to SNS (raw delivery), or undefined where it is none that we know.
 *
 * @see https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
export function parseMailEvent(body: string): MailEvent | undefined {
  const event = objectOf(parseJson(body));
  const kind = kinds.get(event["eventType"]);
  const mail = objectOf(event["mail"]);
  if (kind === undefined || typeof mail["messageId"] !== "string") return undefined;
  const tags = objectOf(mail["tags"]);
  const delivery = tagOf(tags, "delivery");
  const attempt = Number(tagOf(tags, "attempt"));
  const suppress = suppressionOf(kind, event);
  return {
    kind,
    ...(delivery === undefined ? {} : { delivery }),
    ...(Number.isSafeInteger(attempt) && attempt > 0 ? { attempt } : {}),
    ...(suppress === undefined ? {} : { suppress }),
  };
}

/** Only a *permanent* bounce suppresses: a full mailbox is not the end of an address. */
function suppressionOf(kind: MailEventKind, event: Readonly<Record<string, unknown>>): MailEvent["suppress"] {
  const bounce = objectOf(event["bounce"]);
  if (kind === "bounce" && bounce["bounceType"] === "Permanent") {
    return suppressing("bounce", bounce["bouncedRecipients"]);
  }
  if (kind === "complaint") return suppressing("complaint", objectOf(event["complaint"])["complainedRecipients"]);
  return undefined;
}

function suppressing(reason: SuppressionReason, recipients: unknown): MailEvent["suppress"] {
  const addresses = (Array.isArray(recipients) ? recipients : [])
    .map((recipient) => objectOf(recipient)["emailAddress"])
    .filter((address) => typeof address === "string");
  return addresses.length === 0 ? undefined : { reason, addresses };
}

function tagOf(tags: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const values = tags[name];
  const value: unknown = Array.isArray(values) ? values[0] : undefined;
  return typeof value === "string" ? value : undefined;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
