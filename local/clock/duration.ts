/** Reads what `POST /clock` is asked: one ISO 8601 duration, or one instant. */
import type { Instant } from "#core/instant.ts";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;

/** A longer turn would fire the schedule some 3,000 times. */
export const LONGEST_TURN_MS = 31 * DAY_MS;

const DURATION = /^P(?=\d|T\d)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** Milliseconds in an ISO 8601 duration of weeks, days, hours, minutes and seconds; years and months have no fixed length. */
export function durationMs(text: string): number | undefined {
  const parts = DURATION.exec(text);
  if (!parts) return undefined;
  const units = [WEEK_MS, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS];
  return units.reduce((sum, unit, place) => sum + Number((parts[place + 1] ?? "0").replace(",", ".")) * unit, 0);
}

/** Where a turn asked for in `body` ends, or the sentence that refuses it. */
export function turnTarget(body: unknown, now: Instant): { readonly to: Instant } | { readonly refused: string } {
  const asked = body !== null && typeof body === "object" && !Array.isArray(body) ? Object.entries(body) : [];
  const [field, value] = asked[0] ?? [];
  if (asked.length !== 1 || (field !== "advance" && field !== "to")) {
    return { refused: 'Say exactly one of {"advance":"PT24H"} and {"to":"2026-12-01T08:00:00Z"}.' };
  }
  if (typeof value !== "string") return { refused: `"${field}" is not a text.` };
  const to = field === "advance" ? now + (durationMs(value) ?? Number.NaN) : instantOf(value);
  if (Number.isNaN(to)) {
    const expected =
      field === "advance" ? "an ISO 8601 duration such as PT24H or P1D" : "an instant such as 2026-12-01T08:00:00Z";
    return { refused: `"${field}" is "${value.slice(0, 100)}", but ${expected} is expected.` };
  }
  if (to < now) return { refused: `The clock only moves forward: it is ${new Date(now).toISOString()}.` };
  if (to - now > LONGEST_TURN_MS) return { refused: "The clock can be turned by at most 31 days at once." };
  return { to };
}

function instantOf(text: string): number {
  return INSTANT.test(text) ? Date.parse(text) : Number.NaN;
}
