import type { WrittenDay } from "../calendar-day.ts";
import type { Passage } from "../passage.ts";
import { dayOf, type Entry, isTimed, type LineEntry, passageOf } from "./entry.ts";
import type { ListItem, SetAs } from "./found-list.ts";
import { isPrompt } from "./prompt.ts";

/** Fewest words of a line that can be an item without a bullet. */
const lineMinWords = 4;

/** Fewest words in bold that begin an item. */
const leadMinWords = 3;

/** Most plain paragraphs that can be a list, and longest of them in characters: more and longer ones are the article. */
const plainMax = 12;
const plainMaxLength = 400;

interface Blocks {
  readonly items: readonly ListItem[];
  readonly setAs: SetAs;
}

/** What begins an item, and how such items are set. */
interface Start {
  readonly setAs: SetAs;
  readonly begins: (entry: Entry, next: Entry | undefined) => boolean;
  /** Fewest items that make a list. */
  readonly min: number;
}

/**
 * Developments that are set as blocks of lines and not as items of a list: under times, under headings of their own,
 * or under words in bold; or as the lines of one paragraph.
 *
 * @param region what follows the heading of the list
 */
export function blocksFrom(region: readonly Entry[], heading: LineEntry | undefined, rank: number): Blocks | undefined {
  const lines = region.filter((entry) => entry.kind === "line");
  const [first] = lines;
  if (first === undefined) return undefined;
  const level = lines.find((line) => line.isHeading)?.level;
  const isPage = heading === undefined || heading.level === 1;
  const starts: Start[] = [
    { setAs: "timed-blocks", begins: beginsTimed, min: rank >= 2 ? 1 : 2 },
    ...(level === undefined || (isPage && rank < 2)
      ? []
      : [
          {
            setAs: "sections" as const,
            begins: (entry: Entry) => entry.kind === "line" && entry.isHeading && entry.level === level,
            min: 2,
          },
        ]),
    ...(rank < 2 || isPage ? [] : [{ setAs: "sections" as const, begins: boldStart(lines), min: 2 }]),
  ];
  for (const start of starts) {
    const items = cutAt(start, region);
    const listed = start.setAs === "sections" ? parts(items) : undefined;
    if (listed !== undefined && listed.length >= start.min) return { items: listed, setAs: "list" };
    // Under the title of a page all its sections would count, whatever they are about.
    const isWhole = start.setAs === "sections" && isPage && rank < 3;
    if (items.length >= start.min && !isWhole) return { items, setAs: start.setAs };
  }
  return (
    (rank >= 2 ? linesOfOne(region) : undefined) ?? (rank === 3 && heading?.isHeading ? plainLines(region) : undefined)
  );
}

function beginsTimed(entry: Entry, next: Entry | undefined): boolean {
  if (entry.kind === "item" || dayOf(entry) !== undefined) return false;
  if (isTimed(entry)) return true;
  // The time may stand under the headline.
  return entry.isHeading && next?.kind === "line" && !next.isHeading && isTimed(next) && next.text.length < 40;
}

/** Words in bold begin an item: some words, or any where all paragraphs begin so. */
function boldStart(lines: readonly LineEntry[]): Start["begins"] {
  const wordsMin = lines.every((line) => line.isHeading || strongWords(line) > 0) ? 1 : leadMinWords;
  return (entry) =>
    entry.kind === "line" && !entry.isHeading && strongWords(entry) >= wordsMin && !isPrompt(entry.text, false);
}

function strongWords({ line: [lead] }: LineEntry): number {
  return lead?.strong === true ? lead.text.trim().split(" ").length : 0;
}

/** The items that begin where `start` says. The last has no more lines than the longest of the others, as the article may go on. */
function cutAt({ begins }: Start, region: readonly Entry[]): ListItem[] {
  const items: { passages: Entry[]; day?: WrittenDay }[] = [];
  let day: WrittenDay | undefined;
  for (const [at, entry] of region.entries()) {
    const opened = items.at(-1)?.passages;
    const named = entry.kind === "line" && !isTimed(entry) ? dayOf(entry) : undefined;
    if (named !== undefined) {
      day = named;
    } else if (begins(entry, region[at + 1]) && !isTimeUnderHeadline(entry, opened)) {
      items.push({ passages: [entry], ...(day === undefined ? {} : { day }) });
    } else if (!isPrompt(entry.text, entry.kind === "item")) {
      opened?.push(entry);
    }
  }
  const longest = Math.max(1, ...items.slice(0, -1).map(({ passages }) => passages.length));
  return items.map(({ passages, day: of }, at) => ({
    item: (at === items.length - 1 && items.length > 1 ? passages.slice(0, longest) : passages)
      .map(passageOf)
      .reduce(joined, []),
    ...(of === undefined ? {} : { day: of }),
  }));
}

/** Neighbouring items are one list again. */
function joined(passages: Passage[], next: Passage): Passage[] {
  const last = passages.at(-1);
  if (last?.kind === "list" && next.kind === "list" && last.ordered === next.ordered) {
    passages.splice(-1, 1, { ...last, items: [...last.items, ...next.items] });
  } else passages.push(next);
  return passages;
}

function isTimeUnderHeadline(entry: Entry, opened: readonly Entry[] | undefined): boolean {
  const [headline, ...more] = opened ?? [];
  if (headline?.kind !== "line" || !headline.isHeading || more.length > 0 || isTimed(headline)) return false;
  return entry.kind === "line" && !entry.isHeading;
}

/** The items of sections that hold nothing but a list each: parts of one list. */
function parts(items: readonly ListItem[]): readonly ListItem[] | undefined {
  const isPart = ({ item }: ListItem) => item.length > 1 && item.slice(1).every((passage) => passage.kind === "list");
  if (items.length === 0 || !items.every(isPart)) return undefined;
  return items.flatMap(({ item }) =>
    item.slice(1).flatMap((passage) => (passage.kind === "list" ? passage.items.map((one) => ({ item: one })) : [])),
  );
}

/** A paragraph of several lines, each a sentence. */
function linesOfOne(region: readonly Entry[]): Blocks | undefined {
  const [first] = region;
  if (first?.kind !== "line" || first.ofLines < 2) return undefined;
  const lines = region.slice(0, first.ofLines).filter((entry) => !isPrompt(entry.text, false));
  const areSentences = lines.every(({ text }) => text.split(" ").length >= lineMinWords || /[。！？]$/u.test(text));
  return areSentences && lines.length > 1
    ? { items: lines.map((line) => ({ item: [passageOf(line)] })), setAs: "paragraphs" }
    : undefined;
}

/** A few short paragraphs, and nothing else, between the very words and the next heading. */
function plainLines(region: readonly Entry[]): Blocks | undefined {
  const lines = region.filter((entry) => !isPrompt(entry.text, false));
  const arePlain = lines.every(
    (entry) =>
      entry.kind === "line" &&
      !entry.isHeading &&
      entry.text.length <= plainMaxLength &&
      entry.text.split(" ").length >= lineMinWords,
  );
  if (!arePlain || lines.length < 2 || lines.length > plainMax) return undefined;
  return { items: lines.map((line) => ({ item: [passageOf(line)] })), setAs: "paragraphs" };
}
