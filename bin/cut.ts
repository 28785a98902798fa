/** Characters of a headline that are shown on a line of its own. */
const shownLength = 60;

/** A headline as lists show it: a long one is cut. */
export function cut(headline: string): string {
  const letters = Array.from(headline);
  return letters.length <= shownLength
    ? headline
    : `${letters
        .slice(0, shownLength - 1)
        .join("")
        .trimEnd()}…`;
}
