import type { FoundDevelopment } from "#core/development.ts";

/** How developments were found in an article. */
export type Found =
  | "json-ld"
  | "microdata"
  | "list"
  | "paragraphs"
  | "definition-list"
  | "table"
  | "sections"
  | "timed-blocks"
  | "text";

/** How sure each way is where all else speaks for it: data for machines says what it is, lines have to be guessed at. */
const ways: Readonly<Record<Found, number>> = {
  "json-ld": 0.99,
  microdata: 0.97,
  list: 0.97,
  paragraphs: 0.93,
  "definition-list": 0.93,
  table: 0.93,
  sections: 0.88,
  "timed-blocks": 0.92,
  text: 0.9,
};

/** What is taken off: for a heading that only means the same, for one that may head other things, for none. */
const rankCosts: readonly number[] = [0.15, 0.2, 0.05, 0];

/** Where fewer developments than this have more than a few words, the list may be a menu. */
const wordsMin = 4;

/**
 * How sure it is, from 0 to 1, that these are the article's developments.
 *
 * The way they were found gives where it starts. A heading of lesser words costs 0.05 or 0.2, none 0.15; a single
 * development 0.1; and up to 0.3 the share of headlines that are no sentence, have fewer than four words and no text.
 *
 * @param rank see `headingRank`; undefined where data for machines, or blocks that a page made for posts, need no heading
 */
export function surenessOf(
  found: Found,
  rank: 0 | 1 | 2 | 3 | undefined,
  developments: readonly FoundDevelopment[],
): number {
  const short = developments.filter(({ headline, text }) => text === undefined && isShort(headline)).length;
  const sure =
    ways[found] -
    (rank === undefined ? 0 : (rankCosts[rank] ?? 0)) -
    (developments.length === 1 ? 0.1 : 0) -
    (rank === undefined ? 0 : 0.3 * (short / Math.max(1, developments.length)));
  return Math.round(Math.max(0, sure) * 100) / 100;
}

function isShort(headline: string): boolean {
  // Chinese, Japanese and Thai have no spaces: there a word has some two characters.
  if (/[.!?…。！？।؟]["”’»)]*$/u.test(headline)) return false;
  const hasSpaces = !/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(headline);
  return hasSpaces ? headline.split(" ").length < wordsMin : headline.length < wordsMin * 2;
}
