import type { Mishap, PlannedMishap } from "./mishap.ts";
import { type Asked, nameOf, type Ran, ran } from "./ran.ts";

/** What a walk over the boundaries found. */
export interface Walk {
  /** Every boundary, of those that were chosen, that any run crossed. */
  readonly boundaries: ReadonlySet<string>;
  /** Those at which every mishap that is possible there came at each of the chosen crossings. */
  readonly covered: ReadonlySet<string>;
  readonly runs: number;
  readonly mishaps: number;
  readonly doubled: number;
  readonly breaks: readonly string[];
}

/** Which of a boundary's crossings are tried, and whether in one run: then those that did not come are tried alone. */
export interface Choice {
  readonly occurrences: (count: number) => readonly number[];
  readonly together: boolean;
  /** The steps whose boundaries are walked over; without it, all. */
  readonly steps?: readonly string[];
}

export const firstMiddleLast: Choice = {
  occurrences: (count) => [...new Set([0, Math.floor((count - 1) / 2), count - 1])],
  together: true,
};

export const everyOccurrence: Choice = {
  occurrences: (count) => Array.from({ length: count }, (_, index) => index),
  together: false,
};

/** Does runs, here or in other processes, and tells what came of each. */
export type Runner = (asked: readonly Asked[], onRan: (ran: Ran, asked: Asked) => void) => Promise<void>;

/** Does them one after the other, here. Lets a test runner tell in between that it is alive. */
export const runHere: Runner = async (asked, onRan) => {
  for (const one of asked) {
    onRan(await ran(one), one);
    await new Promise((resolve) => setImmediate(resolve));
  }
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
  scenario: string,
  seed: number,
  { occurrences, together, steps }: Choice,
  run: Runner = runHere,
): Promise<Walk> {
  const found = new Map<string, Found>();
  const came = new Set<string>();
  const breaks: string[] = [];
  const counts = { runs: 0, mishaps: 0, doubled: 0 };
  let waiting: Found[] = [];

  const take = (one: Ran, { planned = [] }: Asked): void => {
    counts.runs += 1;
    counts.mishaps += one.mishaps;
    counts.doubled += one.doubled;
    if (one.broken !== undefined) breaks.push(one.broken);
    for (const name of one.came) came.add(name);
    for (const { boundary, count, possible } of one.crossings) {
      const isChosen = steps === undefined || steps.includes(boundary.split(" ")[0] ?? "");
      if (found.has(boundary) || !isChosen) continue;
      const crossed = { boundary, count, possible, before: planned };
      found.set(boundary, crossed);
      waiting.push(crossed);
    }
  };
  const runAll = (plans: readonly (readonly PlannedMishap[])[]): Promise<void> =>
    run(
      plans.map((planned) => ({ scenario, seed, planned })),
      take,
    );
  const wanted = ({ boundary, count, possible }: Found): PlannedMishap[][] =>
    possible.map((mishap) => occurrences(count).map((occurrence) => ({ boundary, occurrence, mishap })));

  await runAll([[]]);
  while (waiting.length > 0) {
    const now = waiting;
    waiting = [];
    if (together) await runAll(now.flatMap((one) => wanted(one).map((planned) => [...one.before, ...planned])));
    const alone = now.flatMap((one) =>
      wanted(one).flatMap((all) => all.filter((p) => !came.has(nameOf(p))).map((p) => [...one.before, p])),
    );
    await runAll(alone);
  }
  const covered = [...found.values()].filter((one) =>
    wanted(one).every((all) => all.every((p) => came.has(nameOf(p)))),
  );
  return {
    boundaries: new Set(found.keys()),
    covered: new Set(covered.map(({ boundary }) => boundary)),
    ...counts,
    breaks,
  };
}
