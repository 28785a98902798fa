import { isClockTime } from "../clock-time.ts";
import { dropStart, type Line, linesOf, lineText, type Passage } from "../passage.ts";
import { markerLength } from "./marker.ts";

/** The item without a bullet that its words begin with. */
export function dropMarker(item: readonly Passage[]): readonly Passage[] {
  const line = firstLine(item);
  const marked = line === undefined ? 0 : markerLength(lineText(line));
  return line === undefined || marked === 0 ? item : withFirstLine(item, dropStart(line, marked));
}

/** Whether the item is a link and nothing else. */
export function isLinkAlone(item: readonly Passage[]): boolean {
  const [line, ...more] = linesOf(item);
  const lead = line?.[0];
  const isLink = lead?.isLink === true || lead?.href !== undefined;
  const isWhole = line?.every((span) => span.href === lead?.href && (span.isLink ?? span.href !== undefined)) ?? false;
  return isLink && isWhole && more.length === 0;
}

/** Whether an item is a time and a link, or begins with a line that is: it leads to news and is none. */
export function isTeaser(item: readonly Passage[]): boolean {
  return linesOf(item.slice(0, 3)).some((line) => {
    const words = line.filter(
      ({ text, time }) => time === undefined && !isClockTime(text) && /[\p{L}\p{N}]/u.test(text),
    );
    return words.length > 0 && words.every((span) => span.isLink === true || span.href !== undefined);
  });
}

/** The line that an item begins with, if it begins with one. */
export function firstLine(item: readonly Passage[]): Line | undefined {
  const [first] = item;
  if (first?.kind === "heading") return first.line;
  return first?.kind === "paragraph" ? first.lines[0] : undefined;
}

/** The item with another line in place of its first; an empty line is left out. */
export function withFirstLine(item: readonly Passage[], line: Line): Passage[] {
  const [first, ...rest] = item;
  const more = first?.kind === "paragraph" ? first.lines.slice(1) : [];
  const lines = line.length > 0 ? [line, ...more] : more;
  return lines.length > 0 ? [{ kind: "paragraph", lines }, ...rest] : rest;
}
