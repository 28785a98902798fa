import { waitReason } from "#core/account.ts";
import type { SubmitAnswer } from "#core/delivery.ts";
import type { Instant } from "#core/instant.ts";
import { laneQueue } from "#core/lane-speed.ts";
import type { Run } from "#core/run.ts";
import type { LaneMemory } from "./lane-memory.ts";
import type { LaneStep } from "./pace.ts";
import type { Clock } from "./ports/clock.ts";

/** What every mail of a lane passes: it keeps the pace, and shuts when the run is stopped or the account on hold. */
export interface LaneGate {
  /** Waits until this delivery may be claimed. Says whether it may: if not, the lane is over. */
  pass(index: number): Promise<boolean>;
  /** Whether what has passed may still go on: a person may have stopped the run since. Time for that is kept back. */
  isOpen(): Promise<boolean>;
  /** Takes in what SES answered to a delivery. */
  answered(answer: SubmitAnswer): void;
  /** Says that a delivery that had passed is over, whatever came of it. */
  leave(index: number): void;
  /** Lets nothing more pass. */
  shut(why: string): void;
  /** Whether nothing more is begun: the gate is shut, or the time is up. */
  isOver(): boolean;
  /** Why the gate was shut, if it was. */
  readonly shutBecause: string | undefined;
}

/** Lost answers in a row after which a lane stops: the fault is not the single mail's. */
const lostInARowMax = 5;

/** How long a lane waits after SES said that it is too fast, in milliseconds: SES counts by the second. */
const throttledWaitMs = 1000;

/**
 * The gate of one lane.
 *
 * A process that does not know whether SES takes its mails lets them pass one by one, so that an account that is refused
 * costs one delivery a lane, not as many as are in flight.
 *
 * @param until when the lane is over
 */
export function laneGate(clock: Clock, memory: LaneMemory, run: Run, until: Instant): LaneGate {
  const queue = laneQueue(run.kind);
  const pace = memory.pace(queue);
  let shutBecause: string | undefined;
  let lostInARow = 0;
  let trial: { readonly index: number; readonly over: Promise<void>; readonly end: () => void } | undefined;

  const shut = (why: string): void => {
    shutBecause ??= why;
  };
  const isOver = (): boolean => shutBecause !== undefined || clock.now() >= until;
  const isOpen = async (): Promise<boolean> => {
    if (shutBecause === undefined) {
      const why = waitReason(await memory.account(), run.id);
      if (why !== undefined) shut(why);
    }
    return shutBecause === undefined;
  };
  const look = async (): Promise<LaneStep | undefined> =>
    !isOver() && (await isOpen()) ? memory.step(queue) : undefined;
  const onTrial = async (index: number): Promise<void> => {
    while (!memory.isProven && trial !== undefined && trial.index !== index) await trial.over;
    if (memory.isProven || trial !== undefined) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    trial = { index, over: promise, end: resolve };
  };

  return {
    pass: async (index) => {
      await onTrial(index);
      return pace.next(look);
    },
    isOpen,
    answered: ({ kind }) => {
      lostInARow = kind === "lost" ? lostInARow + 1 : 0;
      if (kind === "taken") memory.isProven = true;
      if (kind === "quota" || kind === "account") memory.isProven = false;
      if (lostInARow >= lostInARowMax) shut("answers-lost");
      if (kind !== "throttled" && kind !== "unreached") return;
      pace.hold(throttledWaitMs);
      if (kind === "throttled") memory.changeSeat(queue);
    },
    leave: (index) => {
      if (trial?.index !== index) return;
      trial.end();
      trial = undefined;
    },
    shut,
    isOver,
    get shutBecause() {
      return shutBecause;
    },
  };
}
