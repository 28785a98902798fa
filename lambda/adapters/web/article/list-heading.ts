/** Longest heading in characters: a longer line is a sentence of the article. */
const headingMaxLength = 120;

const opens = /^(?:(?:here|these) are )?(?:the |our |all the )?latest developments\b/i;

/** What may follow in a line that is not set as a heading; a verb would make it a sentence of the article. */
const goesOn = /^(?:\s*[:.–—-]?$|\s*[:–—-]\s|\s*\(|\s+(?:in|on|at|from|of|about|as of|so far|today|this)\b)/i;

/**
 * Whether a line is the heading of a list of latest developments.
 *
 * @param isSetAsHeading whether the page sets it as a heading or in bold. Then the words may stand anywhere in it;
 * otherwise the line must be little more than they are.
 */
export function isListHeading(text: string, isSetAsHeading: boolean): boolean {
  if (text.length > headingMaxLength) return false;
  const bare = text.replace(/^[^\p{L}]+/u, "");
  if (isSetAsHeading) return /\blatest developments\b/i.test(bare);
  const opening = opens.exec(bare);
  return opening !== null && goesOn.test(bare.slice(opening[0].length)) && !/\p{L}\.$/u.test(bare);
}
