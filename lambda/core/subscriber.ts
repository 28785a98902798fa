import type { AlertCount, Alerting } from "./alerting.ts";
import type { Cadence } from "./cadence.ts";
import type { RefusalReason } from "./delivery.ts";
import type { Instant } from "./instant.ts";
import { mailedNumbers, union } from "./marks.ts";
import type { Schedule } from "./schedule.ts";

/** Why an address must not be mailed. */
export type SuppressionReason = "bounce" | "complaint" | "erasure";

/** One subscriber follows one topic at one cadence. */
export interface Subscription {
  readonly topic: string;
  readonly cadence: Cadence;
  /** The sign-up that was confirmed: its number in the subscriber's log. */
  readonly signUp: number;
  /** The topic's tail when the subscription was confirmed: nothing up to it is ever mailed. */
  readonly start: number;
  /** The number in the topic's log up to which the reader is served. */
  readonly mark: number;
  /** Numbers beyond the mark that alerts brought, ascending. */
  readonly brought: readonly number[];
  /** Numbers up to the mark that were claimed once and certainly not sent, ascending. */
  readonly owed: readonly number[];
}

/** A topic that was followed and left: its sign-ups up to this number of the log are worth nothing any more. */
export interface LeftTopic {
  readonly topic: string;
  readonly number: number;
  /** The topic's numbers that reached the reader, ascending: corrections of these reach them still. */
  readonly mailed?: readonly number[];
}

/** All that is so of a subscriber after an entry of their log. */
export interface SubscriberState {
  readonly locale: string;
  readonly schedule: Schedule;
  /** Confirmed ones only, in the order in which they were confirmed. */
  readonly subscriptions: readonly Subscription[];
  readonly left: readonly LeftTopic[];
  readonly suppressed?: SuppressionReason;
  /** The local date of the last digest of each cadence that comes once a date. */
  readonly lastDates: Readonly<Partial<Record<Cadence, string>>>;
  /** What they want of alerts; absent until they say so. */
  readonly alerting?: Alerting;
  readonly alertsOn?: AlertCount;
  /** The local date, `"2026-12-27"`, on which digests and alerts come again. */
  readonly pausedUntil?: string;
}

/** Most topics that one subscriber follows: the state of all of them is written with every mail. */
export const subscriptionsMax = 50;

/** Most left topics that are remembered; the oldest are forgotten first. */
const leftMax = 50;

/** What a person asked for at the form, before anyone knows that the address is theirs. */
export interface SignUpRequest {
  readonly topic: string;
  readonly cadence: Cadence;
  readonly zone: string;
  readonly locale: string;
}

/** The numbers of each topic's log that one mail brings, by topic. */
export type MailedNumbers = Readonly<Record<string, readonly number[]>>;

/** What happened to a subscriber. */
export type SubscriberEvent =
  | { readonly kind: "signed-up"; readonly request: SignUpRequest }
  | { readonly kind: "confirmed"; readonly topic: string; readonly signUp: number }
  | { readonly kind: "changed" }
  | { readonly kind: "mailed"; readonly run: string; readonly attempt: number; readonly numbers: MailedNumbers }
  | {
      readonly kind: "owed";
      readonly run: string;
      readonly attempt: number;
      readonly reason: RefusalReason;
      readonly numbers: MailedNumbers;
    }
  | { readonly kind: "left"; readonly topics: readonly string[] }
  /** Their mail server took a mail of this UTC date not, for a passing reason. */
  | { readonly kind: "bounced"; readonly day: string }
  | { readonly kind: "suppressed"; readonly reason: SuppressionReason }
  /** Support let them sign up again. */
  | { readonly kind: "lifted"; readonly reason: SuppressionReason }
  /** They have followed nothing for so long that their address is deleted, and then the log. */
  | { readonly kind: "forgotten" };

/** One entry of a subscriber's log: what happened, and the whole state after it. */
export interface SubscriberEntry {
  /** Its place in the log, from 1, without gaps. */
  readonly number: number;
  readonly at: Instant;
  readonly event: SubscriberEvent;
  readonly state: SubscriberState;
}

/** The state of someone who has signed up for the first time and confirmed nothing. */
export function newState(locale: string, schedule: Schedule): SubscriberState {
  return { locale, schedule, subscriptions: [], left: [], lastDates: {} };
}

