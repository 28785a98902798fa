import type { Mishap, PlannedMishap } from "./mishap.ts";
import { brokenIn } from "./replay.ts";
import { simulate } from "./simulate.ts";

/** What a walk over the boundaries found. */
export interface Walk {
  /** Every boundary that any run crossed. */
  readonly boundaries: ReadonlySet<string>;
  /** Those at which every mishap that is possible there came at each of the chosen crossings. */
  readonly covered: ReadonlySet<string>;
  readonly runs: number;
  readonly breaks: readonly string[];
}

/** Which of a boundary's crossings are tried, and whether in one run: then those that did not come are tried alone. */
export interface Choice {
  readonly occurrences: (count: number) => readonly number[];
  readonly together: boolean;
}

export const firstMiddleLast: Choice = {
  occurrences: (count) => [...new Set([0, Math.floor((count - 1) / 2), count - 1])],
  together: true,
};

export const everyOccurrence: Choice = {
  occurrences: (count) => Array.from({ length: count }, (_, index) => index),
  together: false,
};

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
  { occurrences, together }: Choice,
  each: () => Promise<void> = async () => undefined,
): Promise<Walk> {
  const found = new Map<string, Found>();
  const came = new Set<string>();
  const waiting: Found[] = [];
  const breaks: string[] = [];
  let runs = 0;

  const run = async (planned: readonly PlannedMishap[]): Promise<void> => {
    const simulated = await simulate({ seed, planned });
    runs += 1;
    const broken = brokenIn(simulated);
    if (broken !== undefined) breaks.push(broken);
    for (const one of simulated.world.line.came) came.add(nameOf(one));
    for (const { boundary, count, possible } of simulated.world.line.crossings) {
      if (found.has(boundary)) continue;
      const one = { boundary, count, possible, before: planned };
      found.set(boundary, one);
      waiting.push(one);
    }
    await each();
  };
  const wanted = ({ boundary, count, possible }: Found): PlannedMishap[][] =>
    possible.map((mishap) => occurrences(count).map((occurrence) => ({ boundary, occurrence, mishap })));

  await run([]);
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    for (const planned of wanted(next)) {
      if (together) await run([...next.before, ...planned]);
      for (const one of planned) if (!came.has(nameOf(one))) await run([...next.before, one]);
    }
  }
  const covered = [...found.values()].filter((one) =>
    wanted(one).every((all) => all.every((p) => came.has(nameOf(p)))),
  );
  return {
    boundaries: new Set(found.keys()),
    covered: new Set(covered.map(({ boundary }) => boundary)),
    runs,
    breaks,
  };
}

function nameOf({ boundary, occurrence, mishap }: PlannedMishap): string {
  return `${boundary}#${occurrence}#${mishap}`;
}
