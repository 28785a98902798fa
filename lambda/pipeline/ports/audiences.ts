import type { Instant } from "#core/instant.ts";

/** Named lists of subscribers, spread over shards: an index over the subscribers' logs (see `core/audience.ts`). */
export interface Audiences {
  /** Names the subscriber in the audience, for the entry `number` of their log that is about to be written. */
  add(audience: string, subscriber: string, number: number): Promise<void>;
  /** Takes the subscriber out, unless a newer entry than `number` has named them again. */
  remove(audience: string, subscriber: string, number: number): Promise<void>;
  /** The members of one shard after the id `after`, ascending, at most `limit`. Eventually consistent. */
  members(audience: string, shard: number, after: string | undefined, limit: number): Promise<readonly string[]>;
}

/** A due group in use, as the registry knows it. */
export interface GroupRecord {
  /** See `groupName`. */
  readonly name: string;
  /** Every topic that someone of the group follows, and perhaps some that nobody does any more. */
  readonly topics: readonly string[];
  /** When something other than a topic's growth last gave someone of the group anything new. */
  readonly stirredAt: Instant;
  /** When pauses end: the first run due from then on has something for someone. Ascending; absent where there are none. */
  readonly wakes?: readonly Instant[];
  /** The topics' tails when the group's last run was planned. */
  readonly planned?: { readonly at: Instant; readonly tails: Readonly<Record<string, number>> };
}

/** The registry of due groups. Groups are put before their first member and not deleted on the fly. */
export interface DueGroups {
  /** Registers the group if it is new, adds the topics, and moves `stirredAt` on. */
  stir(name: string, topics: readonly string[], at: Instant): Promise<void>;
  /** Notes that a run must be planned from `at` on. A group that is not registered stays so. */
  wake(name: string, at: Instant): Promise<void>;
  all(): Promise<readonly GroupRecord[]>;
  /**
   * Notes the group's newest run; an older one changes nothing. A group that is not registered stays so.
   *
   * @param woken the wakes that this run serves: they are forgotten
   */
  setPlanned(name: string, planned: NonNullable<GroupRecord["planned"]>, woken?: readonly Instant[]): Promise<void>;
}
