import type { Version } from "#core/development.ts";
import type { Instant } from "#core/instant.ts";
import type { Related } from "#core/related.ts";
import type { Topic } from "#core/topic.ts";

/** The topics there are. */
export interface Topics {
  get(slug: string): Promise<Topic | undefined>;
  /** Every topic, ordered by slug. */
  all(): Promise<readonly Topic[]>;
  /** Puts the topic if its slug is free, and gives the one that stands there now. */
  put(topic: Topic): Promise<Topic>;
  /** Sets what to read next beside this topic; nothing where there is no such topic. */
  setRelated(slug: string, related: readonly Related[]): Promise<void>;
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
