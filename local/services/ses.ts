/** SES: takes raw mail into the mailbox, keeps to its quota, and tells what became of it. */

import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { Demand } from "../access/gate.ts";
import type { Clock } from "../clock/clock.ts";
import { queryAnswer } from "../gateway/answers.ts";
import { type AwsCall, type AwsRefusal, isRefusal, type Service } from "../gateway/call.ts";
import { eventJson, eventsOf, type SentMail } from "../mail/events.ts";
import { decodeHeader, headerValue, readablePeople } from "../mail/headers.ts";
import type { Mailbox } from "../mail/mailbox.ts";
import type { SendingLimits } from "../mail/quota.ts";
import { type RawMessage, readRawMessage } from "../mail/raw-message.ts";
import type { Notebook } from "../notebook.ts";
import type { Resource } from "../template/deployment.ts";
import type { Place } from "../template/resource-types.ts";
import type { Topics } from "./topics.ts";

const NAMESPACE = "http://ses.amazonaws.com/doc/2010-12-01/";

const DESTINATION = z.object({
  ConfigurationSetName: z.string(),
  EventDestination: z.strictObject({
    Enabled: z.boolean().default(true),
    MatchingEventTypes: z.array(z.string()),
    Name: z.string().optional(),
    SnsDestination: z.strictObject({ TopicARN: z.string() }),
  }),
});

export interface SesParts {
  readonly configurationSets: readonly Resource[];
  readonly destinations: readonly Resource[];
  readonly identities: readonly Resource[];
  readonly topics: Topics;
  readonly mailbox: Mailbox;
  readonly limits: SendingLimits;
  readonly clock: Clock;
  readonly place: Place;
  readonly notebook: Notebook;
  /** Whether events are told at all. */
  readonly tellsEvents: () => boolean;
}

export function createSes(parts: SesParts): Service {
  const tell = createTeller(parts);
  return {
    name: "ses",
    protocol: "query",
    operations: {
      SendRawEmail: {
        demands: (call) => demandsOf(call, parts),
        serve(call, caller) {
          const message = readRawMessage(call);
          if (isRefusal(message)) return message;
          const refused = refuse(message, parts);
          if (refused) return refused;
          // A mail is kept with its events or not at all.
          const mail = parts.notebook.together(() => {
            const kept = keep(message, caller, parts);
            tell(kept);
            return kept;
          });
          return queryAnswer("SendRawEmail", NAMESPACE, `<MessageId>${mail.messageId}</MessageId>`);
        },
      },
      GetSendQuota: {
        demands: () => [{ action: "ses:GetSendQuota", anyOf: ["*"] }],
        serve() {
          const { rate, daily } = parts.limits.quota();
          const inner =
            `<SentLast24Hours>${parts.limits.sentInDay()}</SentLast24Hours>` +
            `<Max24HourSend>${daily}</Max24HourSend><MaxSendRate>${rate}</MaxSendRate>`;
          return queryAnswer("GetSendQuota", NAMESPACE, inner);
        },
      },
    },
  };
}

/** SES asks for the identity and, where one is named, for the configuration set as well. */
function demandsOf(call: AwsCall, { place }: SesParts): readonly Demand[] | AwsRefusal {
  const message = readRawMessage(call);
  if (isRefusal(message)) return message;
  const context = { "ses:FromAddress": message.from, "ses:Recipients": message.destinations };
  const action = "ses:SendRawEmail";
  const identity: Demand = { action, anyOf: identityArns(message.from, place), context };
  if (message.configurationSet === undefined) return [identity];
  return [identity, { action, anyOf: [arnOf(place, "configuration-set", message.configurationSet)], context }];
}

function identityArns(from: string, place: Place): readonly string[] {
  return [from.slice(from.lastIndexOf("@") + 1), from].map((identity) => arnOf(place, "identity", identity));
}

function arnOf(place: Place, type: string, name: string): string {
  return `arn:aws:ses:${place.region}:${place.account}:${type}/${name}`;
}

function refuse(message: RawMessage, parts: SesParts): AwsRefusal | undefined {
  const set = message.configurationSet;
  if (set !== undefined && !parts.configurationSets.some((each) => each.ref === set)) {
    return { status: 400, code: "ConfigurationSetDoesNotExist", message: `Configuration set <${set}> does not exist.` };
  }
  const verified = parts.identities.map((identity) => identity.ref);
  const domain = message.from.slice(message.from.lastIndexOf("@") + 1);
  // Without an identity in the template the operator has one elsewhere: then the role alone says what it is.
  if (verified.length > 0 && !verified.includes(domain) && !verified.includes(message.from)) {
    const failed = `The following identities failed the check in region ${parts.place.region.toUpperCase()}: ${message.from}`;
    return { status: 400, code: "MessageRejected", message: `Email address is not verified. ${failed}` };
  }
  const limited = parts.limits.take();
  return limited === undefined ? undefined : { status: 400, code: "Throttling", message: limited };
}

function keep(message: RawMessage, caller: string, parts: SesParts): SentMail {
  const { clock, mailbox, place } = parts;
  const { headers, from, destinations, tags } = message;
  const messageId = `${clock.now().toString(16).padStart(16, "0")}-${randomUUID()}-000000`;
  const sentAt = clock.now();
  mailbox.add(
    {
      id: messageId,
      to: destinations.join(", "),
      from: readablePeople(headerValue(headers, "From") ?? ""),
      subject: decodeHeader(headerValue(headers, "Subject") ?? ""),
      sentAt,
      tags,
    },
    message.source,
  );
  return {
    messageId,
    source: from,
    destinations,
    headers,
    tags,
    sentAt,
    configurationSet: message.configurationSet ?? "",
    caller,
    account: place.account,
    sourceArn: identityArns(from, place)[0] ?? "",
  };
}

function createTeller({ destinations, topics, place, tellsEvents }: SesParts): (mail: SentMail) => void {
  const plain = (type: string) => type.toLowerCase().replaceAll("_", "");
  const wired = destinations.map((resource) => {
    const { ConfigurationSetName, EventDestination } = DESTINATION.parse(resource.properties);
    return { set: ConfigurationSetName, ...EventDestination, types: EventDestination.MatchingEventTypes.map(plain) };
  });
  return (mail) => {
    if (!tellsEvents()) return;
    for (const { set, Enabled, types, SnsDestination } of wired) {
      if (!Enabled || set !== mail.configurationSet) continue;
      const context = { "aws:SourceArn": arnOf(place, "configuration-set", set) };
      for (const type of eventsOf(mail.destinations)) {
        if (!types.includes(plain(type))) continue;
        topics.publish(SnsDestination.TopicARN, eventJson(type, mail), { service: "ses.amazonaws.com", context });
      }
    }
  };
}
