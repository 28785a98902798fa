import { type Line, linesOf, lineText, type Passage, passagesText } from "../passage.ts";
import { isListHeading } from "./list-heading.ts";
import { dropMarker, isLinkAlone } from "./list-item.ts";
import { withMarkedLists } from "./marked-lists.ts";
import { isLabelOnly, isPrompt } from "./prompt.ts";

/** An item of a list, as its passages. */
export type Item = readonly Passage[];

/** Lines of introduction that may stand between the heading and the list. */
const introductionMaxLines = 2;

/** Longest such line in characters: a longer one is the article itself. */
const introductionMaxLength = 300;

type Entry =
  | { readonly kind: "line"; readonly text: string; readonly isHeading: boolean; readonly isBold: boolean }
  | { readonly kind: "item"; readonly item: Item; readonly text: string };

/**
 * The items of the list headed "Latest developments", in their order, without prompts and related links.
 *
 * The list ends at the next heading and at the next ordinary paragraph. Of several such headings the first that is
 * followed by items counts, and one set in just these words comes before one that only has them.
 */
export function latestDevelopments(passages: readonly Passage[]): Item[] {
  const entries = entriesOf(passages);
  for (const isSetAsHeading of [false, true]) {
    for (const [at, entry] of entries.entries()) {
      if (!headsList(entry, isSetAsHeading)) continue;
      const items = itemsFrom(entries, at + 1);
      if (items.length > 0) return items;
    }
  }
  return [];
}

function headsList(entry: Entry, isSetAsHeading: boolean): boolean {
  if (entry.kind === "item" || (isSetAsHeading && !entry.isHeading && !entry.isBold)) return false;
  return isListHeading(entry.text, isSetAsHeading);
}

function itemsFrom(entries: readonly Entry[], start: number): Item[] {
  const items: Item[] = [];
  let introduction = 0;
  let isAmongLinks = false;
  for (let at = start; at < entries.length; at++) {
    const entry = entries[at];
    if (entry === undefined) break;
    if (isPrompt(entry.text, entry.kind === "item")) {
      isAmongLinks = isLabelOnly(entry.text);
    } else if (entry.kind === "item") {
      isAmongLinks = isAmongLinks && isLinkAlone(entry.item);
      if (!isAmongLinks) items.push(entry.item);
    } else if (items.length > 0 || entry.isHeading || entry.text.length > introductionMaxLength) {
      break;
    } else if (++introduction > introductionMaxLines) {
      break;
    }
  }
  return items;
}

function entriesOf(passages: readonly Passage[]): Entry[] {
  return withMarkedLists(passages).flatMap(entriesOfPassage);
}

function entriesOfPassage(passage: Passage): Entry[] {
  switch (passage.kind) {
    case "heading":
      return [lineEntry(passage.line, true)];
    case "paragraph":
      return passage.lines.map((line) => lineEntry(line, false));
    case "quote":
      return entriesOf(passage.passages);
    case "list":
      return passage.items.flatMap(itemEntries);
  }
}

/** An item without words of its own, only with lists in it, stands for what it holds. */
function itemEntries(written: Item): Entry[] {
  if (written.every((passage) => passage.kind === "list")) return entriesOf(written);
  const item = dropMarker(written);
  const text = passagesText(item);
  if (text === "") return [];
  const [only, ...more] = linesOf(item);
  const isHeading = only !== undefined && more.length === 0 && isListHeading(text, false);
  return [isHeading ? lineEntry(only, false) : { kind: "item", item, text }];
}

function lineEntry(line: Line, isHeading: boolean): Entry {
  return { kind: "line", text: lineText(line), isHeading, isBold: line.every((span) => span.strong) };
}
