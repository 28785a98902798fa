import { headlineMaxLength } from "#core/development.ts";
import { cutAtWord } from "../clean-text.ts";
import { dropStart, type Line, lineText, type Passage, type Span } from "../passage.ts";
import { firstLine, withFirstLine } from "./list-item.ts";
import { firstSentenceLength } from "./sentence.ts";

/** Fewest words of a lead-in that ends without a full stop: fewer are a label (`Transport:`). */
const leadInMinWords = 3;

/** What an item says first, in plain text, and what it says besides. */
export interface Told {
  readonly headline: string;
  readonly rest: readonly Passage[];
}

/** Takes an item apart: its lead-in in bold, or else its first sentence, and the rest. */
export function headlineAndRest(item: readonly Passage[]): Told {
  const [first, ...others] = item;
  const line = firstLine(item);
  if (line === undefined) return first === undefined ? { headline: "", rest: [] } : fromWithin(first, others);
  const isWholeLine = first?.kind === "heading" || (isStrong(line) && withFirstLine(item, []).length > 0);
  const length = isWholeLine ? lineText(line).length : (leadInLength(line) ?? firstSentenceLength(lineText(line)));
  return cut(item, line, Math.min(length, lineText(line).length));
}

/** The item with nothing in bold on its first line, so that its first sentence is what it says first. */
export function withoutLeadIn(item: readonly Passage[]): readonly Passage[] {
  const plain = firstLine(item)?.map(({ strong: _, ...span }) => span);
  return plain === undefined ? item : withFirstLine(item, plain);
}

/** An item that begins with a quotation or a list: its first words are inside. */
function fromWithin(first: Passage, others: readonly Passage[]): Told {
  if (first.kind === "quote") return headlineAndRest([...first.passages, ...others]);
  if (first.kind !== "list") return { headline: "", rest: [] };
  const [item, ...items] = first.items;
  return headlineAndRest([...(item ?? []), ...(items.length > 0 ? [{ ...first, items }] : []), ...others]);
}

function cut(item: readonly Passage[], line: Line, length: number): Told {
  const text = lineText(line);
  const headline = withoutSeparators(text.slice(0, length));
  if (headline.length > headlineMaxLength) {
    const short = cutAtWord(headline, headlineMaxLength);
    return { headline: short, rest: withFirstLine(item, withoutLeadingSeparators(dropStart(line, short.length - 1))) };
  }
  return { headline, rest: withFirstLine(item, withoutLeadingSeparators(dropStart(line, length))) };
}

/** How long the lead-in of a line is, if it has one: bold words, or a link, that are a statement of their own. */
function leadInLength(line: Line): number | undefined {
  const [first] = line;
  if (first === undefined || (!first.strong && first.href === undefined)) return undefined;
  const goesOn = (span: Span) => (first.strong ? span.strong === true : span.href === first.href);
  const end = line.findIndex((span) => !goesOn(span) && span.text.trim() !== "");
  if (end === -1) return undefined;
  const lead = lineText(line.slice(0, end)).trimEnd();
  const after = lineText(line.slice(end)).trimStart();
  const length = lineText(line.slice(0, end)).length;
  const isLong = lead.split(" ").length >= leadInMinWords;
  const endsSentence = /[.!?…][”"’')\]]*$/.test(lead);
  if (endsSentence && (isLong || firstSentenceLength(`${lead} ${after}`) <= lead.length + 1)) return length;
  if (!isLong) return undefined;
  const isStatement =
    /[:–—]$/.test(lead) || /^[:–—|]/.test(after) || (!/[,;]$/.test(lead) && /^[“"‘(]?\p{Lu}/u.test(after));
  return isStatement ? length : undefined;
}

function isStrong(line: Line): boolean {
  return line.length > 0 && line.every((span) => span.strong || span.text.trim() === "");
}

function withoutSeparators(text: string): string {
  return text.trim().replace(/\s*[:–—|-]+$/, "");
}

function withoutLeadingSeparators(line: Line): Line {
  const length = /^\s*(?:[:–—|]\s*|-\s+)+/.exec(lineText(line))?.[0].length ?? 0;
  return dropStart(line, length);
}
