import { folded, plainWords, setWords } from "./heading-words.ts";

/** Longest heading in characters: a longer line is a sentence of the article. */
const headingMaxLength = 120;

/** Most characters that may follow set words in a heading: `At a glance: the vote in Osterby`. */
const setTailMaxLength = 60;

/** What stands around a word. Scripts without spaces have none: there any place will do. */
const before = String.raw`(?<![\p{L}\p{N}])`;
const after = String.raw`(?![\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}])`;

const leadIn = `(?:(?:here|these|this) (?:are|is) )?(?:the |our |all the |all |les |las |los |die |de |gli |os |as |le )?`;

/** The heading of a list of latest developments in so many words. */
const exact = new RegExp(`${before}latest developments${after}`, "u");
const anywhere = new RegExp(`${before}(?:${plainWords})${after}`, "u");
const opening = new RegExp(`^${leadIn}(?:${plainWords})${after}`, "u");
const setOpening = new RegExp(`^(?:${leadIn}(?:${setWords}))${after}`, "u");
/** Words that a name or an occasion stands before: `Harbour strike – live`, `Flood: at a glance`. */
const setEnding = new RegExp(`(?:[:–—|-] )(?:${setWords})$`, "u");

/** What may follow in a line that is not set as a heading; a verb would make it a sentence of the article. */
const goesOn =
  /^(?:\s*[:.–—-]?$|\s*[:–—-]\s|\s*\(|\s*[:：]|,? (?:so far|until now|up to now|in|on|at|from|of|about|as of|this|today|hasta|ahora|zum|zu|zur|in|im|am|aus|jusqu|sur|dans|a ce|sobre|de|del|su|sul|su|ate|op|over|om|про|на|о|об|к|в|про|станом|حول|عن|في|حتى)(?![\p{L}]))/u;

/** `What we don’t know`, `Was wir nicht wissen`: the heading of another list. */
const denies =
  /\b(?:don[’']t|do not|not yet|unknown|unclear|nicht|no sabemos|n[’']est pas|ne sait pas|nao sabemos)\b|невідомо|неизвестно/;

/** The place, day and agency that agencies begin with: `ORRIN, Nov 20 (Orrin News) - Latest developments:`. */
const dateline = /^[^:.()]{3,60}\([^()]{2,40}\)\s*[–—-]{1,2}\s+/u;

/** Endings that make a line a sentence. */
const endsSentence = /[\p{L}\p{N}][.。।]$/u;

/**
 * How surely a line is the heading of a list of latest developments: 3 for these very words, 2 for words that mean the
 * same, 1 for words that often stand over such a list, 0 for none.
 *
 * @param isSetAsHeading whether the page sets it as a heading or in bold. Then plain words may stand anywhere in it;
 * otherwise the line must be little more than they are.
 */
export function headingRank(text: string, isSetAsHeading: boolean): 0 | 1 | 2 | 3 {
  if (text.length > headingMaxLength) return 0;
  const bare = folded(text)
    .replace(/^[^\p{L}\p{N}]+/u, "")
    .trim();
  if (!isSetAsHeading) {
    if (dateline.test(bare) && bare.endsWith(":")) return headingRank(bare.replace(dateline, ""), false);
    const words = opening.exec(bare)?.[0];
    if (words === undefined || !goesOn.test(bare.slice(words.length)) || endsSentence.test(bare)) return 0;
    return denied(bare, words.length) ? 0 : exact.test(words) ? 3 : 2;
  }
  const words = anywhere.exec(bare);
  if (words !== null) return denied(bare, words.index) ? 0 : exact.test(bare) ? 3 : 2;
  const opened = setOpening.exec(bare)?.[0];
  const isShort = opened !== undefined && bare.length - opened.length <= setTailMaxLength;
  return (isShort && goesOn.test(bare.slice(opened.length))) || setEnding.test(bare) ? 1 : 0;
}

/** Whether the words before or right after say that something is not known; `and what not` further on does not count. */
function denied(bare: string, at: number): boolean {
  return denies.test(bare.slice(0, at + 12).split(/[–—:,(]/)[0] ?? "");
}

/** Whether a line is the heading of a list of latest developments; see `headingRank`. */
export function isListHeading(text: string, isSetAsHeading: boolean): boolean {
  return headingRank(text, isSetAsHeading) > 0;
}