/** The subscription to `topic`, if it is confirmed. */
export function subscriptionTo(state: SubscriberState, topic: string): Subscription | undefined {
  return state.subscriptions.find((subscription) => subscription.topic === topic);
}

/** The subscription to the first of `topics` that is followed. */
export function subscriptionToAny(state: SubscriberState, topics: readonly string[]): Subscription | undefined {
  const topic = topics.find((one) => subscriptionTo(state, one) !== undefined);
  return topic === undefined ? undefined : subscriptionTo(state, topic);
}

/** Whether the sign-up with this number was left after it was made. */
export function wasLeft(state: SubscriberState, topic: string, signUp: number): boolean {
  return state.left.some((left) => left.topic === topic && left.number > signUp);
}

/**
 * The state after a sign-up is confirmed.
 *
 * A topic that is followed already keeps its mark, and takes the cadence of a newer sign-up. The zone and the locale
 * of the sign-up count only while nothing else is followed: a stranger at the form must not move a reader's hours.
 *
 * @param tail the topic's tail now
 */
export function confirmed(
  state: SubscriberState,
  request: SignUpRequest,
  signUp: number,
  tail: number,
): SubscriberState | "too-many" {
  const existing = subscriptionTo(state, request.topic);
  if (existing !== undefined) {
    return { ...state, subscriptions: replaced(state, { ...existing, cadence: request.cadence, signUp }) };
  }
  if (state.subscriptions.length >= subscriptionsMax) return "too-many";
  const first = state.subscriptions.length === 0;
  const subscription: Subscription = {
    topic: request.topic,
    cadence: request.cadence,
    signUp,
    start: tail,
    mark: tail,
    brought: [],
    owed: [],
  };
  return {
    ...state,
    locale: first ? request.locale : state.locale,
    schedule: first ? { ...state.schedule, zone: request.zone } : state.schedule,
    subscriptions: [...state.subscriptions, subscription],
    // What they were mailed when they followed it before may be corrected yet.
    left: state.left.filter((left) => left.topic !== request.topic || left.mailed !== undefined),
  };
}

/** The state with this topic at another cadence; its mark stays. */
export function recadenced(state: SubscriberState, topic: string, cadence: Cadence): SubscriberState {
  const existing = subscriptionTo(state, topic);
  return existing === undefined ? state : { ...state, subscriptions: replaced(state, { ...existing, cadence }) };
}

/** The state after these topics are left, by the log's entry `number`. What was mailed of them stays known. */
export function without(state: SubscriberState, topics: readonly string[], number: number): SubscriberState {
  const leaving = state.subscriptions.filter((subscription) => topics.includes(subscription.topic));
  const isLeaving = (topic: string) => leaving.some((subscription) => subscription.topic === topic);
  const newlyLeft = leaving.map((subscription): LeftTopic => {
    const before = state.left.find(({ topic }) => topic === subscription.topic)?.mailed ?? [];
    const mailed = union(before, mailedNumbers(subscription));
    const { topic } = subscription;
    return mailed.length === 0 ? { topic, number } : { topic, number, mailed };
  });
  return {
    ...state,
    subscriptions: state.subscriptions.filter((subscription) => !leaving.includes(subscription)),
    left: [...state.left.filter(({ topic }) => !isLeaving(topic)), ...newlyLeft].slice(-leftMax),
  };
}

/** The state in which nothing is known any more of what was mailed of these left topics: no correction of them comes. */
export function forgotten(state: SubscriberState, topics: readonly string[]): SubscriberState {
  const left = state.left.map(({ topic, number, mailed }) =>
    mailed === undefined || topics.includes(topic) ? { topic, number } : { topic, number, mailed },
  );
  return { ...state, left };
}

/** The state of someone who must not be mailed any more: they follow nothing. */
export function suppressed(state: SubscriberState, reason: SuppressionReason, number: number): SubscriberState {
  const topics = state.subscriptions.map((subscription) => subscription.topic);
  return { ...without(state, topics, number), suppressed: reason };
}

/** The state of someone who may sign up again: they go on following nothing. */
export function lifted(state: SubscriberState): SubscriberState {
  const { suppressed: _, ...rest } = state;
  return rest;
}

function replaced(state: SubscriberState, subscription: Subscription): Subscription[] {
  return state.subscriptions.map((other) => (other.topic === subscription.topic ? subscription : other));
}
