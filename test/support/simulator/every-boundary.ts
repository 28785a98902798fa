import type { Mishap, PlannedMishap } from "./mishap.ts";
import { brokenIn } from "./replay.ts";
import { simulate } from "./simulate.ts";

/** What a walk over the boundaries found. */
export interface Walk {
  /** Every boundary that any run crossed. */
  readonly boundaries: ReadonlySet<string>;
  /** Those at which every mishap that is possible there came. */
  readonly covered: ReadonlySet<string>;
  readonly runs: number;
  readonly breaks: readonly string[];
}

/** Which of a boundary's crossings are tried. */
export type Occurrences = (count: number) => readonly number[];

export const firstMiddleLast: Occurrences = (count) => [...new Set([0, Math.floor((count - 1) / 2), count - 1])];
export const everyOccurrence: Occurrences = (count) => Array.from({ length: count }, (_, index) => index);

/** A boundary, and the mishaps without which the scenario does not come to it. */
interface Found {
  readonly boundary: string;
  readonly count: number;
  readonly possible: readonly Mishap[];
  readonly before: readonly PlannedMishap[];
}

/**
 * Tries every mishap at the chosen occurrences of every boundary.
 *
 * Some boundaries are crossed only when something has gone wrong before: those that a run finds are tried with what
 * brought it there, until no run finds another.
 */
export async function everyBoundary(
  seed: number,
  occurrences: Occurrences,
  each: () => Promise<void> = async () => undefined,
): Promise<Walk> {
  const found = new Map<string, Found>();
  const came = new Map<string, Set<Mishap>>();
  const waiting: Found[] = [];
  const breaks: string[] = [];
  let runs = 0;

  const run = async (planned: readonly PlannedMishap[]): Promise<void> => {
    const simulated = await simulate({ seed, planned });
    runs += 1;
    const broken = brokenIn(simulated);
    if (broken !== undefined) breaks.push(broken);
    for (const { boundary, mishap } of simulated.world.line.came) {
      came.set(boundary, (came.get(boundary) ?? new Set()).add(mishap));
    }
    for (const { boundary, count, possible } of simulated.world.line.crossings) {
      if (found.has(boundary)) continue;
      const one = { boundary, count, possible, before: planned };
      found.set(boundary, one);
      waiting.push(one);
    }
    await each();
  };

  await run([]);
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    for (const mishap of next.possible) {
      for (const occurrence of occurrences(next.count)) {
        await run([...next.before, { boundary: next.boundary, occurrence, mishap }]);
      }
    }
  }
  const covered = [...found.values()].filter(({ boundary, possible }) =>
    possible.every((mishap) => came.get(boundary)?.has(mishap) === true),
  );
  return {
    boundaries: new Set(found.keys()),
    covered: new Set(covered.map(({ boundary }) => boundary)),
    runs,
    breaks,
  };
}
