/**
 * What SES tells about a mail, in the words of its event publishing.
 *
 * @see https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
import { randomUUID } from "node:crypto";
import type { Instant } from "#core/instant.ts";
import { decodeHeader, headerValue, type MailHeader } from "./headers.ts";

export interface SentMail {
  readonly messageId: string;
  readonly source: string;
  readonly destinations: readonly string[];
  readonly headers: readonly MailHeader[];
  readonly tags: Readonly<Record<string, string>>;
  readonly sentAt: Instant;
  readonly configurationSet: string;
  readonly caller: string;
  readonly account: string;
  readonly sourceArn: string;
}

export type EventType = "Send" | "Delivery" | "Bounce" | "Complaint";

/** SES cuts the headers it tells at this size. */
const LONGEST_HEADERS = 10_240;

/** Which events a mail to `destinations` makes: addresses of SES's mailbox simulator make what their names say. */
export function eventsOf(destinations: readonly string[]): readonly EventType[] {
  const simulated = (name: string) => destinations.some((address) => simulator(name).test(address));
  if (simulated("bounce")) return ["Send", "Bounce"];
  return simulated("complaint") ? ["Send", "Delivery", "Complaint"] : ["Send", "Delivery"];
}

function simulator(name: string): RegExp {
  return new RegExp(`^${name}(?:\\+[^@]*)?@simulator\\.amazonses\\.com$`, "i");
}

export function eventJson(type: EventType, mail: SentMail): string {
  return JSON.stringify({ eventType: type, mail: mailPart(mail), [type.toLowerCase()]: detail(type, mail) });
}

function mailPart(mail: SentMail): unknown {
  let length = 0;
  const told = mail.headers.filter(({ name, value }) => {
    length += name.length + value.length;
    return length <= LONGEST_HEADERS;
  });
  const list = (name: string) => [decodeHeader(headerValue(mail.headers, name) ?? "")];
  const own = Object.entries(mail.tags).map(([name, value]) => [name, [value]]);
  return {
    timestamp: iso(mail.sentAt),
    source: mail.source,
    sourceArn: mail.sourceArn,
    sendingAccountId: mail.account,
    messageId: mail.messageId,
    destination: mail.destinations,
    headersTruncated: told.length < mail.headers.length,
    headers: told,
    commonHeaders: { from: list("From"), to: list("To"), messageId: mail.messageId, subject: list("Subject")[0] },
    tags: {
      "ses:operation": ["SendRawEmail"],
      "ses:configuration-set": [mail.configurationSet],
      "ses:source-ip": ["127.0.0.1"],
      "ses:from-domain": [mail.source.slice(mail.source.lastIndexOf("@") + 1)],
      "ses:caller-identity": [mail.caller],
      ...Object.fromEntries(own),
    },
  };
}

function detail(type: EventType, mail: SentMail): unknown {
  const timestamp = iso(mail.sentAt);
  const feedbackId = `local-${randomUUID()}`;
  if (type === "Send") return {};
  if (type === "Delivery") {
    return {
      timestamp,
      processingTimeMillis: 1,
      recipients: mail.destinations,
      smtpResponse: "250 2.0.0 OK local",
      remoteMtaIp: "127.0.0.1",
      reportingMTA: "local.smtp-out.amazonses.com",
    };
  }
  if (type === "Bounce") {
    const bouncedRecipients = mail.destinations.map((emailAddress) => ({
      emailAddress,
      action: "failed",
      status: "5.1.1",
      diagnosticCode: "smtp; 550 5.1.1 user unknown",
    }));
    const reportingMTA = "dsn; local.smtp-out.amazonses.com";
    return {
      feedbackId,
      bounceType: "Permanent",
      bounceSubType: "General",
      bouncedRecipients,
      timestamp,
      reportingMTA,
    };
  }
  return {
    feedbackId,
    complaintSubType: null,
    complainedRecipients: mail.destinations.map((emailAddress) => ({ emailAddress })),
    timestamp,
    userAgent: "Amazon SES Mailbox Simulator",
    complaintFeedbackType: "abuse",
    arrivalDate: timestamp,
  };
}

function iso(instant: Instant): string {
  return new Date(instant).toISOString();
}
