import type { Instant } from "#core/instant.ts";
import type { MailEvent } from "#pipeline/listen.ts";

/** A mail that SES took. */
export interface Taken {
  readonly to: string;
  readonly at: Instant;
  readonly delivery: string;
  readonly attempt: number;
}

/** One mail in so many bounces for good, and one in so many is complained about: a list that is well kept. */
const bounceEvery = 200;
const complaintEvery = 5000;

/** How long Lambda gathers events, in milliseconds, and how many at most: what `lib/listen.ts` asks for. */
const windowMs = 60_000;
const batchMax = 1000;

/** Lambda begins with so many pollers of a queue, and each gathers for itself (docs.aws.amazon.com/lambda, SQS). */
const pollers = 5;

/** SES's events about these mails, in the batches in which the listener gets them. */
export function eventBatches(taken: readonly Taken[]): readonly (readonly MailEvent[])[] {
  const events = taken.flatMap(eventsOf);
  return Array.from({ length: pollers }, (_, poller) => poller).flatMap((poller) =>
    inWindows(events.filter((_event, place) => place % pollers === poller)),
  );
}

function eventsOf({ to, at, delivery, attempt }: Taken, place: number): readonly MailEvent[] {
  const about = { sentAt: at, delivery, attempt };
  const send: MailEvent = { ...about, kind: "send" };
  const addresses = [to];
  if (place % complaintEvery === complaintEvery - 1)
    return [send, { ...about, kind: "complaint", suppress: { addresses, reason: "complaint" } }];
  if (place % bounceEvery === bounceEvery - 1)
    return [send, { ...about, kind: "bounce", suppress: { addresses, reason: "bounce" } }];
  return [send];
}

function inWindows(events: readonly MailEvent[]): readonly (readonly MailEvent[])[] {
  const batches: MailEvent[][] = [];
  let beganAt = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    const at = event.sentAt ?? 0;
    const isFull = (batches.at(-1)?.length ?? batchMax) >= batchMax;
    if (isFull || at - beganAt >= windowMs) {
      batches.push([]);
      beganAt = at;
    }
    batches.at(-1)?.push(event);
  }
  return batches;
}
