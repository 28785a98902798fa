import type { Dice } from "./dice.ts";

/** What can go wrong at a call of a port. The ninth is a loss that no ledger can make up for; it has a rule of its own. */
const mishaps = [
  /** The process ends before the call does anything. */
  "crash-before",
  /** The process ends after the call has done its work. */
  "crash-after",
  /** The call does its work, and its caller is told that it failed. */
  "answer-lost",
  /** The call does nothing and says so. */
  "throttled",
  /** The message or event that it sends comes twice. */
  "twice",
  /** The message or event that it sends comes late, after others. */
  "late",
  /** The call reads what was so a second ago. */
  "stale",
  /** The caller's own message shows again while the caller is still at work, and stalls. */
  "reappears",
  /** No event ever tells of the mail, or one later than the grace. */
  "event-lost",
] as const;

export type Mishap = (typeof mishaps)[number];

/** One mishap at one call. */
export interface PlannedMishap {
  /** Step, port and method: `"send ledger.addSubmitted"`. */
  readonly boundary: string;
  /** Which call over this boundary, from 0. */
  readonly occurrence: number;
  readonly mishap: Mishap;
}

/** Says what goes wrong at a call, if anything does. */
export type MishapPlan = (boundary: string, occurrence: number, possible: readonly Mishap[]) => Mishap | undefined;

export const noMishaps: MishapPlan = () => undefined;

/** Just these mishaps. */
export function exactMishaps(planned: readonly PlannedMishap[]): MishapPlan {
  return (boundary, occurrence) =>
    planned.find((one) => one.boundary === boundary && one.occurrence === occurrence)?.mishap;
}

/** Mishaps at this share of all calls. */
export function randomMishaps(dice: Dice, share: number): MishapPlan {
  return (_boundary, _occurrence, possible) => (dice.chance(share) ? dice.pick(possible) : undefined);
}
