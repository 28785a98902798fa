import type { Instant } from "./instant.ts";
import type { SliceKey } from "./slice.ts";

/** Where one mail of one run to one subscriber stands. An open one has no outcome yet. */
export type DeliveryState = "held" | "uncertain" | "lapsed" | "refused" | "submitted";

/** Why a subscriber of a slice gets no mail of its run. */
export type RefusalReason =
  | "left"
  | "moved"
  | "suppressed"
  | "nothing-new"
  | "already-today"
  | "paused"
  | "quiet"
  | "over-budget"
  | "overtaken"
  | "stale"
  | "address-refused"
  | "message-refused"
  | "unknown-subscriber";

/** What came of a delivery, as its slice's record tells it. */
export interface Outcome {
  /** The subscriber's place in the slice, from 0. */
  readonly index: number;
  /** Which claim it is the outcome of, from 1; 0 where nothing was claimed. */
  readonly attempt: number;
  readonly state: DeliveryState;
  readonly reason?: RefusalReason;
  /** Of an uncertain one: when recovery first saw it so. */
  readonly uncertainSince?: Instant;
}

/** One submission of a delivery of a slice. */
export interface AttemptedIndex {
  readonly index: number;
  readonly attempt: number;
}

/**
 * Later attempts win; within one, what is better known does. *Uncertain* may be said by a sender that found another's
 * claim; *held* only by the claimer itself, who has SES's word for it.
 */
const order: Readonly<Record<DeliveryState, number>> = {
  uncertain: 1,
  held: 2,
  lapsed: 3,
  refused: 4,
  submitted: 5,
};

/** Whether `next` may take the place of `current`. States only move forward. */
export function movesForward(current: Outcome | undefined, next: Outcome): boolean {
  if (current === undefined) return true;
  if (current.attempt !== next.attempt) return next.attempt > current.attempt;
  return order[next.state] > order[current.state];
}

/** How far deliveries have come, all together: a number that grows whenever one of them moves forward. */
export function reached(outcomes: Iterable<Outcome>): number {
  let sum = 0;
  for (const { attempt, state } of outcomes) sum += attempt * attemptWeight + order[state];
  return sum;
}

/** More than the states of one attempt can add. */
const attemptWeight = 8;

/** What SES said to one submission, in the words of the decision that follows from it. */
export type SubmitAnswer =
  /** SES took it. */
  | { readonly kind: "taken" }
  /** The rate of the moment is used up: the same mail goes a little later. */
  | { readonly kind: "throttled" }
  /** The quota of 24 hours is used up: the account is on hold until it frees. */
  | { readonly kind: "quota" }
  /** The account, its identity or its configuration is not allowed to send: a person is needed. */
  | { readonly kind: "account"; readonly code: string }
  /** SES refuses this address or this message for good. */
  | { readonly kind: "refused"; readonly reason: "address-refused" | "message-refused" }
  /** The connection was never opened: SES certainly has not seen it. */
  | { readonly kind: "unreached" }
  /** The answer was lost: SES may have taken it. */
  | { readonly kind: "lost" };

/** What a delivery's id says. */
export interface DeliveryKey extends SliceKey {
  readonly index: number;
}

/** One submission of a delivery. */
export interface Submission extends DeliveryKey {
  readonly attempt: number;
}

/**
 * A delivery's id in the characters that SES allows in a message tag, at most 256.
 *
 * Letters, digits and hyphens stand for themselves; every other character is `_` and its two hexadecimal digits.
 */
export function deliveryId(key: DeliveryKey): string {
  const plain = `${key.run}.${key.shard}.${key.first}.${key.index}`;
  return plain.replace(/[^A-Za-z0-9-]/g, (character) => `_${character.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

/** The delivery that a tag names, or undefined where it is none of ours. */
export function parseDeliveryId(id: string): DeliveryKey | undefined {
  if (!/^([A-Za-z0-9-]|_[0-9a-f]{2})+$/.test(id) || id.length > 256) return undefined;
  const plain = id.replace(/_([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  const match = /^(.+)\.(\d{1,4})\.([A-Za-z0-9_-]{16})\.(\d{1,4})$/.exec(plain);
  if (match === null) return undefined;
  const [, run = "", shard = "", first = "", index = ""] = match;
  return { run, shard: Number(shard), first, index: Number(index) };
}
