import { type FoundDevelopment, fingerprint, type Importance } from "./development.ts";
import type { Instant } from "./instant.ts";
import type { FeedPace } from "./polling.ts";
import { shortHash } from "./short-hash.ts";

/** A feed or an article page that is watched for a topic, as whoever added it said. */
export interface Source {
  /** See `sourceId`. */
  readonly id: string;
  readonly topic: string;
  /** Absolute, http or https; it moves when the source says that it has moved for good. */
  readonly url: string;
  readonly addedAt: Instant;
  readonly importance?: Importance;
  /** What it held when it was added is news too. */
  readonly includesOld?: true;
  /** What it brings waits until an editor releases it. */
  readonly needsApproval?: true;
  /** Minutes between two polls, unless the source asks for more. */
  readonly everyMinutes?: number;
}

/** How the watching stands. */
export interface Watching {
  readonly polledAt?: Instant;
  /** When it was last read without a problem; undefined before the first time. */
  readonly readAt?: Instant;
  /** When it last brought something new; the time of its adding before that. */
  readonly newsAt: Instant;
  /** Polls that have failed in a row, and why the last one did: words that follow the source's name. */
  readonly failures: number;
  readonly problem?: string;
  readonly problemSince?: Instant;
  /** It is polled no more, and why. */
  readonly ended?: string;
  readonly alarmedAt?: Instant;
  readonly title?: string;
  /** What a question that is answered "unchanged" must carry. */
  readonly etag?: string;
  readonly lastModified?: string;
  /** Tells whether a body is the one that was read last, where the server cannot. */
  readonly bodyHash?: string;
  readonly pace?: FeedPace;
  /** Where it asks to be followed by WebSub, and under which address. */
  readonly hub?: string;
  readonly self?: string;
  /** When it is looked next whether the hub must be asked. */
  readonly hubLookAt?: Instant;
}

/** The name of a source: of the same address for the same topic it is the same, so that adding it twice is once. */
export function sourceId(topic: string, url: string): string {
  return `${topic}.${shortHash(url)}`;
}

/** Whether a text may be the id of a source. */
export function isSourceId(text: string): boolean {
  return /^[a-z0-9-]{1,60}\.[0-9a-z]{1,11}$/.test(text);
}

/** The shortest and longest pause that may be asked for, in minutes. */
export const everyMinutesMin = 1;
export const everyMinutesMax = 24 * 60;

/**
 * How far before a source was added something may be dated and still be news, when it was not there at the first
 * reading, in milliseconds: dates without a time are midnight's, and some feeds lag.
 */
const lateMs = 24 * 60 * 60 * 1000;

/** How far a date may lie ahead before it is taken for a mistake, in milliseconds: zones differ by up to 14 hours. */
const aheadMs = 24 * 60 * 60 * 1000;

/** Most names of old items that are remembered: a reading has at most 2,000 items. */
export const rememberedMax = 4_000;

/** By what an item is remembered that was there before the source was added. */
export function rememberedName(found: FoundDevelopment): string {
  return shortHash(found.key ?? fingerprint(found.headline));
}

/** Items of a reading: those that are news, and those that were told before the source was added. */
export interface Sorted {
  readonly news: readonly FoundDevelopment[];
  readonly old: readonly FoundDevelopment[];
}

/**
 * Sorts what a source tells into news and what is old.
 *
 * At the first reading everything is old but what is dated after the adding. Later, whatever was not there before is
 * news, unless it is dated more than a day before the adding.
 *
 * @param remembered the names of what was old before; undefined at the first reading
 */
export function sortFound(
  source: Source,
  found: readonly FoundDevelopment[],
  remembered: ReadonlySet<string> | undefined,
): Sorted {
  const { addedAt, includesOld } = source;
  if (includesOld === true) return { news: found, old: [] };
  const isOld = (development: FoundDevelopment): boolean => {
    const { publishedAt } = development;
    if (remembered === undefined) return publishedAt === undefined || publishedAt <= addedAt;
    return remembered.has(rememberedName(development)) || (publishedAt ?? addedAt) < addedAt - lateMs;
  };
  return { news: found.filter((each) => !isOld(each)), old: found.filter(isOld) };
}

/** The development without a date that lies ahead of its time. */
export function datedSoberly(found: FoundDevelopment, now: Instant): FoundDevelopment {
  if (found.publishedAt === undefined || found.publishedAt <= now + aheadMs) return found;
  const { publishedAt: _, ...rest } = found;
  return rest;
}

/** How long, in milliseconds, and for how many polls in a row a source may fail before a person is called. */
export const brokenAfterMs = 6 * 60 * 60 * 1000;
const brokenAfterPolls = 3;

/** How long a source that answers may bring nothing new before a person is called, in milliseconds. */
export const silentAfterMs = 14 * 24 * 60 * 60 * 1000;

/** How long one call stands for the same trouble, in milliseconds. */
const alarmEveryMs = 24 * 60 * 60 * 1000;

/**
 * Whether a person must be called for the source now.
 *
 * It is *broken* when nothing could be read from it for six hours and three polls in a row, and *silent* when it has
 * brought nothing new for two weeks. One call a day.
 */
export function troubleOf(watching: Watching, now: Instant): "broken" | "silent" | undefined {
  if (watching.alarmedAt !== undefined && now - watching.alarmedAt < alarmEveryMs) return undefined;
  const { failures, problemSince, newsAt } = watching;
  if (failures >= brokenAfterPolls && problemSince !== undefined && now - problemSince >= brokenAfterMs)
    return "broken";
  return failures === 0 && now - newsAt >= silentAfterMs ? "silent" : undefined;
}
