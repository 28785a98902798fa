/** SNS: hands what is published on a topic to the queues that subscribe to it, where the policies let it. */
import * as z from "zod";
import type { Calls } from "../access/calls.ts";
import { evaluate } from "../access/evaluate.ts";
import type { Statement } from "../access/statement.ts";
import type { Resource } from "../template/deployment.ts";
import type { Queues } from "./queues.ts";

const SUBSCRIPTION = z.strictObject({
  Endpoint: z.string(),
  Protocol: z.string(),
  RawMessageDelivery: z.boolean().default(false),
  TopicArn: z.string(),
});

export interface Topics {
  /** Publishes for an AWS service; `context` holds the condition keys that it brings. */
  publish(topicArn: string, message: string, publisher: Publisher): void;
}

export interface Publisher {
  readonly service: string;
  readonly context: Readonly<Record<string, string>>;
}

export interface TopicsParts {
  readonly subscriptions: readonly Resource[];
  readonly queues: Queues;
  readonly account: string;
  readonly calls: Calls;
  readonly policyOf: (resource: string) => readonly Statement[];
}

/** What SNS takes at most (docs.aws.amazon.com/sns, Publish). */
const LARGEST_MESSAGE_BYTES = 262_144;

export function createTopics({ subscriptions, queues, account, calls, policyOf }: TopicsParts): Topics {
  const subscribed = subscriptions.map((resource) => SUBSCRIPTION.parse(resource.properties));
  for (const { Protocol, RawMessageDelivery, TopicArn } of subscribed) {
    // Mail to an operator about an alarm: there are no alarms here.
    if (Protocol === "email") continue;
    if (Protocol !== "sqs" || !RawMessageDelivery) {
      throw new Error(`The local run knows raw subscriptions of queues alone, but ${TopicArn} has one by ${Protocol}.`);
    }
  }

  const isAllowed = (publisher: Publisher, action: string, resource: string): boolean => {
    const decision = evaluate(
      { identity: [], resource: policyOf(resource) },
      {
        action,
        resource,
        principal: { service: publisher.service },
        context: { "aws:SecureTransport": "true", "aws:SourceAccount": account, ...publisher.context },
      },
    );
    const [service = "", operation = ""] = action.split(":");
    const denied = decision !== "allowed";
    calls.record({ function: publisher.service, service, operation, resource, denied });
    return !denied;
  };

  return {
    publish(topicArn, message, publisher) {
      if (!isAllowed(publisher, "sns:Publish", topicArn)) return;
      if (Buffer.byteLength(message) > LARGEST_MESSAGE_BYTES) return;
      const sns = { service: "sns.amazonaws.com", context: { "aws:SourceArn": topicArn } };
      for (const { Endpoint, Protocol, TopicArn } of subscribed) {
        if (TopicArn !== topicArn || Protocol !== "sqs") continue;
        if (isAllowed(sns, "sqs:SendMessage", Endpoint)) queues.send(Endpoint, message);
      }
    },
  };
}
