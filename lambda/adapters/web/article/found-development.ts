import { type FoundDevelopment, headlineMaxLength, textMaxLength } from "#core/development.ts";
import type { WrittenDay } from "../calendar-day.ts";
import { cutAtWord } from "../clean-text.ts";
import { limitedHtml } from "../limited-html.ts";
import type { PageTime } from "../page-time.ts";
import { linesOf, lineText, type Passage, passagesText, takeStart, tidyLine } from "../passage.ts";
import { type Attributed, attributionOf } from "./attribution.ts";
import { headlineAndRest } from "./headline.ts";
import { withoutTime } from "./item-time.ts";
import { isPrompt } from "./prompt.ts";

/** A link whose words only lead on and say nothing. */
const leadsOn =
  /^\W*(?:(?:read|see|find out|learn) more\b.{0,40}|(?:more|continue reading|full (?:story|report)|details)(?: here)?)\W*$/i;

/** Where an item stands. */
export interface ItemPlace {
  /** The address of the page. */
  readonly pageUrl?: string;
  readonly time?: PageTime;
  /** The day that the item belongs to, where a heading said it. */
  readonly day?: WrittenDay;
  /** The item's own address within the page. */
  readonly permalink?: string;
}

/** The development that an item of a list tells, or undefined when it has no words. */
export function foundDevelopment(written: readonly Passage[], place: ItemPlace = {}): FoundDevelopment | undefined {
  const item = withoutPrompts(written, 1);
  const url =
    place.permalink ??
    linesOf(item)
      .flat()
      .find((span) => span.href !== undefined)?.href;
  const timed = withoutTime(withoutLinkThatLeadsOn(item), place.time ?? {}, place.day);
  const { headline, rest } = headlineAndRest(timed.item);
  if (headline === "") return undefined;
  const attributed = attributionOf(headline, passagesText(rest).slice(0, textMaxLength));
  const told = withoutCredit(headline, rest, attributed);
  const text = limitedHtml(told.rest, textMaxLength);
  return {
    headline: cutAtWord(told.headline, headlineMaxLength),
    ...(text === undefined ? {} : { text }),
    ...(url === undefined ? {} : { url, ...keyOf(url, place.pageUrl) }),
    ...(attributed === undefined ? {} : { attribution: attributed.attribution }),
    ...(timed.publishedAt === undefined ? {} : { publishedAt: timed.publishedAt }),
  };
}

/** Passages without the prompts that stand in them, of which the first `keeps` lines are none. */
export function withoutPrompts(passages: readonly Passage[], keeps = 0): readonly Passage[] {
  let at = 0;
  return passages.flatMap((passage): readonly Passage[] => {
    if (passage.kind !== "paragraph") {
      at++;
      return [passage];
    }
    const lines = passage.lines.filter((line) => at++ < keeps || !isPrompt(lineText(line), true));
    return lines.length === passage.lines.length ? [passage] : lines.length > 0 ? [{ ...passage, lines }] : [];
  });
}

/** An address within the page itself names one entry of it; any other may be where several entries lead. */
function keyOf(url: string, pageUrl: string | undefined): { readonly key?: string } {
  const [page, fragment] = url.split("#");
  return fragment !== undefined && page === pageUrl?.split("#")[0] ? { key: url } : {};
}

function withoutLinkThatLeadsOn(item: readonly Passage[]): readonly Passage[] {
  const last = item.at(-1);
  if (last?.kind !== "paragraph") return item;
  const line = last.lines.at(-1) ?? [];
  const span = line.at(-1);
  const isAddress = span?.href !== undefined && /^https?:\/\//.test(span.text);
  if (span?.href === undefined || !(isAddress || leadsOn.test(span.text))) return item;
  const shorter = tidyLine(line.slice(0, -1));
  const lines = [...last.lines.slice(0, -1), ...(shorter.length > 0 ? [shorter] : [])];
  const left: readonly Passage[] = [...item.slice(0, -1), ...(lines.length > 0 ? [{ ...last, lines }] : [])];
  return left.length > 0 ? left : item;
}

function withoutCredit(
  headline: string,
  rest: readonly Passage[],
  attributed: Attributed | undefined,
): { readonly headline: string; readonly rest: readonly Passage[] } {
  const length = attributed?.creditLength ?? 0;
  if (length === 0) return { headline, rest };
  const last = rest.at(-1);
  if (last === undefined) return { headline: headline.slice(0, -length).trimEnd(), rest };
  const line = last.kind === "paragraph" ? (last.lines.at(-1) ?? []) : [];
  if (last.kind !== "paragraph" || lineText(line).length < length) return { headline, rest };
  const shorter = takeStart(line, lineText(line).length - length);
  const lines = [...last.lines.slice(0, -1), ...(shorter.length > 0 ? [shorter] : [])];
  return { headline, rest: [...rest.slice(0, -1), ...(lines.length > 0 ? [{ ...last, lines }] : [])] };
}
