import type { Instant } from "#core/instant.ts";

const isoMoment = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)$/i;

/** RFC 822 as feeds write it: the day's name may be missing, the zone may not. */
const mailMoment =
  /^(?:\p{L}{2,9},?\s+)?(\d{1,2}\s+\p{L}{3,9}\s+\d{4},?\s+\d\d?:\d\d(?::\d\d)?)\s+(Z|UTC?|GMT|[ECMP][SD]T|[+-]\d\d:?\d\d)$/iu;

/** A moment at the start of a text, with its zone, and what separates it from the words. */
const leadingMoment =
  /^[[(]?((?:\d{4}-\d\d-\d\d[T ]|\d{1,2} \p{L}{3,9} \d{4},? )\d\d:\d\d(?::\d\d)? ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))[\])]?\s*[:|,–—-]?\s*/iu;

/** Years that news can be from; what is outside is a mistake of the source. */
const yearMin = 1990;
const yearMax = 2100;

/** A written moment (ISO 8601 or as in mails) as an instant, or undefined when it is none or names no zone. */
export function momentOf(written: string | undefined): Instant | undefined {
  const at = parsed(written?.trim() ?? "");
  const year = new Date(at).getUTCFullYear();
  return year >= yearMin && year <= yearMax ? at : undefined;
}

/** The moment that a text begins with, and how many characters it and its separator take. */
export function leadingMomentOf(text: string): { readonly at: Instant; readonly length: number } | undefined {
  const found = leadingMoment.exec(text);
  const at = momentOf(found?.[1]);
  return found === null || at === undefined ? undefined : { at, length: found[0].length };
}

function parsed(text: string): number {
  const iso = isoMoment.exec(text);
  if (iso !== null) {
    const zone = (iso[3] ?? "").toUpperCase().replace(/UTC|GMT/, "Z");
    return Date.parse(`${iso[1]}T${iso[2]}${zone}`);
  }
  const mail = mailMoment.exec(text);
  if (mail === null) return Number.NaN;
  return Date.parse(`${mail[1]?.replace(",", "")} ${mail[2]?.toUpperCase().replace(/^(?:Z|UT)$/, "UTC")}`);
}
