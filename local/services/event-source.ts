/**
 * Brings a queue's messages to a function, as Lambda's event source mapping does: in batches, within a window, at most
 * so many at once; what the function did not report as failed is taken out of the queue.
 */
import { createHash } from "node:crypto";
import type { Instant } from "#core/instant.ts";
import type { Activity } from "../clock/activity.ts";
import type { Clock } from "../clock/clock.ts";
import type { Outcome } from "../functions/invocation.ts";
import type { LocalFunction } from "../functions/local-function.ts";
import type { QueueMessage, Queues } from "./queues.ts";

export interface EventSourceDefinition {
  readonly queueArn: string;
  readonly region: string;
  readonly batchSize: number;
  readonly windowSeconds: number;
  readonly reportsItemFailures: boolean;
  readonly maximumConcurrency: number;
}

export interface EventSource {
  /** Looks for messages now; call it after the clock has moved. */
  wake(): void;
  /** While the clock is turned, a batching window ends at once. */
  setTurning(turning: boolean): void;
  nextDueAt(): Instant | undefined;
  stop(): void;
}

export interface EventSourceParts {
  readonly queues: Queues;
  readonly clock: Clock;
  readonly activity: Activity;
  readonly target: LocalFunction;
  readonly onFailure: (sentence: string) => void;
}

/** Lambda's own size of a batch of one queue without a window (docs.aws.amazon.com/lambda, CreateEventSourceMapping). */
const RECEIVE_AT_MOST = 10_000;

/** Node's longest timer. */
const LONGEST_TIMER_MS = 2_147_483_647;

export function createEventSource(definition: EventSourceDefinition, parts: EventSourceParts): EventSource {
  const { queues, clock, activity } = parts;
  const { queueArn } = definition;
  let running = 0;
  let turning = false;
  let stopped = false;
  const window = createWindow(definition, clock);
  let timer: NodeJS.Timeout | undefined;

  const wake = () => {
    if (stopped) return;
    while (running < definition.maximumConcurrency) {
      const visible = queues.visibleCount(queueArn);
      if (visible === 0 || !(turning || window.isRipe(visible))) break;
      window.close();
      const messages = queues.receive(queueArn, Math.min(definition.batchSize, RECEIVE_AT_MOST));
      if (messages.length === 0) break;
      void work(messages);
    }
    setTimer();
  };

  const work = async (messages: readonly QueueMessage[]) => {
    const end = activity.begin();
    running += 1;
    try {
      const outcome = await parts.target.invoke(JSON.stringify(eventOf(messages, definition)));
      if (!stopped) settle(definition, parts, messages, outcome);
    } finally {
      running -= 1;
      wake();
      end();
    }
  };

  const setTimer = () => {
    clearTimeout(timer);
    const next = Math.min(
      window.endsAt() ?? Number.POSITIVE_INFINITY,
      queues.nextVisibleAt(queueArn) ?? Number.POSITIVE_INFINITY,
    );
    if (next === Number.POSITIVE_INFINITY || stopped) return;
    timer = setTimeout(wake, Math.min(Math.max(0, next - clock.now()), LONGEST_TIMER_MS));
  };

  queues.subscribe(queueArn, wake);
  activity.watch(() => stopped || queues.visibleCount(queueArn) === 0);

  return {
    wake,
    setTurning(now) {
      turning = now;
      wake();
    },
    nextDueAt: () => queues.nextVisibleAt(queueArn),
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** Removes what was worked off; what failed comes again when its visibility ends. */
function settle(
  { queueArn, reportsItemFailures }: EventSourceDefinition,
  { queues, onFailure }: EventSourceParts,
  messages: readonly QueueMessage[],
  outcome: Parameters<typeof failedIds>[0],
): void {
  const failed = failedIds(outcome, messages, reportsItemFailures);
  const done = messages.filter((message) => !failed.has(message.id));
  queues.remove(
    queueArn,
    done.map(({ receipt }) => receipt),
  );
  if (failed.size > 0) onFailure(`${failed.size} of ${messages.length} messages of ${queueArn} failed`);
}

interface Window {
  /** Whether so many messages may go now, or a fuller batch is waited for. */
  isRipe(visible: number): boolean;
  endsAt(): Instant | undefined;
  close(): void;
}

function createWindow({ windowSeconds, batchSize }: EventSourceDefinition, clock: Clock): Window {
  let endsAt: Instant | undefined;
  return {
    isRipe(visible) {
      if (windowSeconds === 0 || visible >= batchSize) return true;
      endsAt ??= clock.now() + windowSeconds * 1000;
      return clock.now() >= endsAt;
    },
    endsAt: () => endsAt,
    close() {
      endsAt = undefined;
    },
  };
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
function eventOf(messages: readonly QueueMessage[], { queueArn, region }: EventSourceDefinition): unknown {
  return {
    Records: messages.map((message) => ({
      messageId: message.id,
      receiptHandle: message.receipt,
      body: message.body,
      attributes: {
        ApproximateReceiveCount: String(message.receiveCount),
        SentTimestamp: String(message.sentAt),
        SenderId: "LOCAL",
        ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
      },
      messageAttributes: {},
      md5OfBody: createHash("md5").update(message.body).digest("hex"),
      eventSource: "aws:sqs",
      eventSourceARN: queueArn,
      awsRegion: region,
    })),
  };
}

/** An answer that names a message that was not in the batch, or is no such answer at all, fails the whole batch. */
function failedIds(outcome: Outcome, messages: readonly QueueMessage[], reports: boolean): ReadonlySet<string> {
  const all = new Set(messages.map((message) => message.id));
  if ("failure" in outcome) return all;
  if (!reports) return new Set();
  const answer = JSON.parse(outcome.answer) as { readonly batchItemFailures?: unknown } | null;
  const failures = answer?.batchItemFailures;
  if (answer === null || failures === undefined || failures === null) return new Set();
  if (!Array.isArray(failures)) return all;
  const failed = failures.map((each) => (each as { readonly itemIdentifier?: unknown } | null)?.itemIdentifier);
  return failed.every((id) => typeof id === "string" && all.has(id)) ? new Set(failed as string[]) : all;
}
