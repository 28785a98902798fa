import type { Version } from "./development.ts";
import type { Topic } from "./topic.ts";
import { addressOf } from "./topic.ts";

/** That a topic's log goes on in another's, after this number there. */
export interface Merging {
  readonly into: string;
  readonly at: number;
}

/** Where a log goes on in another topic's: its number `after` is followed by that topic's number after `at`. */
export interface Join {
  readonly topic: string;
  readonly after: number;
  readonly at: number;
}

/** The topics that go on in another, by slug. */
export type Merges = Readonly<Record<string, string>>;

/** Most merges of one stack: all of them stand in one item. */
export const mergesMax = 500;

/** Most topics that one goes on in, one after the other. */
export const mergeDepthMax = 10;

/** The last of the topics that this one goes on in, or itself. */
export function mergedTarget(merges: Merges, slug: string): string {
  let target = slug;
  for (let depth = 0; depth < mergeDepthMax; depth++) {
    const next = merges[target];
    if (next === undefined) return target;
    target = next;
  }
  return target;
}

/** How many topics it goes through, one after the other. */
export function mergeDepth(merges: Merges, slug: string): number {
  const next = merges[slug];
  return next === undefined ? 0 : 1 + mergeDepth(merges, next);
}

/** Every topic that goes on in this one, at once or by way of others. */
export function mergedFrom(merges: Merges, slug: string): string[] {
  return Object.keys(merges).filter((other) => other !== slug && mergedTarget(merges, other) === slug);
}

/** All topics that are one story with this one by now: the one that they go on in first. */
export function mergedFamily(merges: Merges, slug: string): string[] {
  const target = mergedTarget(merges, slug);
  return [target, ...mergedFrom(merges, target)];
}

/**
 * The entry that ends a log, at its own number. It says nothing to anybody: a development that is withdrawn before
 * anyone was told of it is void.
 */
export function closingVersion(number: number, merged: Merging, recordedAt: number): Version {
  const headline = `It goes on as ${merged.into}.`;
  return { number, development: number, kind: "withdrawn", importance: "routine", headline, recordedAt, merged };
}

/**
 * A version of the topic that a log goes on in, numbered as that log counts.
 *
 * Developments that began before the log went on there get numbers of 0 and less: whoever reads this log was never told
 * of them, so what is said of them later is void.
 */
export function renumbered(version: Version, after: number, at: number): Version {
  const { number, development } = version;
  const begins = development > at ? after + (development - at) : development - at;
  return { ...version, number: after + (number - at), development: begins };
}

/** Where a log, read from its beginning, goes on in others. */
export function joinsIn(versions: readonly Version[]): readonly Join[] {
  return versions.flatMap(({ number, merged }) =>
    merged === undefined ? [] : [{ topic: merged.into, after: number, at: merged.at }],
  );
}

/** A merged topic as everybody is shown it: under the title and address of the one that it goes on in. */
export function asMerged(topic: Topic, target: Topic): Topic {
  const { closed: _, ...own } = topic;
  return {
    ...own,
    title: target.title,
    address: addressOf(target),
    mergedInto: target.slug,
    ...(target.closed === undefined ? {} : { closed: target.closed }),
  };
}
