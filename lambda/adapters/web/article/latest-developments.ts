import type { Passage } from "../passage.ts";
import { blocksFrom } from "./blocks.ts";
import { type Entry, entriesOf, isTimed, type LineEntry } from "./entry.ts";
import type { FoundList, SetAs } from "./found-list.ts";
import { headingRank } from "./list-heading.ts";
import { isLinkAlone, isTeaser } from "./list-item.ts";
import { isLabelOnly, isPrompt } from "./prompt.ts";

/** Lines of introduction that may stand between the heading and the list. */
const introductionMaxLines = 2;

/** Longest such line in characters: a longer one is the article itself. */
const introductionMaxLength = 300;

/** Longest line, in characters, that heads a list by its colon alone: a longer one is a sentence. */
const introducingMaxLength = 40;

/** Fewest times under no heading that make a list. */
const timedMin = 3;

/** Most headings of a page that are tried. */
const headingsMax = 300;

/** Most entries after a heading that are looked at. */
const regionMaxEntries = 20_000;

/**
 * The list of latest developments among a page's passages, its items in their order, without prompts and related links.
 *
 * The list ends at the next heading and at the next ordinary paragraph. Of several headings the one that says it most
 * clearly counts, before others one set as a heading, and of equals the first that is followed by items.
 *
 * @returns the words of the heading where one stands over nothing; undefined where there is none
 */
export function latestDevelopments(
  passages: readonly Passage[],
): FoundList | { readonly emptyUnder: string } | undefined {
  const entries = entriesOf(passages);
  const headings = headingsAmong(entries);
  for (const { at, entry, rank, isSet } of headings) {
    const found = listFrom(entries, at, entry, rank);
    if (found !== undefined) return { ...found, rank, isSetAsHeading: isSet };
  }
  const [first] = headings.filter(({ rank, entry }) => rank >= 2 && entry.isHeading);
  return first && { emptyUnder: first.entry.text };
}

/** Times all over a page under no heading that says what they are: the last resort. */
export function timedBlocks(passages: readonly Passage[]): FoundList | undefined {
  const found = blocksFrom(entriesOf(passages).slice(0, regionMaxEntries), undefined, 0);
  if (found?.setAs !== "timed-blocks" || found.items.length < timedMin) return undefined;
  // Teasers have times as well, and lead elsewhere.
  const teasers = found.items.filter(({ item }) => isTeaser(item));
  return teasers.length * 2 > found.items.length ? undefined : { ...found, rank: 0, isSetAsHeading: false };
}

/** Words in capitals are set as a heading, whatever the markup says. */
function areCapitals(text: string): boolean {
  return /\p{Lu}{2}/u.test(text) && !/\p{Ll}/u.test(text);
}

/** A short line that ends in a colon heads the list right after it, however it looks to the eye. */
function introduces({ text }: LineEntry, next: Entry | undefined): boolean {
  return next?.kind === "item" && text.length <= introducingMaxLength && /[:：]$/.test(text);
}

interface Heading {
  readonly at: number;
  readonly entry: LineEntry;
  readonly rank: 1 | 2 | 3;
  readonly isSet: boolean;
}

function headingsAmong(entries: readonly Entry[]): Heading[] {
  const headings = entries.flatMap((entry, at): Heading[] => {
    if (entry.kind === "item") return [];
    const isSet = entry.isHeading || entry.isBold || areCapitals(entry.text) || introduces(entry, entries[at + 1]);
    const rank = headingRank(entry.text, isSet);
    return rank === 0 ? [] : [{ at, entry, rank, isSet }];
  });
  const weight = ({ rank, isSet }: Heading) => rank * 2 + (isSet ? 1 : 0);
  return headings.sort((a, b) => weight(b) - weight(a)).slice(0, headingsMax);
}

function listFrom(entries: readonly Entry[], at: number, heading: LineEntry, rank: 1 | 2 | 3) {
  const list = itemsFrom(entries, at + 1, heading);
  if (list.length > 0) {
    return isOfTeasers(list, rank) ? undefined : { items: list.map(({ item }) => ({ item })), setAs: setAsOf(list) };
  }
  return blocksFrom(regionAfter(entries, at, heading), heading, rank);
}

/** Whether a list leads to other pages: all its items are links, and hardly any says a whole sentence. */
function isOfTeasers(list: readonly ItemEntry[], rank: 1 | 2 | 3): boolean {
  if (rank === 3 || !list.every(({ item }) => isTeaser(item))) return false;
  const sentences = list.filter(({ text }) => /[.!?…。！？।؟]["”’»)]*$/u.test(text));
  return rank === 1 || sentences.length * 2 < list.length;
}

/** What follows a heading up to the next of its level or above. */
function regionAfter(entries: readonly Entry[], at: number, heading: LineEntry): Entry[] {
  const end = entries.findIndex(
    (entry, place) =>
      place > at &&
      entry.kind === "line" &&
      entry.isHeading &&
      (heading.level === undefined || (entry.level ?? 0) <= heading.level),
  );
  return entries.slice(at + 1, Math.min(end === -1 ? entries.length : end, at + regionMaxEntries));
}

type ItemEntry = Extract<Entry, { kind: "item" }>;

function itemsFrom(entries: readonly Entry[], start: number, heading: LineEntry): ItemEntry[] {
  const items: ItemEntry[] = [];
  let introduction = 0;
  let isAmongLinks = false;
  let isUnderOther = false;
  for (let at = start; at < entries.length; at++) {
    const entry = entries[at];
    if (entry === undefined) break;
    if (isPrompt(entry.text, entry.kind === "item")) {
      isAmongLinks = isLabelOnly(entry.text);
      isUnderOther = entry.kind === "line" && entry.isHeading;
    } else if (entry.kind === "item") {
      isAmongLinks = isAmongLinks && isLinkAlone(entry.item);
      if (!isAmongLinks && !isUnderOther) items.push(entry);
    } else if (entry.isHeading) {
      if (items.length === 0 || !headsPart(entry, entries[at + 1], heading)) break;
    } else if (items.length === 0 && isTimed(entry)) {
      break;
    } else if (items.length > 0 || entry.text.length > introductionMaxLength || ++introduction > introductionMaxLines) {
      break;
    }
  }
  return items;
}

/** Whether a heading within the list stands over a part of it: it is of a lower level, and items follow. */
function headsPart(entry: LineEntry, next: Entry | undefined, heading: LineEntry): boolean {
  return (entry.level ?? 0) > (heading.level ?? 6) && next?.kind === "item" && !isLinkAlone(next.item);
}

function setAsOf(items: readonly ItemEntry[]): SetAs {
  return items[0]?.setAs ?? "list";
}
