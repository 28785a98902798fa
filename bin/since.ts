import { InvalidArgumentError } from "commander";

/** From when on: a moment, or a span before the stack's own time, which may be turned. */
export type Since = { readonly since: number } | { readonly sinceAgoMs: number };

const unitsMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Longest span: what is older is not kept anyway. */
const longestSpanMs = 3650 * 86_400_000;

/** Reads `7d`, `12h`, `30m`, a date of UTC, or a moment with its zone. */
export function parseSince(typed: string): Since {
  const sinceAgoMs = parseSpan(typed);
  if (sinceAgoMs !== undefined) return { sinceAgoMs };
  return { since: parseMoment(typed, "Say 7d, 12h or 30m, a date such as 2026-11-20, or a moment with its zone.") };
}

/** Reads `7d`, `12h` or `30m` in milliseconds; undefined where it is none of these, or longer than ten years. */
export function parseSpan(typed: string): number | undefined {
  const [, count, unit = ""] = /^(\d{1,6})([mhd])$/.exec(typed) ?? [];
  const spanMs = Number(count) * (unitsMs[unit] ?? Number.NaN);
  return spanMs > 0 && spanMs <= longestSpanMs ? spanMs : undefined;
}

/** Reads a date of UTC, or a moment with its zone. */
export function parseMoment(
  typed: string,
  otherwise = "Say a date such as 2026-11-20, or a moment with its zone.",
): number {
  const isMoment = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(typed);
  const at = isMoment ? Date.parse(typed) : Number.NaN;
  if (!(at >= 0)) throw new InvalidArgumentError(otherwise);
  return at;
}
