import type { Version } from "#core/development.ts";
import type { Instant } from "#core/instant.ts";
import type { Merges } from "#core/merge.ts";
import type { Topic, TopicChange } from "#core/topic.ts";

/** The topics there are. */
export interface Topics {
  /** The topic that goes by this slug, its own or an earlier or later one of its addresses. */
  get(slug: string): Promise<Topic | undefined>;
  /** Every topic that goes on in no other, ordered by slug. */
  all(): Promise<readonly Topic[]>;
  /** Puts the topic if its slug is free, and gives the one that goes by it now. */
  put(topic: Topic): Promise<Topic>;
  /** Lets the topic go by another slug too, if that is free, and gives the topic that goes by it now. */
  putAlias(alias: string, slug: string): Promise<Topic | undefined>;
  /** Changes the topic of this very slug, and gives it; undefined where there is none. */
  change(slug: string, change: TopicChange): Promise<Topic | undefined>;
  /** All merges of topics, in one item. Consistent. */
  merges(): Promise<Merges>;
  /** Puts them if what stands there is just `standing` as it was read. Says whether it was. */
  setMerges(merges: Merges, standing: Merges): Promise<boolean>;
}

/** Each topic's numbered log of versions. An entry never changes once it is there. */
export interface TopicLog {
  /** The highest number, 0 where nothing was published. Consistent. */
  tail(topic: string): Promise<number>;
  /** The versions numbered above `after`, in order, up to the tail. Consistent. */
  read(topic: string, after: number): Promise<readonly Version[]>;
  /** Appends a version at its own number if that is free. Says whether it was. */
  append(topic: string, version: Version): Promise<boolean>;
}

/** How far a topic's alerts have come. */
export interface Alerted {
  /** The number in the topic's log up to which alerts were planned. */
  readonly upTo: number;
  /** When the last alert was planned: what follows soon is gathered. */
  readonly at: Instant;
}

/** Which topics may have something to alert of. */
export interface AlertsDue {
  /** Notes, before a version is appended, that the topic will want an alert. */
  note(topic: string, at: Instant): Promise<void>;
  /** Every topic noted. */
  all(): Promise<readonly string[]>;
  /** Forgets the topic unless it was noted again after `notedBefore`. */
  forget(topic: string, notedBefore: Instant): Promise<void>;
  alerted(topic: string): Promise<Alerted | undefined>;
  /** Moves it on; never backwards. */
  setAlerted(topic: string, alerted: Alerted): Promise<void>;
}
