/** SNS: hands what is published on a topic to the queues that subscribe to it, where the policies let it. */
import * as z from "zod";
import type { Gate } from "../access/gate.ts";
import type { Resource } from "../template/deployment.ts";
import type { Queues } from "./queues.ts";

const SUBSCRIPTION = z.strictObject({
  Endpoint: z.string(),
  Protocol: z.string(),
  RawMessageDelivery: z.boolean().default(false),
  TopicArn: z.string(),
});

const TOPIC = z.strictObject({
  DisplayName: z.string().optional(),
  // A key that AWS manages lets SES in no more than a stranger: such a topic stays silent in the deployed stack.
  KmsMasterKeyId: z.never("A topic under a KMS key cannot be reached from SES").optional(),
  TopicName: z.string().optional(),
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
  readonly topics: readonly Resource[];
  readonly subscriptions: readonly Resource[];
  readonly queues: Queues;
  readonly gate: Gate;
}

/** What SNS takes at most (docs.aws.amazon.com/sns, Publish). */
const LARGEST_MESSAGE_BYTES = 262_144;

export function createTopics({ topics, subscriptions, queues, gate }: TopicsParts): Topics {
  for (const { properties } of topics) TOPIC.parse(properties);
  const subscribed = subscriptions.map((resource) => SUBSCRIPTION.parse(resource.properties));
  for (const { Protocol, RawMessageDelivery, TopicArn } of subscribed) {
    // Mail to an operator about an alarm: there are no alarms here.
    if (Protocol === "email") continue;
    if (Protocol !== "sqs" || !RawMessageDelivery) {
      throw new Error(`The local run knows raw subscriptions of queues alone, but ${TopicArn} has one by ${Protocol}.`);
    }
  }

  return {
    publish(topicArn, message, publisher) {
      if (!gate.serviceMay(publisher.service, "sns:Publish", topicArn, publisher.context)) return;
      if (Buffer.byteLength(message) > LARGEST_MESSAGE_BYTES) return;
      const context = { "aws:SourceArn": topicArn };
      for (const { Endpoint, Protocol, TopicArn } of subscribed) {
        if (TopicArn !== topicArn || Protocol !== "sqs") continue;
        if (gate.serviceMay("sns.amazonaws.com", "sqs:SendMessage", Endpoint, context)) queues.send(Endpoint, message);
      }
    },
  };
}
