import type { Instant } from "#core/instant.ts";
import { resumeAll, resumeRun } from "#pipeline/resume-run.ts";
import { stopRun } from "#pipeline/stop-run.ts";
import type { Persistent } from "./persistent.ts";
import type { OperatorsDeed } from "./scenario.ts";
import type { World } from "./world.ts";

/** A run that a person stopped: from when it was answered until it was let go on. */
export interface Stop {
  readonly run: string;
  readonly at: Instant;
  resumedAt: Instant;
}

/** Those who run the stack. */
export interface Operators {
  do(deed: OperatorsDeed): void;
  readonly stops: readonly Stop[];
}

/** How often the list of open runs is looked at by someone who waits for one, in milliseconds: closely first. */
const lookMs = 250;
const closelyMax = 40;
const laterMs = 10_000;
const looksMax = 100;

/** A run that was due longer ago is not the one that they wait for, in milliseconds. */
const lateMs = 10 * 60 * 1000;

/** How often *resume --all* is tried before it is left at that. */
const triesMax = 4;

export function operators({ timeline, stores, queues }: World, { act, later }: Persistent): Operators {
  const stops: Stop[] = [];

  const resume = (stop: Stop): void => {
    stop.resumedAt = timeline.now();
    act("resume-run", (ports) => resumeRun(ports, stop.run));
  };
  const stop = (run: string, forMs: number): void =>
    act(
      "stop-run",
      (ports) => stopRun(ports, run),
      ({ kind }) => {
        if (kind !== "stopped") return;
        const stopped = { run, at: timeline.now(), resumedAt: Number.POSITIVE_INFINITY };
        stops.push(stopped);
        later(forMs, () => resume(stopped));
      },
    );
  const stopFirst = async (prefix: string, forMs: number, looks: number): Promise<void> => {
    const open = await stores.ledger.openRuns();
    const run = open.find(({ id, dueAt }) => id.startsWith(prefix) && dueAt > timeline.now() - lateMs);
    if (run !== undefined) return stop(run.id, forMs);
    if (looks < looksMax) later(looks < closelyMax ? lookMs : laterMs, () => void stopFirst(prefix, forMs, looks + 1));
  };
  return {
    stops,
    do: (deed) => {
      if (deed.kind === "stop-run") return void stopFirst(deed.run, deed.forMs, 0);
      for (const stopped of stops) stopped.resumedAt = Math.min(stopped.resumedAt, timeline.now());
      act("resume-all", resumeAll, undefined, triesMax);
      for (const queue of Object.values(queues)) queue.redrive();
    },
  };
}
