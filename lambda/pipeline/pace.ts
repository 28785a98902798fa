import type { Instant } from "#core/instant.ts";
import type { LaneSpeed } from "#core/lane-speed.ts";
import type { Clock } from "./ports/clock.ts";

/** How fast a lane goes now, and which turn is its own where lanes take turns. */
export interface LaneStep extends LaneSpeed {
  /** Any whole number from 0. */
  readonly seat: number;
}

/** Lets one mail pass at a time, so that a lane keeps its speed. */
export interface Pace {
  /**
   * Resolves when the next mail may go, in the order in which it is asked.
   *
   * @param look tells the speed of the moment, or undefined when nothing may go any more; asked at least once a second
   * @returns whether the mail may go
   */
  next(look: () => Promise<LaneStep | undefined>): Promise<boolean>;
  /** Holds everyone back for this many milliseconds from now on. */
  hold(ms: number): void;
}

/** How long a mail waits at most before the speed is looked at again, in milliseconds. */
const lookAgainMs = 1000;

/** How late a mail may go and still be in time, in milliseconds: timers are some milliseconds late. */
const toleranceMs = 20;

/** How much of what it missed a lane makes up for, in milliseconds. */
const missedMaxMs = 5000;

/**
 * The pace of one lane. It outlives a slice, so that slices that follow each other keep one pace.
 *
 * Mails go by a timetable, not by the time since the last one, so that late timers do not slow the lane down. What was
 * missed is made up for at the speed for catching up. Where there is none, lanes take turns by the time of day: each has
 * its own moments, and leaves out those that it missed.
 */
export function lanePace(clock: Clock): Pace {
  let last: Times | undefined;
  let heldUntil = Number.NEGATIVE_INFINITY;
  let turn: Promise<unknown> = Promise.resolve();

  const nextTimes = (step: LaneStep, now: Instant): Times => {
    const everyMs = 1000 / step.perSecond;
    if (step.catchUpPerSecond === undefined) {
      const soonest = Math.max(last === undefined ? now : last.planned + everyMs / 2, now - toleranceMs, heldUntil);
      return { planned: ownMoment(step, everyMs, soonest), fastest: heldUntil };
    }
    if (last === undefined) return { planned: Math.max(now, heldUntil), fastest: heldUntil };
    return { planned: last.planned + everyMs, fastest: last.fastest + 1000 / step.catchUpPerSecond };
  };

  const waitFor = async (look: () => Promise<LaneStep | undefined>): Promise<boolean> => {
    let chosen: { readonly by: string; readonly times: Times } | undefined;
    for (;;) {
      const step = await look();
      if (step === undefined) return false;
      const now = clock.now();
      // A clock that was set back must not stop the lane.
      if (last !== undefined && last.planned > now) last = { planned: now, fastest: now };
      const by = `${step.perSecond} ${step.catchUpPerSecond} ${step.lanes} ${step.seat} ${heldUntil}`;
      // A moment that was chosen stays: a look that takes long must not make the mail miss one after the other.
      if (chosen?.by !== by) chosen = { by, times: nextTimes(step, now) };
      const { planned, fastest } = chosen.times;
      const at = Math.max(planned, fastest);
      if (at <= now) {
        last = { planned: Math.max(planned, now - missedMaxMs), fastest: Math.max(fastest, now - toleranceMs) };
        return true;
      }
      await clock.sleep(Math.min(at - now, lookAgainMs));
    }
  };

  return {
    next: (look) => {
      const passed = turn.then(() => waitFor(look));
      turn = passed.catch(() => undefined);
      return passed;
    },
    hold: (ms) => {
      heldUntil = Math.max(heldUntil, clock.now() + ms);
      last = undefined;
    },
  };
}

/** When the next mail may go: by the timetable, and at the earliest. */
interface Times {
  readonly planned: Instant;
  readonly fastest: Instant;
}

/** The first moment from `soonest` on that is this lane's own: lanes' moments are evenly spread. */
function ownMoment({ seat, lanes }: LaneStep, everyMs: number, soonest: Instant): Instant {
  const offset = ((seat % lanes) / lanes) * everyMs;
  return offset + everyMs * Math.ceil((soonest - offset) / everyMs);
}
