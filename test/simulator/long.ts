// What takes hours: every mishap at every crossing of every boundary, pairs of them, and 100,000 seeds.
//
//   npm run test:long                  all of it
//   npm run test:long -- seeds 1 5000  these seeds
//   npm run test:long -- boundaries    every crossing of every boundary
//   npm run test:long -- pairs 1 5000  pairs of mishaps, as these seeds' dice fall

import { dice } from "#test/support/simulator/dice.ts";
import { everyBoundary, everyOccurrence } from "#test/support/simulator/every-boundary.ts";
import type { PlannedMishap } from "#test/support/simulator/mishap.ts";
import { brokenIn } from "#test/support/simulator/replay.ts";
import { type Simulated, simulate } from "#test/support/simulator/simulate.ts";

const seedsMax = 100_000;
const pairsMax = 20_000;

/** Runs between two lines that tell how far it has come. */
const reportEvery = 1000;

const counts = { runs: 0, mishaps: 0, doubled: 0, broken: 0 };

function tell(what: string): void {
  const { runs, mishaps, doubled, broken } = counts;
  console.log(`${what}: ${runs} runs, ${mishaps} mishaps, ${doubled} doubled, ${broken} broken`);
}

async function count(simulated: Simulated, what: string): Promise<void> {
  counts.runs += 1;
  counts.mishaps += simulated.world.line.came.length;
  counts.doubled += simulated.doubled;
  const broken = brokenIn(simulated);
  if (broken !== undefined) {
    counts.broken += 1;
    console.log(broken);
  }
  if (counts.runs % reportEvery === 0) tell(what);
}

async function seeds(from: number, upTo: number): Promise<void> {
  for (let seed = from; seed <= upTo; seed++) await count(await simulate({ seed }), "seeds");
}

async function boundaries(): Promise<void> {
  const walk = await everyBoundary(1, everyOccurrence, async () => {
    counts.runs += 1;
    if (counts.runs % reportEvery === 0) tell("boundaries");
  });
  counts.broken += walk.breaks.length;
  for (const broken of walk.breaks) console.log(broken);
  console.log(`boundaries: ${walk.boundaries.size}, ${walk.covered.size} of them covered`);
}

async function pairs(from: number, upTo: number): Promise<void> {
  const { world } = await simulate({ seed: 1, planned: [] });
  for (let seed = from; seed <= upTo; seed++) {
    const rolls = dice(seed, "pairs");
    const one = (): PlannedMishap | undefined => {
      const crossed = rolls.pick(world.line.crossings);
      const mishap = rolls.pick(crossed?.possible ?? []);
      if (crossed === undefined || mishap === undefined) return undefined;
      return { boundary: crossed.boundary, occurrence: rolls.between(0, crossed.count - 1), mishap };
    };
    const planned = [one(), one()].filter((mishap) => mishap !== undefined);
    await count(await simulate({ seed: 1, planned }), "pairs");
  }
}

const [what = "all", from = "1", upTo] = process.argv.slice(2);
if (what === "all" || what === "boundaries") await boundaries();
if (what === "all" || what === "pairs") await pairs(Number(from), Number(upTo ?? pairsMax));
if (what === "all" || what === "seeds") await seeds(Number(from), Number(upTo ?? seedsMax));
tell("in all");
process.exitCode = counts.broken > 0 ? 1 : 0;
