/** The local stack's own time: the machine's, turned forward by an offset that is kept with the data. */
import type { Instant } from "#core/instant.ts";
import type { Notebook } from "../notebook.ts";

export interface Clock {
  now(): Instant;
  /** How far the clock has been turned forward, in milliseconds. */
  offsetMs(): number;
  /** Turns the clock forward to `instant`; an instant that has passed changes nothing. */
  turnTo(instant: Instant): void;
}

const OFFSET = "clock.offsetMs";

export function createClock(notebook: Notebook, machineNow: () => Instant = Date.now): Clock {
  let offset = Number(notebook.read(OFFSET) ?? 0);
  const now = () => machineNow() + offset;
  return {
    now,
    offsetMs: () => offset,
    turnTo(instant) {
      const ahead = instant - now();
      if (ahead <= 0) return;
      offset += ahead;
      notebook.write(OFFSET, String(offset));
    },
  };
}
