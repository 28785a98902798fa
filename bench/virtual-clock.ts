import { setImmediate } from "node:timers/promises";
import type { Instant } from "#core/instant.ts";
import type { Clock } from "#pipeline/ports/clock.ts";

/** A clock on which many may sleep at once, and which moves only when everybody does. */
export interface VirtualClock extends Clock {
  /** Lets time pass until this work is done. */
  run<T>(work: Promise<T>): Promise<T>;
}

/** @param settled resolves once nothing goes on outside the clock, in a real server for instance */
export function virtualClock(startsAt: Instant, settled: () => Promise<void> = turn): VirtualClock {
  let now = startsAt;
  let asked = 0;
  const sleepers: { readonly at: Instant; readonly place: number; readonly wake: () => void }[] = [];
  return {
    now: () => now,
    sleep: (ms) =>
      new Promise((wake) => {
        sleepers.push({ at: now + Math.max(0, ms), place: asked++, wake });
      }),
    async run(work) {
      let isDone = false;
      const done = work.finally(() => {
        isDone = true;
      });
      // Whoever waits is told by `done`: here it must not count as unhandled.
      done.catch(() => undefined);
      for (;;) {
        await settled();
        if (isDone) return done;
        let next = 0;
        for (const [place, sleeper] of sleepers.entries()) {
          const first = sleepers[next];
          if (
            first !== undefined &&
            (sleeper.at < first.at || (sleeper.at === first.at && sleeper.place < first.place))
          )
            next = place;
        }
        const [sleeper] = sleepers.splice(next, 1);
        if (sleeper === undefined) throw new Error("everybody waits, and nobody sleeps");
        now = Math.max(now, sleeper.at);
        sleeper.wake();
      }
    },
  };
}

async function turn(): Promise<void> {
  await setImmediate();
}
