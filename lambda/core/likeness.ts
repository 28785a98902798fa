import { type FoundDevelopment, fingerprint } from "./development.ts";

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
