/** Turns the clock forward, as if the time between had passed: nothing that falls due on the way is skipped. */
import type { Instant } from "#core/instant.ts";
import type { Activity } from "./activity.ts";
import type { Clock } from "./clock.ts";

export interface TurnParts {
  readonly clock: Clock;
  readonly activity: Activity;
  /** The next instant at which a delayed message, a visibility time-out or a retry ends; undefined if none is pending. */
  readonly nextDueAt: () => Instant | undefined;
  /** Keeps timers of the real minute from firing, and lets batching windows end at once, while a turn lasts. */
  readonly setTurning: (turning: boolean) => void;
  /** Fires the schedule once. */
  readonly fire: (at: Instant) => void;
  /** Whether the stack stops: then a turn ends where it stands. */
  readonly isStopped: () => boolean;
  /** Gives messages that have fallen due to whoever waits for them. */
  readonly wake: () => void;
}

/** Daily, hourly and weekly digests are due at quarter hours in every zone of the world. */
const STOP_EVERY_MS = 15 * 60 * 1000;

/** A turner takes one turn at a time; a second waits for the first. `plan` sees the clock only when its turn has come. */
export type Turner = <Refusal>(
  plan: (now: Instant) => { readonly to: Instant } | Refusal,
) => Promise<Instant | Refusal>;

export function createTurner(parts: TurnParts): Turner {
  let last: Promise<unknown> = Promise.resolve();
  return (plan) => {
    const turn = last.then(async () => {
      const planned = plan(parts.clock.now());
      if (typeof planned !== "object" || planned === null || !("to" in planned)) return planned;
      await turnTo(parts, planned.to);
      return parts.clock.now();
    });
    last = turn.catch(() => undefined);
    return turn;
  };
}

async function turnTo(parts: TurnParts, target: Instant): Promise<void> {
  parts.setTurning(true);
  try {
    await parts.activity.settled();
    if (parts.isStopped()) return;
    let stop = Math.min(parts.clock.now(), target);
    do {
      stop = nextStop(parts, stop, target);
      parts.clock.turnTo(stop);
      parts.fire(stop);
      parts.wake();
      await parts.activity.settled();
    } while (stop < target && !parts.isStopped());
  } finally {
    parts.setTurning(false);
  }
}

/** Counted from the last stop and not from the clock, which goes on while work is done: no quarter hour is passed over. */
function nextStop(parts: TurnParts, last: Instant, target: Instant): Instant {
  const quarter = Math.floor(last / STOP_EVERY_MS) * STOP_EVERY_MS + STOP_EVERY_MS;
  const due = parts.nextDueAt() ?? Number.POSITIVE_INFINITY;
  return Math.min(quarter, Math.max(due, last + 1), target);
}
