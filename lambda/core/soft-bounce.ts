import { dayOfDate } from "./calendar.ts";

/** An address is given up when mails to it bounced for passing reasons on so many dates… */
export const softBounceDaysMax = 5;

/** …within so many days. */
export const softBounceSpanDays = 30;

/**
 * Whether an address is to be given up: a mailbox that is full, or a server that is out of order, for weeks.
 *
 * @param days UTC dates on which mails to it bounced for a passing reason, `"2026-03-29"`, in any order
 * @param last the newest of them
 * @see docs/decisions/0076-soft-bounces-count-by-the-day.md
 */
export function isGivenUp(days: readonly string[], last: string): boolean {
  const recent = days.filter((day) => {
    const age = dayOfDate(last) - dayOfDate(day);
    return age >= 0 && age < softBounceSpanDays;
  });
  return new Set(recent).size >= softBounceDaysMax;
}
