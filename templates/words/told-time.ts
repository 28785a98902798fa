import type { Instant } from "#core/instant.ts";

/** In which tongue and on whose wall clock a time is told. */
export interface TimeManner {
  /** A BCP 47 tag. */
  readonly locale: string;
  /** An IANA name. */
  readonly zone: string;
}

/** Most formatters kept: every zone of the tz database in a handful of locales. */
const formattersMax = 2_000;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** A day and a time of day with its zone, for example "29 March 2026 at 07:10 BST". */
export function tellMoment(instant: Instant, manner: TimeManner): string {
  return formatter("moment", manner, {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  }).format(instant);
}

/** A day, for example "Sunday 29 March 2026". */
export function tellDay(instant: Instant, manner: TimeManner): string {
  return formatter("day", manner, { weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(instant);
}

/** Building a formatter costs some 70 µs and using one 1 µs, so each is built once. */
function formatter(shape: string, manner: TimeManner, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${shape} ${manner.locale} ${manner.zone}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  if (formatters.size >= formattersMax) formatters.clear();
  const built = new Intl.DateTimeFormat(spokenAs(manner.locale), { ...options, timeZone: manner.zone });
  formatters.set(key, built);
  return built;
}

/** Plain "en" would tell days as Americans do, and abbreviate no European zone. */
function spokenAs(locale: string): string {
  return locale === "en" ? "en-GB" : locale;
}
