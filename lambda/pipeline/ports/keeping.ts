import type { ConsentEvent } from "#core/consent.ts";
import type { Instant } from "#core/instant.ts";
import type { SubscriberEntry } from "#core/subscriber.ts";
import type { Subscriber } from "./subscribers.ts";

/** An entry of a log after which its subscriber followed nothing, and which nothing expires. */
export interface Departure {
  readonly subscriber: string;
  /** The entry's number. */
  readonly number: number;
  readonly at: Instant;
}

/** What is kept of somebody who left, without their address. */
export interface ConsentRecord {
  readonly subscriber: string;
  /** Oldest first. */
  readonly events: readonly ConsentEvent[];
}

/** How far the walk through everybody's log has come. */
export interface TidyRound {
  readonly begunAt: Instant;
  readonly isDone: boolean;
  /** Where it goes on: the audience, its shard, and the last member that was seen. */
  readonly at?: { readonly group: string; readonly shard: number; readonly after?: string };
}

/** What is kept of readers, and for how long: the side of the store that forgets. */
export interface Keeping {
  /**
   * The departures before `before`, the first ones first, at most `limit`. Eventually consistent. A departure stands
   * here until it is struck or erased, also where the subscriber has followed something since.
   */
  departures(before: Instant, limit: number): Promise<readonly Departure[]>;
  /** Takes a departure out of the list. Its entry stays. */
  strike(departure: Departure): Promise<void>;
  /** Keeps what somebody agreed to, under the keyed hash of their address. Again is once more the same. */
  keepConsent(subscriber: Subscriber, events: readonly ConsentEvent[], keepUntil: Instant): Promise<void>;
  /** What is kept of those who had this address and left, and whose time is not over. */
  consents(address: string): Promise<readonly ConsentRecord[]>;
  /** Deletes the subscriber and with it the address. */
  forgetAddress(subscriber: Subscriber): Promise<void>;
  /** Deletes what leads from the address to this subscriber, and from there to nobody else. */
  forgetPointer(subscriber: Subscriber): Promise<void>;
  /** Deletes all memberships of a subscriber and their log up to the number after the departure's; the departure last. */
  erase(departure: Departure): Promise<void>;
  /** The entries of a log after `after`, oldest first, at most `limit`. */
  entries(subscriber: string, after: number, limit: number): Promise<readonly SubscriberEntry[]>;
  /** Deletes these entries of a log. */
  drop(subscriber: string, numbers: readonly number[]): Promise<void>;
  round(): Promise<TidyRound | undefined>;
  saveRound(round: TidyRound): Promise<void>;
}
