import type { AttemptedIndex } from "./delivery.ts";
import { sendTimeoutSeconds } from "./grace.ts";
import { clockSkewMs, type Instant } from "./instant.ts";

/** How far SES's events have come, and how far our own submissions have. */
export interface EventPath {
  /** When SES took the newest mail of which an event has come. */
  readonly heardUpTo?: Instant;
  /**
   * When a run was due of which a slice was begun soon after, and of which SES took anything: the newest one if its
   * mails have been heard of, and otherwise the oldest of those that have not.
   */
  readonly submittedUpTo?: Instant;
}

/** How long after its run was due a slice is begun that tells of the way of the events, in milliseconds. */
export const promptMs = 7 * 60 * 1000;

/** How long after a run was due all mails of such a slice are sent, in milliseconds: its sender has ended then. */
const sentAfterMs = promptMs + sendTimeoutSeconds * 1000;

/** What is to be done about an uncertain delivery. */
export type Settling =
  /** It is seen for the first time. */
  | "mark"
  /** Its event may still come, or nothing was mailed since that could tell. */
  | "wait"
  /** Events of later mails have come and its own has not: SES never took it. */
  | "lapse"
  /** Later mails have gone out and no event of any of them has come: a person must look. */
  | "unheard";

/**
 * Settles one uncertain delivery of which no event has come.
 *
 * That it is silent means something only if others of the same time and after are heard. While the way of the events is
 * cut, nothing is mailed again.
 *
 * @param since when recovery first saw it uncertain
 * @see docs/decisions/0074-silence-counts-only-among-voices.md
 */
export function settling(since: Instant | undefined, now: Instant, graceMs: number, path: EventPath): Settling {
  if (since === undefined) return "mark";
  if (now - since < graceMs) return "wait";
  const { heardUpTo, submittedUpTo } = path;
  if (heardUpTo !== undefined && heardUpTo > since) return "lapse";
  const isOverdue = !isHeardOf(path) && now - (submittedUpTo ?? now) >= sentAfterMs + graceMs;
  return isOverdue ? "unheard" : "wait";
}

/**
 * Whether mails of the time of the noted run have been heard of. Until then it stays noted: were it to make room for
 * newer ones, a way that is cut would never be overdue where runs are sent often.
 */
export function isHeardOf({ heardUpTo, submittedUpTo }: EventPath): boolean {
  return submittedUpTo === undefined || (heardUpTo !== undefined && heardUpTo >= submittedUpTo - clockSkewMs);
}

/** What is known of the submissions of one slice's deliveries. */
export interface Submissions {
  /** SES took them, by our own record or by its events. */
  readonly taken: readonly AttemptedIndex[];
  readonly lapsed: readonly AttemptedIndex[];
  /** Given back when the run's time was over. */
  readonly stale: readonly AttemptedIndex[];
}

/**
 * The submissions that SES took although they were settled as lapsed, and whose readers were mailed the same again, or
 * will be by the next digest: one mail too many each.
 */
export function doublesAmong({ taken, lapsed, stale }: Submissions): AttemptedIndex[] {
  const isOf = (list: readonly AttemptedIndex[], { index, attempt }: AttemptedIndex): boolean =>
    list.some((other) => other.index === index && other.attempt === attempt);
  return lapsed.filter(
    (one) =>
      isOf(taken, one) &&
      (isOf(stale, one) || taken.some(({ index, attempt }) => index === one.index && attempt > one.attempt)),
  );
}
