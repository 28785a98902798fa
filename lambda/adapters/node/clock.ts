import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "#pipeline/ports/clock.ts";

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms) => {
    await wait(ms);
  },
};
