import type { Instant } from "#core/instant.ts";
import { attribute, type HtmlElement } from "../html-tree.ts";
import { momentOf } from "../moment.ts";

/** Attributes in which pages keep a time for their scripts. */
const names =
  "data-timestamp data-time data-epoch data-unixtime data-unix data-published data-publish-date data-published-at data-date data-sort-time data-datetime data-created".split(
    " ",
  );

/** Seconds since 1970 from 2001 to 2100; a thousand times as much is ms. */
const secondsMin = 1_000_000_000;
const secondsMax = 4_102_444_800;

/** The time that an element keeps for scripts, in seconds or ms since 1970 or as ISO 8601 with a zone. */
export function epochOf(element: HtmlElement): Instant | undefined {
  for (const name of names) {
    const value = attribute(element, name)?.trim();
    if (value === undefined) continue;
    const number = /^\d{10,13}(?:\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
    if (number >= secondsMin && number <= secondsMax) return Math.round(number * 1_000);
    if (number >= secondsMin * 1_000 && number <= secondsMax * 1_000) return Math.round(number);
    const at = momentOf(value);
    if (at !== undefined) return at;
  }
  return undefined;
}
