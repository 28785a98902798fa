import { type FoundDevelopment, headlineMaxLength, textMaxLength } from "#core/development.ts";
import type { Instant } from "#core/instant.ts";
import { cutAtWord } from "../clean-text.ts";
import { limitedHtml } from "../limited-html.ts";
import { leadingMomentOf, momentOf } from "../moment.ts";
import {
  dropStart,
  type Line,
  linesOf,
  lineText,
  type Passage,
  passagesText,
  takeStart,
  tidyLine,
} from "../passage.ts";
import { type Attributed, attributionOf } from "./attribution.ts";
import { headlineAndRest } from "./headline.ts";
import { firstLine, withFirstLine } from "./list-item.ts";

/** A link whose words only lead on and say nothing. */
const leadsOn =
  /^\W*(?:(?:read|see|find out|learn) more\b.{0,40}|(?:more|continue reading|full (?:story|report)|details)(?: here)?)\W*$/i;

/**
 * The development that an item of a list tells, or undefined when it has no words.
 *
 * @param pageUrl the address of the page that the list stands on
 */
export function foundDevelopment(item: readonly Passage[], pageUrl?: string): FoundDevelopment | undefined {
  const url = linesOf(item)
    .flat()
    .find((span) => span.href !== undefined)?.href;
  const timed = withoutTime(withoutLinkThatLeadsOn(item));
  const { headline, rest } = headlineAndRest(timed.item);
  if (headline === "") return undefined;
  const attributed = attributionOf(headline, passagesText(rest).slice(0, textMaxLength));
  const told = withoutCredit(headline, rest, attributed);
  const text = limitedHtml(told.rest, textMaxLength);
  return {
    headline: cutAtWord(told.headline, headlineMaxLength),
    ...(text === undefined ? {} : { text }),
    ...(url === undefined ? {} : { url, ...keyOf(url, pageUrl) }),
    ...(attributed === undefined ? {} : { attribution: attributed.attribution }),
    ...(timed.publishedAt === undefined ? {} : { publishedAt: timed.publishedAt }),
  };
}

/** An address within the page itself names one entry of it; any other may be where several entries lead. */
function keyOf(url: string, pageUrl: string | undefined): { readonly key?: string } {
  const [page, fragment] = url.split("#");
  return fragment !== undefined && page === pageUrl?.split("#")[0] ? { key: url } : {};
}

/** Takes the item's time off its start or its end; a time within a sentence is part of the news. */
function withoutTime(item: readonly Passage[]): { readonly item: readonly Passage[]; readonly publishedAt?: Instant } {
  const line = firstLine(item);
  if (line === undefined) return { item };
  const written = leadingMomentOf(lineText(line));
  if (written !== undefined)
    return { item: withFirstLine(item, dropStart(line, written.length)), publishedAt: written.at };
  const [lead] = line;
  const isLast = line.length > 1 && line.at(-1)?.time !== undefined;
  const span = lead?.time === undefined ? (isLast ? line.at(-1) : undefined) : lead;
  if (span === undefined) return { item };
  const left = span === lead ? withoutSeparator(line.slice(1)) : tidyLine(line.slice(0, -1));
  const rest = withFirstLine(item, left);
  // A time that is all there is stays: it is the only word.
  if (rest.length === 0) return { item };
  const at = momentOf(span.time);
  return at === undefined ? { item: rest } : { item: rest, publishedAt: at };
}

function withoutSeparator(line: Line): Line {
  const tidy = tidyLine(line);
  return dropStart(tidy, /^[\s:|,–—-]+/.exec(lineText(tidy))?.[0].length ?? 0);
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
