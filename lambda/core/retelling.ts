import {
  type AlsoTold,
  type FoundDevelopment,
  fingerprint,
  type Teller,
  type Version,
  type Wording,
} from "./development.ts";
import type { Instant } from "./instant.ts";

/** How far apart two tellings of one event may be dated, in milliseconds. */
const apartMaxMs = 24 * 60 * 60 * 1000;

/** The fewest words that a headline must have to be compared: shorter ones are labels. */
const wordsMin = 4;

/** The share of all their words that two headlines must have in common. */
const sharedMin = 0.6;

/** Words that turn a statement round, in the languages of many feeds. */
const turning = new Set(
  "no not never none without denies denied nicht kein keine ohne ne pas jamais sans sin nunca não nem non mai senza niet geen nie bez не нет ни без ні немає".split(
    " ",
  ),
);

/** Scripts that put no spaces between words: there pairs of characters are compared. */
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}]/u;

/**
 * Whether two sources tell the same development in words of their own.
 *
 * They do where their headlines share most words, neither has a number or a turning word that the other lacks, and they do
 * not name different names. A doubt makes two of them: a reader who is told twice is better off than one who is not told.
 */
export function tellTheSame(one: FoundDevelopment, other: FoundDevelopment): boolean {
  const { publishedAt: at = 0 } = one;
  const { publishedAt: otherAt = at } = other;
  if (one.publishedAt !== undefined && Math.abs(at - otherAt) > apartMaxMs) return false;
  const words = wordsOf(one.headline);
  const otherWords = wordsOf(other.headline);
  if (Math.min(words.size, otherWords.size) < wordsMin) return false;
  const own = [...words].filter((word) => !otherWords.has(word));
  const others = [...otherWords].filter((word) => !words.has(word));
  const shared = words.size - own.length;
  if (shared / (words.size + others.length) < sharedMin) return false;
  if ([...own, ...others].some((word) => /\d/.test(word) || turning.has(word))) return false;
  return !(hasName(one.headline, own) && hasName(other.headline, others));
}

function wordsOf(headline: string): Set<string> {
  const bare = fingerprint(headline);
  if (!unspaced.test(bare)) return new Set(bare.split(" "));
  const characters = [...bare.replaceAll(" ", "")];
  return new Set(characters.slice(1).map((character, at) => `${characters[at]}${character}`));
}

/** Whether one of the words stands in the headline with a capital, other than as its first. */
function hasName(headline: string, words: readonly string[]): boolean {
  const [, ...later] = headline.split(/\s+/);
  const names = new Set(later.filter((word) => /^\P{L}*\p{Lu}/u.test(word)).map(fingerprint));
  return words.some((word) => names.has(word));
}

/** A development with another source credited that tells it too: an update, which is mailed to nobody again. */
export function alsoVersion(latest: Version, also: AlsoTold, number: number, recordedAt: Instant): Version {
  const own = latest.also === undefined ? creditIn(latest, latest.teller) : (latest.attribution ?? "");
  const attribution = joined([own, creditIn(also.found, also.teller)]);
  return { ...latest, number, kind: "updated", recordedAt, ...attribution, also: [...(latest.also ?? []), also] };
}

/** The credits of new words of a development that others tell too. */
export function creditsBeside({ also, teller }: Version, found: FoundDevelopment): Pick<Wording, "attribution"> {
  if (also === undefined) return {};
  return joined([creditIn(found, teller), ...also.map((each) => creditIn(each.found, each.teller))]);
}

function joined(credits: readonly string[]): Pick<Wording, "attribution"> {
  const attribution = [...new Set(credits.filter((credit) => credit !== ""))].join("; ");
  return attribution === "" ? {} : { attribution };
}

function creditIn({ attribution }: Wording, teller: Teller | undefined): string {
  return attribution ?? teller?.title ?? "";
}

/** Why two tellings cannot be parted. */
export type SplitRefusal = "no-such-development" | "nothing-to-split" | "merged";

/**
 * The versions by which an editor says that a development is two: what another source told last becomes one of its own, and
 * the other loses its credit. The second has no number yet: it is appended after the first.
 *
 * @param versions those of the development, oldest first
 * @param number of the first of the two
 */
export function splitVersions(
  versions: readonly Version[],
  number: number,
  recordedAt: Instant,
): readonly [Version, Omit<Version, "number">] | SplitRefusal {
  const latest = versions.at(-1);
  if (latest === undefined) return "no-such-development";
  const parted = latest.also?.at(-1);
  if (parted === undefined) return "nothing-to-split";
  const { importance, attribution: _, also, number: __, ...said } = latest;
  const left = also?.slice(0, -1) ?? [];
  const before = versions.findLast((version) => (version.also?.length ?? 0) === left.length)?.attribution;
  const own = { ...parted.found, number, development: number, importance, recordedAt, teller: parted.teller };
  const other = {
    ...said,
    importance,
    kind: "updated" as const,
    recordedAt,
    ...(before === undefined ? {} : { attribution: before }),
    ...(left.length === 0 ? {} : { also: left }),
  };
  return [{ ...own, kind: "new" }, other];
}
