import { fingerprint } from "./development.ts";

/** Fewest words of a headline that can be known again after an edit: fewer are too often alike by chance. */
const wordsMin = 4;

/** Most words that an edit may add, as a share of those there were. */
const addedMaxShare = 0.5;

/** Shortest word in characters that may have lost a slip of the pen: shorter ones are other words (`Iran`, `Iraq`). */
const slipMinLength = 5;

/** Words that turn a statement round. */
const turns = new Set(
  "not no never without nobody nothing don't doesn't isn't aren't won't can't nicht kein keine keinen nie no nunca sin ne pas jamais sans non não nunca sem не ні ни нет немає без niet geen inte ikke ej nie brak".split(
    " ",
  ),
);

/**
 * Whether one headline is the other after a small edit: a slip mended, words added or taken away.
 *
 * A word in place of another makes another statement (`Harl is closed`, `Tarn is closed`), and so does another number
 * or a `not`: such headlines are not alike, however much else they share.
 */
export function isSmallEdit(a: string, b: string): boolean {
  const [short = [], long = []] = [wordsOf(a), wordsOf(b)].sort((one, other) => one.length - other.length);
  if (short.length < wordsMin || long.length - short.length > short.length * addedMaxShare) return false;
  const left = [...long];
  for (const word of short) {
    const at = left.findIndex((other) => word === other || isSlip(word, other));
    if (at === -1) return false;
    left.splice(at, 1);
  }
  return !left.some((word) => /\d/.test(word) || turns.has(word));
}

function wordsOf(headline: string): string[] {
  return fingerprint(headline).split(" ");
}

/** Whether two words differ by one letter that is other, missing or too many; never by their first, nor by digits. */
function isSlip(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length < slipMinLength || long.length - short.length > 1 || a[0] !== b[0] || /\d/.test(a + b)) return false;
  let same = 0;
  while (same < short.length && short[same] === long[same]) same++;
  return short.slice(short.length === long.length ? same + 1 : same) === long.slice(same + 1);
}
