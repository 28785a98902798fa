/** Queues and event sources as the template holds them. */
import * as z from "zod";
import { type Deployment, findResource } from "../template/deployment.ts";
import type { EventSourceDefinition } from "./event-source.ts";
import type { QueueDefinition } from "./queues.ts";

const QUEUE = z.strictObject({
  DelaySeconds: z.number().default(0),
  MessageRetentionPeriod: z.number().default(345_600),
  QueueName: z.string().optional(),
  ReceiveMessageWaitTimeSeconds: z.number().optional(),
  RedrivePolicy: z.strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number() }).optional(),
  // A key that AWS manages lets neither SES nor SNS in: such a queue stays silent in the deployed stack.
  KmsMasterKeyId: z.never("A queue under a KMS key cannot be reached from SES and SNS; use SSE-SQS").optional(),
  SqsManagedSseEnabled: z.boolean().optional(),
  VisibilityTimeout: z.number().default(30),
});

export function readQueues(deployment: Deployment): readonly QueueDefinition[] {
  return deployment.ofType("AWS::SQS::Queue").map((resource) => {
    const properties = QUEUE.parse(resource.properties);
    const redrive = properties.RedrivePolicy;
    return {
      arn: resource.attributes["Arn"] ?? "",
      url: resource.ref,
      name: resource.attributes["QueueName"] ?? "",
      delaySeconds: properties.DelaySeconds,
      visibilitySeconds: properties.VisibilityTimeout,
      retentionSeconds: properties.MessageRetentionPeriod,
      redrive: redrive && { targetArn: redrive.deadLetterTargetArn, maxReceiveCount: redrive.maxReceiveCount },
    };
  });
}

const MAPPING = z.strictObject({
  BatchSize: z.number().default(10),
  Enabled: z.literal(true).default(true),
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  FunctionResponseTypes: z.array(z.literal("ReportBatchItemFailures")).default([]),
  MaximumBatchingWindowInSeconds: z.number().default(0),
  ScalingConfig: z.strictObject({ MaximumConcurrency: z.number() }).optional(),
});

export interface EventSourcePlan extends EventSourceDefinition {
  readonly functionArn: string;
}

/** Lambda's own start: five pollers at once, where no maximum is set. */
const USUAL_CONCURRENCY = 5;

export function readEventSources(
  deployment: Deployment,
  queues: readonly QueueDefinition[],
): readonly EventSourcePlan[] {
  const functions = deployment.ofType("AWS::Lambda::Function");
  return deployment.ofType("AWS::Lambda::EventSourceMapping").map((resource) => {
    const mapping = MAPPING.parse(resource.properties);
    const queue = queues.find((each) => each.arn === mapping.EventSourceArn);
    const target = findResource(functions, mapping.FunctionName);
    if (!queue || !target)
      throw new Error(`${resource.logicalId} joins a queue and a function that the template does not hold.`);
    const timeoutSeconds = Number(target.properties["Timeout"] ?? 3);
    if (queue.visibilitySeconds < timeoutSeconds) {
      throw new Error(
        `${queue.name} hides a message for ${queue.visibilitySeconds} s, but ${target.logicalId} may take ${timeoutSeconds} s: Lambda refuses that.`,
      );
    }
    return {
      queueArn: queue.arn,
      functionArn: target.attributes["Arn"] ?? "",
      region: deployment.place.region,
      batchSize: mapping.BatchSize,
      windowSeconds: mapping.MaximumBatchingWindowInSeconds,
      reportsItemFailures: mapping.FunctionResponseTypes.length > 0,
      maximumConcurrency: mapping.ScalingConfig?.MaximumConcurrency ?? USUAL_CONCURRENCY,
    };
  });
}
