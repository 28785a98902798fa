import { dayAlone, type WrittenDay } from "../calendar-day.ts";
import { isClockTime, leadingClockTime } from "../clock-time.ts";
import { leadingMomentOf } from "../moment.ts";
import { type Line, linesOf, lineText, type Passage, passagesText } from "../passage.ts";
import { headingRank } from "./list-heading.ts";
import { dropMarker } from "./list-item.ts";
import { withMarkedLists } from "./marked-lists.ts";

/** An item of a list, as its passages. */
export type Item = readonly Passage[];

/** A line of a page outside of lists, or an item of a list: what a finder goes through. */
export type Entry =
  | {
      readonly kind: "line";
      readonly text: string;
      readonly line: Line;
      /** 1 to 6 where the page sets it as a heading that says its level. */
      readonly level?: number;
      readonly isHeading: boolean;
      readonly isBold: boolean;
      /** How many lines its paragraph has. */
      readonly ofLines: number;
    }
  | {
      readonly kind: "item";
      readonly text: string;
      readonly item: Item;
      readonly ordered: boolean;
      readonly setAs: NonNullable<Extract<Passage, { kind: "list" }>["setAs"]> | "list";
    };

export type LineEntry = Extract<Entry, { kind: "line" }>;

/** The entries of passages, in reading order. A list without words of its own stands for what it holds. */
export function entriesOf(passages: readonly Passage[]): Entry[] {
  return withMarkedLists(passages).flatMap(entriesOfPassage);
}

function entriesOfPassage(passage: Passage): Entry[] {
  switch (passage.kind) {
    case "heading":
      return [lineEntry(passage.line, 1, true, passage.level)];
    case "paragraph":
      return passage.lines.map((line) => lineEntry(line, passage.lines.length, false));
    case "quote":
      return entriesOf(passage.passages);
    case "list":
      return passage.items.flatMap((item) => itemEntries(item, passage));
  }
}

function itemEntries(written: Item, list: Extract<Passage, { kind: "list" }>): Entry[] {
  if (written.every((passage) => passage.kind === "list")) return entriesOf(written);
  const item = dropMarker(written);
  const text = passagesText(item);
  if (text === "") return [];
  const lines = linesOf(item);
  const [first] = lines;
  // An item may be a heading and the list under it. A link to such a heading is none: it stands in a table of contents.
  const isHeading =
    first !== undefined &&
    headingRank(lineText(first), false) > 0 &&
    !first.some((span) => span.isLink === true) &&
    (lines.length === 1 || item[1]?.kind === "list");
  if (isHeading) return [lineEntry(first, 1, false), ...entriesOf(item.slice(1))];
  return [{ kind: "item", item, text, ordered: list.ordered, setAs: list.setAs ?? "list" }];
}

function lineEntry(line: Line, ofLines: number, isHeading: boolean, level?: number): LineEntry {
  const isBold = line.every((span) => span.strong === true || span.text.trim() === "");
  return {
    kind: "line",
    text: lineText(line),
    line,
    isHeading,
    isBold,
    ofLines,
    ...(level === undefined ? {} : { level }),
  };
}

/** The entry as a passage again, for the body of a development. */
export function passageOf(entry: Entry): Passage {
  if (entry.kind === "item") return { kind: "list", ordered: entry.ordered, items: [entry.item] };
  if (!entry.isHeading) return { kind: "paragraph", lines: [entry.line] };
  return { kind: "heading", line: entry.line, ...(entry.level === undefined ? {} : { level: entry.level }) };
}

/** Whether a line begins with a time of its own. */
export function isTimed(entry: LineEntry): boolean {
  const [lead] = entry.line;
  if (lead?.time !== undefined && entry.line.length === 1) return true;
  return (
    leadingMomentOf(entry.text) !== undefined || leadingClockTime(entry.text) !== undefined || leadsWithTime(entry.line)
  );
}

/** Whether a line begins with an element that is a time, and what follows begins anew. */
export function leadsWithTime(line: Line): boolean {
  const [lead, next] = line;
  if (lead === undefined || (lead.time === undefined && !isClockTime(lead.text))) return false;
  const rest = lineText(line.slice(1)).trimStart();
  return (
    next === undefined ||
    rest === "" ||
    /^[\s:|•·,–—\]-]*["“„«‘'¿¡(]?(?:\p{Lu}|\p{Lo}|\p{N}|\p{Extended_Pictographic})/u.test(rest) ||
    /^[:|•·–—-]/.test(rest)
  );
}

/** The day that a line names, if it says nothing else. */
export function dayOf(entry: LineEntry): WrittenDay | undefined {
  return /\d/.test(entry.text) ? dayAlone(entry.text) : undefined;
}
