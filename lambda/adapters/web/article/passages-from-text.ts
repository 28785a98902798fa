import { cleanText } from "../clean-text.ts";
import { type Line, lineText, type Passage, type Span, tidyLine } from "../passage.ts";
import { webUrl } from "../web-url.ts";
import { isListHeading } from "./list-heading.ts";
import { markerLength } from "./marker.ts";
import { isPrompt } from "./prompt.ts";

/** A line at least this long, in characters, was broken to fit a page: the next one goes on with it. */
const wrappedMinLength = 60;

/** An item set in by this many characters more than the one before is a part of it. */
const nestedMinIndent = 2;

/** Emphasis and links as people write them in plain text. */
const written =
  /\*\*(?<strong>[^*\n]{1,300})\*\*|(?<![\p{L}\p{N}*])\*(?<em>[^\s*][^*\n]{0,300}?)\*(?![\p{L}\p{N}*])|\[(?<words>[^\]\n]{1,300})\]\((?<href>https?:\/\/[^\s)]{1,2000})\)|(?<bare>https?:\/\/[^\s<>"”)\]]{1,2000}[^\s<>"”)\].,;:!?])/gu;

/** A line under a heading, or between two parts of a page. */
const rule = /^\s*(?:[-=_*~#]\s?){3,}$/;

/** A line of an article as it was typed. */
interface TypedLine {
  readonly indent: number;
  /** The sign that marks it as an item is off. */
  readonly text: string;
  readonly isMarked: boolean;
}

/**
 * The passages of plain text: paragraphs between empty lines, and lists of the lines that begin with a bullet.
 *
 * Lines that were broken to fit a page are put together again.
 */
export function passagesFromText(text: string): Passage[] {
  const passages: Passage[] = [];
  for (const block of cleanText(text).split(/\n[^\S\n]*\n/))
    passages.push(...passagesOfBlock(block, passages.length > 0));
  return joinLists(passages);
}

function passagesOfBlock(block: string, isWithin: boolean): Passage[] {
  const lines = joinWrapped(block.split("\n").filter((line) => !rule.test(line)));
  const passages: Passage[] = [];
  let topIndent: number | undefined;
  for (const line of lines) {
    const paragraph: Passage = { kind: "paragraph", lines: [spansOf(line.text)] };
    const last = passages.at(-1);
    if (lineText(spansOf(line.text)) === "") continue;
    if (!line.isMarked) {
      topIndent = undefined;
      passages.push(paragraph);
    } else if (last?.kind === "list" && topIndent !== undefined && line.indent >= topIndent + nestedMinIndent) {
      passages.splice(-1, 1, withNested(last, paragraph));
    } else {
      topIndent = line.indent;
      passages.push({ kind: "list", ordered: false, items: [[paragraph]] });
    }
  }
  return isWithin ? passages : passages.map(asTitle);
}

/** In an article's first block a short line is its title and no item, whatever it begins with. */
function asTitle(passage: Passage, at: number): Passage {
  const [only, ...more] = passage.kind === "paragraph" ? passage.lines : [];
  return at === 0 && only !== undefined && more.length === 0 ? { kind: "heading", line: withoutHashes(only) } : passage;
}

function withoutHashes(line: Line): Line {
  return line.map((span, at) => (at === 0 ? { ...span, text: span.text.replace(/^#+\s*/, "") } : span));
}

function joinWrapped(lines: readonly string[]): TypedLine[] {
  const joined: TypedLine[] = [];
  let previous = "";
  for (const line of lines) {
    const marked = markerLength(line);
    const indent = line.length - line.trimStart().length;
    const text = line.slice(marked).trim();
    const last = joined.at(-1);
    const goesOn = last !== undefined && marked === 0 && !startsAnew(line, indent, previous, last);
    if (goesOn) joined.splice(-1, 1, { ...last, text: `${last.text} ${text}` });
    else joined.push({ indent, text, isMarked: marked > 0 });
    previous = line;
  }
  return joined;
}

function startsAnew(line: string, indent: number, previous: string, last: TypedLine): boolean {
  if (isPrompt(line.trim(), false) || isListHeading(line, false) || isListHeading(last.text, false)) return true;
  if (last.isMarked && indent > last.indent) return false;
  return previous.trimEnd().length < wrappedMinLength && /[.!?:…]["”’)]*$/.test(previous.trimEnd());
}

function spansOf(text: string): Line {
  const spans: Span[] = [];
  let from = 0;
  for (const found of text.matchAll(written)) {
    const { strong, em, words, href, bare } = found.groups ?? {};
    const url = webUrl(href ?? bare);
    spans.push({ text: text.slice(from, found.index) });
    spans.push({
      text: strong ?? em ?? words ?? bare ?? "",
      ...(strong === undefined ? {} : { strong: true }),
      ...(em === undefined ? {} : { em: true }),
      ...(url === undefined ? {} : { href: url }),
    });
    from = found.index + found[0].length;
  }
  spans.push({ text: text.slice(from) });
  return tidyLine(spans);
}

function withNested(list: Extract<Passage, { kind: "list" }>, paragraph: Passage): Passage {
  const item = list.items.at(-1) ?? [];
  const last = item.at(-1);
  const nested: Passage =
    last?.kind === "list"
      ? { ...last, items: [...last.items, [paragraph]] }
      : { kind: "list", ordered: false, items: [[paragraph]] };
  const kept = last?.kind === "list" ? item.slice(0, -1) : item;
  return { ...list, items: [...list.items.slice(0, -1), [...kept, nested]] };
}

/** Neighbouring lists are one list. */
function joinLists(passages: readonly Passage[]): Passage[] {
  const joined: Passage[] = [];
  for (const passage of passages) {
    const last = joined.at(-1);
    if (last?.kind === "list" && passage.kind === "list")
      joined.splice(-1, 1, { ...last, items: [...last.items, ...passage.items] });
    else joined.push(passage);
  }
  return joined;
}
