import type { Instant } from "#core/instant.ts";
import type { WrittenDay } from "../calendar-day.ts";
import { isClockTime, isTimeAgo, leadingClockTime } from "../clock-time.ts";
import { leadingMomentOf, momentOf } from "../moment.ts";
import { instantOn, type PageTime } from "../page-time.ts";
import { dropStart, type Line, lineText, type Passage, type Span, tidyLine } from "../passage.ts";
import { leadsWithTime } from "./entry.ts";
import { firstLine, withFirstLine } from "./list-item.ts";

/** An item without its time, and that time where it is known. */
export interface Timed {
  readonly item: readonly Passage[];
  readonly publishedAt?: Instant;
}

/** How far into an item a line that is nothing but a time is looked for, in passages. */
const searchedPassages = 4;

/**
 * Takes an item's time off it: at its start, at its end, or on a line of its own. A time within a sentence is part of
 * the news.
 *
 * @param day the day that the item belongs to, where a heading said it
 */
export function withoutTime(item: readonly Passage[], page: PageTime, day?: WrittenDay): Timed {
  const time: PageTime = day === undefined ? page : { ...page, day };
  return leadingTime(item, time) ?? timeAlone(item, time) ?? closingTime(item, time) ?? { item };
}

function leadingTime(item: readonly Passage[], page: PageTime): Timed | undefined {
  const line = firstLine(item);
  if (line === undefined) return undefined;
  const text = lineText(line);
  if (line.length > 1 && saysOnlyTime(line)) return told(item, [], instantOfLine(line, page));
  const written = leadingMomentOf(text);
  if (written !== undefined) return told(item, dropStart(line, written.length), written.at);
  const [lead] = line;
  if (lead !== undefined && line.length > 1 && leadsWithTime(line)) {
    return told(item, withoutSeparator(line.slice(1)), instantOfSpan(lead, page));
  }
  const clock = leadingClockTime(text);
  if (clock === undefined) return undefined;
  const linked = line.find((span) => span.time !== undefined);
  const at = (linked && momentOf(linked.time)) ?? instantOn(page, clock);
  return told(item, dropStart(line, clock.length), at);
}

/** A line further down that says the time and nothing else. */
function timeAlone(item: readonly Passage[], page: PageTime): Timed | undefined {
  for (const [at, passage] of item.entries()) {
    if (at === 0 || (at > searchedPassages && at < item.length - 1)) continue;
    const line = passage.kind === "paragraph" && passage.lines.length === 1 ? passage.lines[0] : undefined;
    if (line === undefined || !saysOnlyTime(line)) continue;
    const found = instantOfLine(line, page);
    const left = item.filter((_, place) => place !== at);
    return found === undefined ? { item: left } : { item: left, publishedAt: found };
  }
  return undefined;
}

/** Whether a line says the time and nothing else, be it in several ways. */
export function saysOnlyTime(line: Line): boolean {
  if (isClockTime(lineText(line)) || isTimeAgo(lineText(line))) return true;
  return line.every(
    ({ time, text }) => time !== undefined || isClockTime(text) || isTimeAgo(text) || !/[\p{L}\p{N}]/u.test(text),
  );
}

/** The instant of a line that says only that. */
function instantOfLine(line: Line, page: PageTime): Instant | undefined {
  const spans = [...line.filter(({ time }) => time !== undefined), ...line, { text: lineText(line) }];
  return spans.map((span) => instantOfSpan(span, page)).find((at) => at !== undefined);
}

/** A time element behind a finished sentence. */
function closingTime(item: readonly Passage[], page: PageTime): Timed | undefined {
  const line = firstLine(item);
  const last = line?.at(-1);
  if (line === undefined || last?.time === undefined || line.length < 2) return undefined;
  const before = tidyLine(line.slice(0, -1));
  if (!/[.!?…。！？।؟|•·–—(-]["”’»)]*$/u.test(lineText(before))) return undefined;
  const [lastSpan] = before.slice(-1);
  const bare = tidyLine([
    ...before.slice(0, -1),
    ...(lastSpan ? [{ ...lastSpan, text: lastSpan.text.replace(/\s*[|•·–—(-]+$/u, "") }] : []),
  ]);
  return told(item, bare, instantOfSpan(last, page));
}

function told(item: readonly Passage[], line: Line, at: Instant | undefined): Timed | undefined {
  const left = withFirstLine(item, line);
  // A time that is all there is stays: it is the only word.
  if (left.length === 0) return undefined;
  return at === undefined ? { item: left } : { item: left, publishedAt: at };
}

/** The instant of a time element: as it says to machines, or else to readers. */
function instantOfSpan({ time = "", text }: Span, page: PageTime): Instant | undefined {
  const exact = momentOf(time);
  if (exact !== undefined) return exact;
  for (const written of [time.replace("T", " "), text]) {
    const clock = leadingClockTime(written);
    const at = clock && instantOn(page, clock);
    if (at !== undefined) return at;
  }
  return undefined;
}

function withoutSeparator(line: Line): Line {
  const tidy = tidyLine(line);
  return dropStart(tidy, /^[\s:|,•·\])–—-]+/u.exec(lineText(tidy))?.[0].length ?? 0);
}
