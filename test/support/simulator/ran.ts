import type { Crossed } from "./boundaries.ts";
import type { PlannedMishap } from "./mishap.ts";
import { brokenIn, scenarioNamed } from "./replay.ts";
import { simulate } from "./simulate.ts";

/** A run that is asked for, in plain words: it may be done in another process. */
export interface Asked {
  readonly scenario: string;
  readonly seed: number;
  /** Without it, mishaps and clocks are as the seed's dice say. */
  readonly planned?: readonly PlannedMishap[];
}

/** What is to be known of a run, in plain words. */
export interface Ran {
  /** What broke, and how to see it again; undefined where nothing did. */
  readonly broken: string | undefined;
  /** The mishaps that came, by name, where they were planned. */
  readonly came: readonly string[];
  readonly mishaps: number;
  /** Mails too many, each excused by a lost event. */
  readonly doubled: number;
  readonly crossings: readonly Crossed[];
}

export async function ran({ scenario, seed, planned }: Asked): Promise<Ran> {
  const simulated = await simulate({
    seed,
    scenario: scenarioNamed(scenario),
    ...(planned === undefined ? {} : { planned }),
  });
  const { came, crossings } = simulated.world.line;
  return {
    broken: brokenIn(simulated),
    came: planned === undefined ? [] : came.map(nameOf),
    mishaps: came.length,
    doubled: simulated.doubled,
    crossings: planned === undefined ? [] : crossings,
  };
}

export function nameOf({ boundary, occurrence, mishap }: PlannedMishap): string {
  return `${boundary}#${occurrence}#${mishap}`;
}
