import type { Instant } from "./instant.ts";
import { laneSpeed } from "./lane-speed.ts";

/** Which slice of which run: what a queue message names. */
export interface SliceKey {
  readonly run: string;
  readonly shard: number;
  /** The first id that can stand in it: everyone before that stands in an earlier slice, or came too late for the run. */
  readonly first: string;
}

/** The part of a run's audience that one message stands for: a frozen list of subscribers' ids. */
export interface Slice extends SliceKey {
  /** At most `sliceMax`, ascending. */
  readonly members: readonly string[];
  readonly plannedAt: Instant;
}

/** Most subscribers in a slice: with 500 ids of 16 characters its record costs 9 write units, 0.02 a mail. */
export const sliceMax = 500;

/** The account's rate that a slice is cut for where none is known: what a new account has, in mails a second. */
const assumedRate = 14;

/** How long a lane may take for a slice, in seconds: an alert, a stop or a faster rate need not wait long for its end. */
const sliceSeconds = 60;

/** Most subscribers in a slice that is planned now: at most a minute of a lane's pace. */
export function sliceSize(rate: number | undefined, lanes: number): number {
  const { perSecond } = laneSpeed({ rate: rate ?? assumedRate, lanes, queue: "digest", alertIsOpen: false });
  return Math.min(sliceMax, Math.max(1, Math.floor(perSecond * sliceSeconds)));
}

/** Characters of a subscriber's id in the order in which ids are sorted. */
const idCharacters = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

/** Characters in a subscriber's id. */
const idLength = 16;

/**
 * The first id that can stand in the slice after this cursor: the next one in order, or the lowest of all.
 *
 * It follows from the cursor alone, so that two planners who see different members there name the same slice.
 */
export function firstAfter(cursor: string | undefined): string {
  if (cursor === undefined) return idCharacters.charAt(0).repeat(idLength);
  const highest = idCharacters.charAt(idCharacters.length - 1);
  const kept = cursor.replace(new RegExp(`${highest}*$`), "");
  if (kept === "") return cursor;
  const next = idCharacters.charAt(idCharacters.indexOf(kept.charAt(kept.length - 1)) + 1);
  return (kept.slice(0, -1) + next).padEnd(cursor.length, idCharacters.charAt(0));
}
