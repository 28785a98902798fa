/**
 * What clocks show, told without a line of the code under test: read field by field from `Intl`, moment by moment.
 *
 * Slow, and simple enough to be believed.
 */

export const minuteMs = 60_000;
export const quarterHourMs = 15 * minuteMs;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** Every zone that this Node knows, and UTC. */
export const zones: readonly string[] = [...Intl.supportedValuesOf("timeZone"), "UTC"];

/** A clock's face as a text that sorts as time does: `"2026-03-29 02:30"`. */
export type Face = string;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** The face of the zone's clocks at an instant. */
export function faceAt(zone: string, at: number): Face {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    });
    formatters.set(zone, formatter);
  }
  // "03/29/2026, 02:30"
  const text = formatter.format(at);
  return `${text.slice(6, 10)}-${text.slice(0, 2)}-${text.slice(3, 5)} ${text.slice(12)}`;
}

/** How far the zone's clocks are ahead of UTC, in ms. */
export function aheadAt(zone: string, at: number): number {
  return Date.parse(`${faceAt(zone, at).replace(" ", "T")}Z`) - Math.floor(at / minuteMs) * minuteMs;
}

/** The instants, to the minute, at which the zone's clocks change between two midnights of UTC. */
export function changes(zone: string, start: number, end: number): number[] {
  const found: number[] = [];
  let ahead = aheadAt(zone, start);
  for (let at = start + dayMs; at <= end; at += dayMs) {
    const next = aheadAt(zone, at);
    if (next === ahead) continue;
    let [low, high] = [at - dayMs, at];
    while (high - low > minuteMs) {
      const middle = low + Math.floor((high - low) / 2 / minuteMs) * minuteMs;
      if (aheadAt(zone, middle) === ahead) low = middle;
      else high = middle;
    }
    found.push(high);
    ahead = next;
  }
  return found;
}

/** The faces around a change, earliest first: each minute of three hours on both sides, each quarter hour of two days. */
export function facesAround(zone: string, change: number): { at: number; face: Face }[] {
  const faces: { at: number; face: Face }[] = [];
  const fine = 3 * hourMs;
  for (let at = change - 2 * dayMs; at <= change + 2 * dayMs; ) {
    faces.push({ at, face: faceAt(zone, at) });
    at += at >= change - fine && at < change + fine ? minuteMs : quarterHourMs;
  }
  return faces;
}
