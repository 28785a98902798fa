/** The way of a mail: SES with its quota and its mailbox, and its events to the queues that want them. */
import { createMailbox, type Mailbox } from "../mail/mailbox.ts";
import { createSendingLimits, type SendingLimits } from "../mail/quota.ts";
import type { Queues } from "../services/queues.ts";
import { createSes } from "../services/ses.ts";
import { createTopics } from "../services/topics.ts";
import type { Ground } from "./ground.ts";

export interface Post {
  readonly mailbox: Mailbox;
  readonly limits: SendingLimits;
  /** Whether SES tells what became of mails; it may be switched. */
  readonly events: { on: boolean };
}

export function openPost({ deployment, notebook, clock, gate, gateway, place }: Ground, queues: Queues): Post {
  const mailbox = createMailbox(notebook);
  const limits = createSendingLimits(clock.now, mailbox.sentSince);
  const events = { on: true };
  const topics = createTopics({
    topics: deployment.ofType("AWS::SNS::Topic"),
    subscriptions: deployment.ofType("AWS::SNS::Subscription"),
    queues,
    gate,
  });
  const ses = createSes({
    configurationSets: deployment.ofType("AWS::SES::ConfigurationSet"),
    destinations: deployment.ofType("AWS::SES::ConfigurationSetEventDestination"),
    identities: deployment.ofType("AWS::SES::EmailIdentity"),
    topics,
    mailbox,
    limits,
    clock,
    place,
    notebook,
    tellsEvents: () => events.on,
  });
  gateway.addService(ses);
  return { mailbox, limits, events };
}
