import type { Instant } from "#core/instant.ts";
import type { SubscriberEntry, SuppressionReason } from "#core/subscriber.ts";

/** Who a subscriber is. What is so of them stands in their log. */
export interface Subscriber {
  /** 16 characters of `[A-Za-z0-9_-]`, random. */
  readonly id: string;
  /** Trimmed and lower-cased. */
  readonly address: string;
  readonly createdAt: Instant;
}

/** A subscriber with the newest entry of their log. */
export interface SubscriberNow extends Subscriber {
  readonly entry: SubscriberEntry;
}

/** The subscribers, and each one's numbered log. */
export interface Subscribers {
  /** The subscriber who has this address. */
  byAddress(address: string): Promise<Subscriber | undefined>;
  /**
   * Puts a subscriber if the address is free, and gives the one who has it now.
   *
   * One who has it and has confirmed nothing yet is kept until `keepUntil` too, if that is later. One whose time is over
   * has it no more. Finishes a creation that stopped halfway.
   *
   * @param keepUntil when everything about them may be deleted if nothing is confirmed by then
   */
  create(subscriber: Subscriber, keepUntil: Instant): Promise<Subscriber>;
  /**
   * Keeps a subscriber for good: they are about to confirm something. Says whether the address is still theirs: if
   * their time was over, another subscriber may have it.
   */
  keep(subscriber: Subscriber): Promise<boolean>;
  /** The subscriber with the newest entry of their log, read consistently; undefined where either is missing. */
  now(id: string): Promise<SubscriberNow | undefined>;
  get(id: string): Promise<Subscriber | undefined>;
  /** One entry of the log. */
  entry(id: string, number: number): Promise<SubscriberEntry | undefined>;
  /** The newest entries, newest first, at most `limit`. */
  newest(id: string, limit: number): Promise<readonly SubscriberEntry[]>;
  /**
   * Appends an entry at its own number if that is free. Says whether it was: who loses the race reads again and
   * decides again.
   *
   * @param keepUntil when the entry may be deleted; without it, it is kept
   */
  append(id: string, entry: SubscriberEntry, keepUntil?: Instant): Promise<boolean>;
}

/** The addresses that must not be mailed, as keyed hashes: they outlive the subscriber. */
export interface Suppressions {
  /** Why the address must not be mailed, if it must not. Consistent. */
  reason(address: string): Promise<SuppressionReason | undefined>;
  /** Suppresses the address. A complaint outweighs a bounce, and both outweigh an erasure, whichever came first. */
  put(address: string, reason: SuppressionReason, at: Instant): Promise<void>;
  /** Lets the address be mailed again, if it is for this reason that it must not be. Says whether it was. */
  lift(address: string, reason: SuppressionReason): Promise<boolean>;
  /** The addresses suppressed before `before`, the last first, at most `limit`. Eventually consistent. */
  newest(before: Instant, limit: number): Promise<readonly Suppression[]>;
}

/** A suppressed address, without the address. */
export interface Suppression {
  /** Its keyed hash: nobody without the key can tell whose it was. */
  readonly hash: string;
  readonly reason: SuppressionReason;
  readonly at: Instant;
}
