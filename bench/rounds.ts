import { median } from "./median.ts";

/** One of those that are compared: does the work for so many mails. */
export type Contender = (mails: number) => Promise<void> | void;

/** What is measured of a piece of work, in a unit of which less is better. */
export type Meter = (work: () => Promise<void> | void) => Promise<number>;

export interface Rounds {
  /** How often each contender is measured; odd, so that the median is one of the figures. */
  readonly rounds: number;
  /** Mails that each contender makes in one round: as many as let every contender run about equally long. */
  readonly mails: Readonly<Record<string, number>>;
  readonly meter: Meter;
}

/** Rounds that every contender runs before any is measured, so that all are compiled. */
const warmUpRounds = 2;

/**
 * Figures for one mail, round by round.
 *
 * The contenders take turns within each round, so that whatever slows the machine down for a while slows down all of
 * them. The next round begins with another one.
 */
export async function interleaved<Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
  { rounds, mails, meter }: Rounds,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contenders) as Name[];
  const figures = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    const first = (round + warmUpRounds) % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) {
      const count = mails[name] ?? 1;
      collectGarbage();
      const figure = await meter(() => contenders[name](count));
      if (round >= 0) figures[name].push(figure / count);
    }
  }
  return figures;
}

/** How many times less `ours` is than `peer`: the median over the rounds of the ratio within one round. */
export function timesLess(ours: readonly number[], peer: readonly number[]): number {
  return median(peer.map((figure, round) => figure / (ours[round] ?? Number.NaN)));
}

/** Wall-clock time in milliseconds. */
export const wallMs: Meter = async (work) => {
  const before = performance.now();
  await work();
  return performance.now() - before;
};

/** Time of the processor that this whole process took, its threads and the kernel's work for it included, in milliseconds. */
export const cpuMs: Meter = async (work) => {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

/** What one contender leaves behind must not be cleared away at the next one's cost. */
export function collectGarbage(): void {
  if (globalThis.gc === undefined) throw new Error("A bench needs node --expose-gc, as `npm run bench` starts it.");
  globalThis.gc();
}
