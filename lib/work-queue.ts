/**
 * A queue of work: its messages come at least once, go to one function, and lie in a dead-letter queue when it gives up.
 */
import { Duration } from "aws-cdk-lib";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { FunctionName } from "#handlers/settings.ts";
import { ALARM_PERIOD, type Alarms } from "./alarms.ts";
import type { StageFunction } from "./stage-function.ts";

/** How often a message is handed out before it is laid aside. */
const MAX_TRIES = 5;

/** SQS keeps a message no longer than this. */
const LONGEST_KEPT = Duration.days(14);

/** What is left between a function's time-out and its messages being handed out again. */
const VISIBILITY_MARGIN = Duration.minutes(1);

export interface WorkQueueProps {
  readonly alarms: Alarms;
  /** How long the function that is fed may take. */
  readonly timeout: Duration;
  /** How long messages are gathered into a batch. */
  readonly window?: Duration;
}

export interface Feeding {
  readonly batchSize: number;
  /** How many invocations of the function this queue makes at once; SQS takes no less than 2. */
  readonly concurrency: number;
}

export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly #window: Duration;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    this.#window = props.window ?? Duration.seconds(0);
    // SSE-SQS, not alias/aws/sqs: with AWS's own KMS key SNS could not write here.
    const shared = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: LONGEST_KEPT };
    const deadLetters = new Queue(this, "DeadLetters", shared);
    this.queue = new Queue(this, "Queue", {
      ...shared,
      visibilityTimeout: props.timeout.plus(this.#window).plus(VISIBILITY_MARGIN),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: MAX_TRIES },
    });
    const waiting = deadLetters.metricApproximateNumberOfMessagesVisible({
      statistic: "Maximum",
      period: ALARM_PERIOD,
    });
    props.alarms.watchDeadLetters(this, "DeadLettersAlarm", waiting);
  }

  get url(): string {
    return this.queue.queueUrl;
  }

  /** Lets a function put messages here. */
  allowSending(sender: StageFunction<FunctionName>): void {
    sender.allow(["sqs:SendMessage"], [this.queue.queueArn]);
  }

  /** Hands the messages to a function. */
  feed(consumer: StageFunction<FunctionName>, { batchSize, concurrency }: Feeding): void {
    consumer.lambda.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize,
        maxConcurrency: concurrency,
        reportBatchItemFailures: true,
        ...(this.#window.toSeconds() > 0 && { maxBatchingWindow: this.#window }),
      }),
    );
  }
}
