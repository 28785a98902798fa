import { type FoundDevelopment, fingerprint, type Importance, sameWording, type Teller } from "./development.ts";
import type { Instant } from "./instant.ts";
import { shortHash } from "./short-hash.ts";
import { isSlug } from "./topic.ts";

/**
 * Why a development waits outside its topic's log: it is not finished, must not be told before a moment, comes from a
 * source that is not trusted, or may be stopped for a little while yet.
 */
export type HeldReason = "draft" | "embargo" | "approval" | "hold";

/** Where a held development stands. Neither changes, whatever becomes of its words. */
export interface HeldName {
  readonly topic: string;
  /** At most 11 characters of `[0-9a-z]`. */
  readonly id: string;
}

/**
 * A development that nobody is shown yet.
 *
 * It stands beside its topic's log, never in it: mails, pages, feeds and the API read logs alone, so there is none that
 * could forget to leave it out.
 */
export interface HeldDevelopment extends HeldName {
  readonly reason: HeldReason;
  readonly found: FoundDevelopment;
  readonly importance?: Importance;
  /** The watched source that told it. */
  readonly teller?: Teller;
  /** Who brought it, for editors: a source's address, or the command line. */
  readonly from: string;
  readonly heldAt: Instant;
  /** When it is released by itself: an embargo and a hold have one. */
  readonly releaseAt?: Instant;
  /** Once *releasing* it can be stopped no more; what is *discarded* is remembered, so that its source does not bring it again. */
  readonly state: "waiting" | "releasing" | "discarded";
}

/** Longest hold in milliseconds: what waits longer has an embargo. */
export const holdMaxMs = 24 * 60 * 60 * 1000;

/** Longest embargo from now in milliseconds: a slip in the year must not hide a development for ever. */
export const embargoMaxMs = 366 * 24 * 60 * 60 * 1000;

/** Most developments that one topic holds: more than an editor looks through. */
export const heldMax = 500;

/** The id of a development that is held: the same for the same thing, whoever brings it and however often. */
export function heldId(found: FoundDevelopment): string {
  return shortHash(found.key ?? fingerprint(found.headline));
}

/** How people write the name: `harbour-strike.1x2y3z`. */
export function writtenHeldName({ topic, id }: HeldName): string {
  return `${topic}.${id}`;
}

/** The name that `text` writes, or undefined. */
export function parseHeldName(text: string): HeldName | undefined {
  const [topic = "", id = "", ...rest] = text.split(".");
  return isSlug(topic) && isHeldId(id) && rest.length === 0 ? { topic, id } : undefined;
}

/** Whether `text` can be a held development's id. */
export function isHeldId(text: string): boolean {
  return /^[0-9a-z]{1,11}$/.test(text);
}

/**
 * Whether it is to be released now without anybody's word. One whose time is missing or no time never is: an embargo
 * that cannot be read holds.
 */
export function isReleaseDue({ reason, releaseAt, state }: HeldDevelopment, now: Instant): boolean {
  if (state === "discarded" || (reason !== "embargo" && reason !== "hold")) return false;
  return Number.isSafeInteger(releaseAt) && Number(releaseAt) > 0 && Number(releaseAt) <= now;
}

/** Whether both hold the same thing in the same way. */
export function sameHeld(a: HeldDevelopment, b: HeldDevelopment): boolean {
  return (
    a.reason === b.reason &&
    a.releaseAt === b.releaseAt &&
    a.importance === b.importance &&
    sameWording(a.found, b.found)
  );
}
