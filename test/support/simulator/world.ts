// The stack without AWS, processes or waiting: the real steps, on virtual time, behind boundaries at which things go wrong.

import type { AlarmCode } from "#core/alarm-code.ts";
import { Fault } from "#core/fault.ts";
import type { Instant } from "#core/instant.ts";
import type { Alarm } from "#pipeline/ports/alarm.ts";
import { memoryStores } from "#test/support/memory/stores.ts";
import { type Boundaries, boundaries, type Invocation } from "./boundaries.ts";
import { type ClockOff, offBy } from "./clock-off.ts";
import { dice } from "./dice.ts";
import { type Functions, functions } from "./functions.ts";
import type { MishapPlan } from "./mishap.ts";
import { realPorts, type StepPorts, shards } from "./ports.ts";
import type { Scenario } from "./scenario.ts";
import { type Postman, simulatedSes } from "./ses.ts";
import { timeline as newTimeline } from "./timeline.ts";
import { witnessed } from "./witness.ts";

export type World = ReturnType<typeof simulatedWorld>;

/** What a run of the simulator is made of. */
export interface WorldSettings {
  readonly seed: number;
  readonly scenario: Scenario;
  readonly plan: MishapPlan;
  readonly postman: (now: () => Instant) => Postman;
  readonly clockOff?: ClockOff;
  /** Breaks a port on purpose, to see whether anyone notices. */
  readonly sabotage?: (ports: StepPorts) => StepPorts;
}

/** A step that came to its end: nothing is left undone of it. */
export interface Ended {
  readonly step: string;
  readonly began: Instant;
  readonly at: Instant;
  readonly invocation: Invocation;
}

export function simulatedWorld(settings: WorldSettings) {
  const { seed, scenario, plan, clockOff, sabotage = (ports) => ports } = settings;
  const timeline = newTimeline(scenario.startsAt);
  const rolls = dice(seed, "latency");
  const base = { timeline, dice: rolls, underWay: () => line.underWay() };
  const { stores, witness } = witnessed(memoryStores(timeline.now, shards), timeline.now);
  const bugs: unknown[] = [];
  const begun = new Map<string, number>();
  const ended: Ended[] = [];
  let onStir = (_isDeed: boolean): void => undefined;
  const onFailure = (failure: unknown): void => {
    if (!(failure instanceof Fault)) bugs.push(failure);
  };
  const alarms: { readonly code: AlarmCode; readonly at: Instant }[] = [];
  const alarm: Alarm = {
    async raise(code) {
      alarms.push({ code, at: timeline.now() });
    },
  };
  const postman = settings.postman(timeline.now);
  const ses = simulatedSes(base, postman, () => queues.events);
  const { queues, minute }: Functions = functions({
    ...base,
    ses,
    stir: () => onStir(false),
    onFailure,
    onEnd: (one) => ended.push(one),
    portsOf: (step, invocation) => {
      begun.set(step, (begun.get(step) ?? 0) + 1);
      return line.portsOf(step, invocation);
    },
  });
  const line: Boundaries<StepPorts> = boundaries(
    sabotage(realPorts(base, stores, queues, ses, alarm, postman.hasRoom)),
    {
      timeline,
      dice: rolls,
      plan,
      calmFrom: scenario.calmFrom,
      clockOff: (step) => offBy(clockOff, step),
      isPoison: poisonOf(scenario, stores.subscribers.everyone, timeline.now),
    },
  );
  const all = Object.values(queues);
  return {
    timeline,
    stores,
    /** What was seen of the writes. */
    witness,
    queues,
    ses,
    /** The alarms that were raised, in order. */
    alarms,
    line,
    dice: rolls,
    /** How often a function of the stack began this step. */
    begun: (step: string) => begun.get(step) ?? 0,
    /** The steps that came to their end, in order. */
    ended,
    /** What no step may throw: faults of the world are theirs to throw, anything else is a mistake of ours. */
    bugs,
    onFailure,
    /** Has it told when anything but the schedule sets to work, and whether that is somebody's deed. */
    onStir: (told: (isDeed: boolean) => void) => {
      onStir = told;
    },
    /** Somebody does something. */
    stir: () => onStir(true),
    waiting: () => all.reduce((sum, one) => sum + one.waiting(), 0),
    /** What the schedule's function does each minute. */
    minute,
  };
}

/** Says which calls end their process each time: looking the scenario's poisonous person up, to send to them. */
function poisonOf(
  { poison, people }: Scenario,
  everyone: () => readonly { readonly id: string; readonly address: string }[],
  now: () => Instant,
): (step: string, call: string, given: readonly unknown[]) => boolean {
  if (poison === undefined) return () => false;
  const { from, until, person } = poison;
  return (step, call, [id]) => {
    if (step !== "send" || call !== "subscribers.now" || now() < from || now() >= until) return false;
    return everyone().some((one) => one.id === id && one.address === people[person]?.address);
  };
}
