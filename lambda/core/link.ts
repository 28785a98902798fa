import { type Cadence, parseCadence } from "./cadence.ts";
import type { Instant } from "./instant.ts";

/** What a link in a mail lets its holder do. A link of one purpose is worth nothing for another. */
export type LinkPurpose = "confirm" | "preferences" | "leave";

/** What a link's token says, once its signature holds. */
export interface Link {
  readonly purpose: LinkPurpose;
  readonly subscriber: string;
  readonly issuedAt: Instant;
  /** Confirm: the number of the sign-up in the subscriber's log. */
  readonly signUp?: number;
  /** Leave: the topics that the mail carried. */
  readonly topics?: readonly string[];
  /** Leave: all that is followed at this cadence, where the topics' names would make the link too long. */
  readonly cadence?: Cadence;
}

const dayMs = 24 * 60 * 60 * 1000;

/** How long a link holds after it was issued, in milliseconds; a leave link holds for ever. */
export const linkLifetimesMs: Readonly<Record<LinkPurpose, number>> = {
  confirm: 7 * dayMs,
  preferences: 30 * dayMs,
  leave: Number.POSITIVE_INFINITY,
};

/** Whether the link's time is over. */
export function isExpired(link: Link, now: Instant): boolean {
  return now - link.issuedAt >= linkLifetimesMs[link.purpose];
}

/** Longest list of topics in a leave link, in characters: `List-Unsubscribe` is one header line of at most 998. */
const topicsMaxLength = 400;

/** The link that leaves what a mail of this cadence carried. */
export function leaveLink(subscriber: string, issuedAt: Instant, cadence: Cadence, topics: readonly string[]): Link {
  const short = topics.join("+").length <= topicsMaxLength;
  return short
    ? { purpose: "leave", subscriber, issuedAt, topics }
    : { purpose: "leave", subscriber, issuedAt, cadence };
}

const letters: Readonly<Record<LinkPurpose, string>> = { confirm: "c", preferences: "p", leave: "l" };

/** A link as the text that is signed: short, because it stands in every mail. The second it was issued in is kept. */
export function encodeLink(link: Link): string {
  const issuedAtSeconds = Math.floor(link.issuedAt / 1000).toString(36);
  return [letters[link.purpose], link.subscriber, issuedAtSeconds, detail(link)].join(".");
}

function detail(link: Link): string {
  if (link.signUp !== undefined) return link.signUp.toString(36);
  if (link.cadence !== undefined) return `~${link.cadence}`;
  return link.topics?.join("+") ?? "";
}

/** The link that a signed text says, or undefined where the text is none of ours. */
export function decodeLink(text: string): Link | undefined {
  const match = /^([cpl])\.([A-Za-z0-9_-]{16})\.([0-9a-z]{1,9})\.([0-9a-z+~-]*)$/.exec(text);
  if (match === null) return undefined;
  const [, letter = "", subscriber = "", issuedAtSeconds = "", rest = ""] = match;
  const issuedAt = Number.parseInt(issuedAtSeconds, 36) * 1000;
  if (letter === "p") return rest === "" ? { purpose: "preferences", subscriber, issuedAt } : undefined;
  if (letter === "c") {
    if (!/^[0-9a-z]{1,9}$/.test(rest)) return undefined;
    return { purpose: "confirm", subscriber, issuedAt, signUp: Number.parseInt(rest, 36) };
  }
  if (!rest.startsWith("~")) {
    return { purpose: "leave", subscriber, issuedAt, topics: rest === "" ? [] : rest.split("+") };
  }
  const cadence = parseCadence(rest.slice(1));
  return cadence === undefined ? undefined : { purpose: "leave", subscriber, issuedAt, cadence };
}
