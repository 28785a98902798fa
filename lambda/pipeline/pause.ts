import { dateOfDay, dayOfDate, parseDate } from "#core/calendar.ts";
import { isExpired } from "#core/link.ts";
import type { SubscriberState } from "#core/subscriber.ts";
import { wallClock } from "#core/zone.ts";
import type { PreferencesPorts } from "./change-preferences.ts";
import { changeSubscriber } from "./change-subscriber.ts";

export type PauseOutcome =
  | { readonly kind: "paused"; readonly until: string }
  | { readonly kind: "resumed" }
  | { readonly kind: "forged" }
  | { readonly kind: "expired" }
  /** The date is none, is not after today, or is too far. */
  | { readonly kind: "refused"; readonly reason: "unknown-date" | "not-ahead" | "too-far" };

/** Longest pause in days: who wants none for longer leaves. */
export const pauseMaxDays = 366;

/**
 * Pauses digests and alerts until a local date of the reader's, or lets them come again.
 *
 * Nothing is lost: what is published meanwhile stays new, and comes with the first digest or catch-up of that date or
 * after. Nothing but the date changes, and a second pause takes the place of the first.
 *
 * @param until `"2026-12-27"`, the first date on which mails come again; undefined to let them come from now on
 */
export async function pause(ports: PreferencesPorts, token: string, until: string | undefined): Promise<PauseOutcome> {
  const link = ports.links.open(token);
  if (link?.purpose !== "preferences") return { kind: "forged" };
  const now = ports.clock.now();
  if (isExpired(link, now)) return { kind: "expired" };
  const date = until === undefined ? undefined : parseDate(until);
  if (until !== undefined && date === undefined) return { kind: "refused", reason: "unknown-date" };
  const changed = await changeSubscriber(ports, link.subscriber, async ({ entry: { state } }) => {
    const today = wallClock(state.schedule.zone, now).date;
    if (date !== undefined && date <= today) return "not-ahead";
    if (date !== undefined && date > dateOfDay(dayOfDate(today) + pauseMaxDays)) return "too-far";
    return { event: { kind: "changed" }, state: pausedState(state, date) };
  });
  if (changed === undefined) return { kind: "forged" };
  if (changed === "not-ahead" || changed === "too-far") return { kind: "refused", reason: changed };
  return date === undefined ? { kind: "resumed" } : { kind: "paused", until: date };
}

function pausedState({ pausedUntil: _, ...state }: SubscriberState, date: string | undefined): SubscriberState {
  return date === undefined ? state : { ...state, pausedUntil: date };
}
