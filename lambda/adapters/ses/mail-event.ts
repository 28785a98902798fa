import type { Instant } from "#core/instant.ts";
import type { SuppressionReason } from "#core/subscriber.ts";
import type { MailEvent } from "#pipeline/listen.ts";
import type { MailEventKind } from "#pipeline/ports/ledger.ts";

export type ReadMailEvent =
  | { readonly kind: "event"; readonly event: MailEvent }
  /** SES's, of a kind for which we have no use. */
  | { readonly kind: "passed-over"; readonly eventType: string }
  /** Nothing that we can take in: a person must look at it. */
  | { readonly kind: "unread"; readonly why: string };

/** SES's event types, and what we call them. */
const kinds: ReadonlyMap<unknown, MailEventKind> = new Map([
  ["Send", "send"],
  ["Bounce", "bounce"],
  ["Complaint", "complaint"],
  ["Reject", "reject"],
  ["DeliveryDelay", "delay"],
  ["Rendering Failure", "failure"],
]);

/** Types that the stack does not ask for, but somebody may have switched on. */
const passedOver = new Set(["Delivery", "Open", "Click", "Subscription"]);

/** What SES publishes, in plain text, when an event destination is made: each deploy that makes one brings it. */
const greeting = "Successfully validated SNS topic";

/** Longest event type that is repeated in a log, in characters: SES's own have at most 17. */
const typeMaxLength = 40;

/**
 * One event as SES publishes it to SNS (raw delivery).
 *
 * @see https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
export function readMailEvent(body: string): ReadMailEvent {
  if (body.startsWith(greeting)) return { kind: "passed-over", eventType: "greeting" };
  const event = parseJson(body);
  if (event === undefined) return { kind: "unread", why: "it is no JSON object, or was cut off" };
  const eventType = String(event["eventType"]).slice(0, typeMaxLength);
  if (passedOver.has(eventType)) return { kind: "passed-over", eventType };
  const kind = kinds.get(eventType);
  if (kind === undefined) return { kind: "unread", why: `SES has no event type ${eventType} that we know` };
  const mail = objectOf(event["mail"]);
  const sentAt = instantOf(mail["timestamp"]);
  if (typeof mail["messageId"] !== "string" || sentAt === undefined) {
    return { kind: "unread", why: "it does not say which mail it is about, or when SES took that" };
  }
  return { kind: "event", event: { sentAt, ...ours(objectOf(mail["tags"])), ...told(kind, event, sentAt) } };
}

/** What our tags say of the mail. */
function ours(tags: Readonly<Record<string, unknown>>): Pick<MailEvent, "delivery" | "attempt" | "isNotice"> {
  const delivery = tagOf(tags, "delivery");
  const attempt = Number(tagOf(tags, "attempt"));
  return {
    ...(delivery === undefined ? {} : { delivery }),
    ...(Number.isSafeInteger(attempt) && attempt > 0 ? { attempt } : {}),
    ...(tagOf(tags, "notice") === undefined ? {} : { isNotice: true }),
  };
}

/** What happened, and whom it closes to us: only a *permanent* bounce does so at once, a full mailbox does not. */
function told(
  kind: MailEventKind,
  event: Readonly<Record<string, unknown>>,
  sentAt: Instant,
): Pick<MailEvent, "kind" | "suppress" | "unreached"> {
  if (kind === "complaint") {
    return { kind, ...suppressing("complaint", objectOf(event["complaint"])["complainedRecipients"]) };
  }
  if (kind !== "bounce") return { kind };
  const bounce = objectOf(event["bounce"]);
  if (bounce["bounceType"] === "Permanent") return { kind, ...suppressing("bounce", bounce["bouncedRecipients"]) };
  const addresses = addressesOf(bounce["bouncedRecipients"]);
  const day = new Date(instantOf(bounce["timestamp"]) ?? sentAt).toISOString().slice(0, 10);
  return { kind: "soft-bounce", ...(addresses.length === 0 ? {} : { unreached: { addresses, day } }) };
}

function suppressing(reason: SuppressionReason, recipients: unknown): Pick<MailEvent, "suppress"> {
  const addresses = addressesOf(recipients);
  return addresses.length === 0 ? {} : { suppress: { reason, addresses } };
}

function addressesOf(recipients: unknown): string[] {
  return (Array.isArray(recipients) ? recipients : [])
    .map((recipient) => objectOf(recipient)["emailAddress"])
    .filter((address) => typeof address === "string");
}

function tagOf(tags: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const values = tags[name];
  const value: unknown = Array.isArray(values) ? values[0] : undefined;
  return typeof value === "string" ? value : undefined;
}

function instantOf(value: unknown): Instant | undefined {
  const at = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function parseJson(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? objectOf(value) : undefined;
  } catch {
    return undefined;
  }
}
