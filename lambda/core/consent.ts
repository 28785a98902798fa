import type { Instant } from "./instant.ts";
import type { SubscriberEntry, SubscriberEvent } from "./subscriber.ts";

/** What shows that somebody agreed to be mailed, and when they took it back. */
const consentKinds: ReadonlySet<SubscriberEvent["kind"]> = new Set([
  "signed-up",
  "confirmed",
  "left",
  "suppressed",
  "lifted",
]);

/** One thing that somebody agreed to, or took back. */
export interface ConsentEvent {
  readonly at: Instant;
  readonly event: SubscriberEvent;
}

/** What a log shows of what somebody agreed to, oldest first. Sign-ups that were never confirmed are no consent. */
export function consentIn(entries: readonly SubscriberEntry[]): ConsentEvent[] {
  const confirmed = confirmedSignUps(entries);
  return entries
    .filter(
      ({ number, event }) => consentKinds.has(event.kind) && (event.kind !== "signed-up" || confirmed.has(number)),
    )
    .map(({ at, event }) => ({ at, event }));
}

/** How long the entries of a log are kept, in milliseconds. */
export interface LogKeeping {
  /** After another entry has taken their place. What shows consent is kept longer. */
  readonly supersededMs: number;
  /** A sign-up that nobody has confirmed by then is not consent, and never will be. */
  readonly pendingMs: number;
}

/**
 * The numbers of the entries that nothing needs any more.
 *
 * The newest is never among them: it holds the subscriber's state. Nor is what shows consent.
 *
 * @param entries the oldest entries of a log, in order and without gaps but for what was dropped before
 */
export function outdatedEntries(
  entries: readonly SubscriberEntry[],
  now: Instant,
  { supersededMs, pendingMs }: LogKeeping,
): number[] {
  const cutoff = now - supersededMs;
  const confirmed = confirmedSignUps(entries);
  return entries
    .filter((entry, place) => {
      const next = entries[place + 1];
      if (next === undefined || next.at > cutoff) return false;
      if (entry.event.kind !== "signed-up") return !consentKinds.has(entry.event.kind);
      // Its confirmation, if there is one, may stand after these entries while it is not as old.
      return !confirmed.has(entry.number) && entry.at + pendingMs <= cutoff;
    })
    .map(({ number }) => number);
}

/** The numbers of the sign-ups that these entries confirm. */
function confirmedSignUps(entries: readonly SubscriberEntry[]): ReadonlySet<number> {
  return new Set(entries.flatMap(({ event }) => (event.kind === "confirmed" ? [event.signUp] : [])));
}
