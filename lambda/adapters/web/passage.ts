import { oneLine } from "./clean-text.ts";

/** A stretch of text within a line, and what is so about all of it. */
export interface Span {
  readonly text: string;
  readonly strong?: true;
  readonly em?: true;
  /** Absolute, http or https. */
  readonly href?: string;
  /** Whether it is a link, be its address of use or not. */
  readonly isLink?: true;
  /** The machine-readable time of a `<time>` element, empty if it has none. */
  readonly time?: string;
}

/** Text up to the next line break that a reader sees. */
export type Line = readonly Span[];

/** A block of text as it stands on a page, whatever its markup was. */
export type Passage =
  | {
      readonly kind: "heading";
      readonly line: Line;
      /** 1 to 6, as HTML counts; absent where nothing says. */
      readonly level?: number;
    }
  | { readonly kind: "paragraph"; readonly lines: readonly Line[] }
  | {
      readonly kind: "list";
      readonly ordered: boolean;
      readonly items: readonly (readonly Passage[])[];
      /** What it was set as, where that was no list. */
      readonly setAs?: "definition-list" | "table" | "paragraphs";
    }
  | { readonly kind: "quote"; readonly passages: readonly Passage[] };

/** The words of a line. */
export function lineText(line: Line): string {
  return line.map((span) => span.text).join("");
}

/** The words of all passages in reading order, on one line. */
export function passagesText(passages: readonly Passage[]): string {
  return oneLine(linesOf(passages).map(lineText).join(" "));
}

/** Every line of the passages, in reading order. */
export function linesOf(passages: readonly Passage[]): Line[] {
  return passages.flatMap(linesOfPassage);
}

function linesOfPassage(passage: Passage): readonly Line[] {
  switch (passage.kind) {
    case "heading":
      return [passage.line];
    case "paragraph":
      return passage.lines;
    case "list":
      return passage.items.flatMap(linesOf);
    case "quote":
      return linesOf(passage.passages);
  }
}

/** White space that is more than one plain space. */
const unevenSpace = /\s\s|[^\S ]/;

/** A line with its white space collapsed across its spans and trimmed at both ends; empty spans are gone. */
export function tidyLine(spans: Line): Line {
  const tidy: Span[] = [];
  let endsInSpace = true;
  for (const span of spans) {
    let text = unevenSpace.test(span.text) ? span.text.replace(/\s+/g, " ") : span.text;
    if (endsInSpace) text = text.replace(/^ /, "");
    if (text === "") continue;
    endsInSpace = text.endsWith(" ");
    tidy.push(text === span.text ? span : { ...span, text });
  }
  return trimEnd(tidy);
}

/** The line without its first `length` characters, tidied. */
export function dropStart(line: Line, length: number): Line {
  return cutLine(line, [length])[1] ?? [];
}

/** The first `length` characters of the line, tidied. */
export function takeStart(line: Line, length: number): Line {
  return cutLine(line, [length])[0] ?? [];
}

/** The line cut before each of the characters at `starts`, which rise; each part is tidied. One pass over the spans. */
export function cutLine(line: Line, starts: readonly number[]): Line[] {
  const parts: Span[][] = [[]];
  let at = 0;
  for (const span of line) {
    let from = 0;
    for (let start = starts[parts.length - 1]; start !== undefined; start = starts[parts.length - 1]) {
      const cut = start - at;
      if (cut > span.text.length) break;
      parts.at(-1)?.push({ ...span, text: span.text.slice(from, cut) });
      parts.push([]);
      from = cut;
    }
    parts.at(-1)?.push({ ...span, text: span.text.slice(from) });
    at += span.text.length;
  }
  return parts.map(tidyLine);
}

function trimEnd(line: readonly Span[]): Line {
  const last = line.at(-1);
  if (last === undefined) return [];
  const text = last.text.trimEnd();
  if (text === "") return trimEnd(line.slice(0, -1));
  return text === last.text ? line : [...line.slice(0, -1), { ...last, text }];
}
