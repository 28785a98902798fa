/** Days of the week as ISO 8601 counts them: Monday is 1, Sunday 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** When a subscriber's daily and weekly digests come, on their own wall clock. */
export interface Schedule {
  /** An IANA name, for example `"Europe/London"`. */
  readonly zone: string;
  /** A half-hour of the day, `"00:00"` to `"23:30"`. */
  readonly hour: string;
  /** The day of the weekly digest. */
  readonly weekday: Weekday;
}

/** When digests come until the reader says otherwise: before the working day, weekly ones as the week begins. */
export const defaultHour = "07:00";
export const defaultWeekday: Weekday = 1;

/** When the catch-up of an instant reader without quiet hours comes; with them, it comes when they end. */
export const catchUpHour = "08:00";

/** The half-hour that `text` names, or undefined: `"7"`, `"7:00"` and `"07:00"` are one. */
export function parseHour(text: string): string | undefined {
  const match = /^(\d|[01]\d|2[0-3])(?::(00|30))?$/.exec(text);
  return match?.[1] === undefined ? undefined : `${match[1].padStart(2, "0")}:${match[2] ?? "00"}`;
}

/** The weekday that `text` names by its ISO number, or undefined. */
export function parseWeekday(text: string): Weekday | undefined {
  return /^[1-7]$/.test(text) ? (Number(text) as Weekday) : undefined;
}

/** The forty-eight half-hours of a day, in order, as forms list them. */
export const hours: readonly string[] = Array.from({ length: 48 }, (_, index) => {
  const hour = String(Math.floor(index / 2)).padStart(2, "0");
  return `${hour}:${index % 2 === 0 ? "00" : "30"}`;
});
