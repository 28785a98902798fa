/** A day as it is written; the year is often left out. */
export interface WrittenDay {
  readonly year?: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

/** Languages whose names of months are known. */
const languages = "en de fr es it pt nl sv da nb fi pl cs uk ru tr ro hu el ca id vi".split(" ");

const weekday = String.raw`(?:\p{L}[\p{L}\p{M}’'-]{1,14}\.?,?\s+)?`;
const year = String.raw`(?:\s*,?\s+(?:de\s+|del\s+)?(?<year>(?:19|20)\d\d)(?:\s?г\.|\s?р\.)?(?!\d))?`;
const patterns: readonly RegExp[] = [
  /^(?<year>(?:19|20)\d\d)[-/.](?<number>0?[1-9]|1[0-2])[-/.](?<day>0?[1-9]|[12]\d|3[01])(?![\d])/u,
  /^(?:(?<year>(?:19|20)\d\d)\s?[年년]\s?)?(?<number>0?[1-9]|1[0-2])\s?[月월]\s?(?<day>0?[1-9]|[12]\d|3[01])\s?[日일號号](?:\s?[(（]?\p{L}{1,4}[)）]?(?=\s|$))?/u,
  new RegExp(
    String.raw`^${weekday}(?:(?:le|den|el|il|de|am|der)\s+)?(?<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er|[.ºª°])?\s+(?:of\s+|de\s+)?(?<name>\p{L}[\p{L}\p{M}]{2,11})\.?${year}`,
    "iu",
  ),
  new RegExp(
    String.raw`^${weekday}(?<name>\p{L}[\p{L}\p{M}]{2,11})\.?\s+(?<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\d:.]\d|\d|\s?[ap]\.?m)${year}`,
    "iu",
  ),
  new RegExp(
    String.raw`^${weekday}(?<day>0?[1-9]|[12]\d|3[01])\.(?<number>0?[1-9]|1[0-2])\.(?<year>(?:19|20)\d\d)(?!\d)`,
    "u",
  ),
];

let months: ReadonlyMap<string, number> | undefined;

/** The day that a text begins with, and its length in characters. */
export function calendarDayAt(text: string): { readonly day: WrittenDay; readonly length: number } | undefined {
  for (const pattern of patterns) {
    const found = pattern.exec(text);
    const { day, name, number, year } = found?.groups ?? {};
    if (found === null || day === undefined) continue;
    const month = number === undefined ? monthNamed(name ?? "") : Number(number);
    if (month === undefined) continue;
    const length = found[0].length;
    return { day: { ...(year === undefined ? {} : { year: Number(year) }), month, day: Number(day) }, length };
  }
  return undefined;
}

/** The day that a line names, if it says nothing else: `Tuesday, November 3, 2026`. */
export function dayAlone(text: string): WrittenDay | undefined {
  const tidy = text.trim().replace(/[\s:–—-]+$/, "");
  if (tidy.length > 60) return undefined;
  const found = calendarDayAt(tidy);
  return found?.length === tidy.length ? found.day : undefined;
}

function monthNamed(name: string): number | undefined {
  months ??= allMonths();
  return months.get(name.toLowerCase());
}

/** Every name that `Intl` gives the months beside a day, in full and short. */
function allMonths(): ReadonlyMap<string, number> {
  const names = new Map<string, number>([["sept", 9]]);
  for (const month of ["long", "short"] as const) {
    for (const language of languages) {
      const format = new Intl.DateTimeFormat(language, { day: "numeric", month, timeZone: "UTC" });
      for (let at = 0; at < 12; at++) {
        const part = format.formatToParts(Date.UTC(2026, at, 15)).find(({ type }) => type === "month")?.value ?? "";
        const name = part.toLowerCase().replace(/\.$/, "");
        if (/^\p{L}{3}/u.test(name) && !names.has(name)) names.set(name, at + 1);
      }
    }
  }
  return names;
}
