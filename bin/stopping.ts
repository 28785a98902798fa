import { InvalidArgumentError } from "commander";

/** Shortest and longest pause between two looks at one input, in milliseconds. */
const pauseMinMs = 10_000;
const pauseMaxMs = 24 * 60 * 60 * 1000;

const unitsMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

/** Reads `30s`, `2m` or `1h`. */
export function parsePause(typed: string): number {
  const [, count, unit = ""] = /^(\d{1,5})([smh])$/.exec(typed) ?? [];
  const pauseMs = Number(count) * (unitsMs[unit] ?? Number.NaN);
  if (pauseMs >= pauseMinMs && pauseMs <= pauseMaxMs) return pauseMs;
  throw new InvalidArgumentError("Say 30s, 2m or 1h: from 10s to 24h.");
}

/** Waits, until Ctrl-C or a TERM ends the waiting and everything after it; a second Ctrl-C ends the process. */
export function untilStopped(): {
  readonly isStopped: () => boolean;
  readonly wait: (ms: number) => Promise<void>;
} {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  return {
    isStopped: () => stop.signal.aborted,
    wait: (ms) =>
      new Promise((resolve) => {
        if (stop.signal.aborted) return resolve();
        const ended = () => {
          clearTimeout(timer);
          stop.signal.removeEventListener("abort", ended);
          resolve();
        };
        const timer = setTimeout(ended, ms);
        stop.signal.addEventListener("abort", ended);
      }),
  };
}
