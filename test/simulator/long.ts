// What takes hours: every mishap at every crossing of every boundary, pairs of them, and 100,000 seeds; over all cores.
//
//   npm run test:long                  all of it
//   npm run test:long -- seeds 1 5000  these seeds
//   npm run test:long -- boundaries    every crossing of every boundary
//   npm run test:long -- pairs 1 5000  pairs of mishaps, as these seeds' dice fall
//
// WORKERS=1 leaves the other cores alone.

import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { dice } from "#test/support/simulator/dice.ts";
import { everyBoundary, everyOccurrence, type Runner } from "#test/support/simulator/every-boundary.ts";
import type { PlannedMishap } from "#test/support/simulator/mishap.ts";
import { type Asked, type Ran, ran } from "#test/support/simulator/ran.ts";

const seedsMax = 100_000;
const pairsMax = 20_000;
const scenarios = ["newsroom-week", "bounce-day"];

/** Runs that a process is asked for at a time, and runs between two lines that tell how far it has come. */
const askedAtOnce = 10;
const reportEvery = 1000;

const counts = { seeds: 0, runs: 0, mishaps: 0, doubled: 0 };
const breaks: string[] = [];
const startedAt = performance.now();

function tell(what: string): void {
  const { seeds, runs, mishaps, doubled } = counts;
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.log(
    `${what}: ${runs} runs (${seeds} of them seeds), ${mishaps} mishaps, ${doubled} mails doubled for want of an event, ` +
      `${breaks.length} broken, ${seconds} s`,
  );
}

function count(one: Ran, { planned }: Asked): void {
  counts.runs += 1;
  if (planned === undefined) counts.seeds += 1;
  counts.mishaps += one.mishaps;
  counts.doubled += one.doubled;
  if (one.broken !== undefined) {
    breaks.push(one.broken);
    console.log(one.broken);
  }
  if (counts.runs % reportEvery === 0) tell("so far");
}

const workers = Array.from({ length: Number(process.env["WORKERS"] ?? availableParallelism()) }, () => {
  return new Worker(new URL("./long-worker.ts", import.meta.url));
});

/** Shares the runs out to the workers, some at a time. */
const runThere: Runner = async (asked, onRan) => {
  let next = 0;
  await Promise.all(
    workers.map(async (worker) => {
      while (next < asked.length) {
        const some = asked.slice(next, next + askedAtOnce);
        next += askedAtOnce;
        await runIn(worker, some, onRan);
      }
    }),
  );
};

function runIn(worker: Worker, asked: readonly Asked[], onRan: Parameters<Runner>[1]): Promise<void> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: "done" | { readonly asked: Asked; readonly ran: Ran }): void => {
      if (message !== "done") {
        count(message.ran, message.asked);
        onRan(message.ran, message.asked);
        return;
      }
      worker.off("message", onMessage);
      worker.off("error", reject);
      resolve();
    };
    worker.on("message", onMessage);
    worker.on("error", reject);
    worker.postMessage(asked);
  });
}

/** Every tenth run is one of the other scenario. */
async function seeds(from: number, upTo: number): Promise<void> {
  const asked = Array.from({ length: upTo - from + 1 }, (_, index): Asked => {
    const seed = from + index;
    return { scenario: scenarios[seed % 10 === 0 ? 1 : 0] ?? "", seed };
  });
  await runThere(asked, () => undefined);
}

async function boundaries(): Promise<void> {
  for (const scenario of scenarios) {
    const walk = await everyBoundary(scenario, 1, everyOccurrence, runThere);
    console.log(
      `${scenario}: ${walk.boundaries.size} boundaries, ${walk.covered.size} of them covered, ${walk.runs} runs`,
    );
  }
}

async function pairs(from: number, upTo: number): Promise<void> {
  const scenario = scenarios[0] ?? "";
  const { crossings } = await ran({ scenario, seed: 1, planned: [] });
  const asked = Array.from({ length: upTo - from + 1 }, (_, index): Asked => {
    const rolls = dice(from + index, "pairs");
    const one = (): PlannedMishap[] => {
      const crossed = rolls.pick(crossings);
      const mishap = rolls.pick(crossed?.possible ?? []);
      if (crossed === undefined || mishap === undefined) return [];
      return [{ boundary: crossed.boundary, occurrence: rolls.between(0, crossed.count - 1), mishap }];
    };
    return { scenario, seed: 1, planned: [...one(), ...one()] };
  });
  await runThere(asked, () => undefined);
}

const [what = "all", from = "1", upTo] = process.argv.slice(2);
if (what === "all" || what === "boundaries") await boundaries();
if (what === "all" || what === "pairs") await pairs(Number(from), Number(upTo ?? pairsMax));
if (what === "all" || what === "seeds") await seeds(Number(from), Number(upTo ?? seedsMax));
for (const broken of breaks) console.log(broken);
tell("in all");
await Promise.all(workers.map((worker) => worker.terminate()));
process.exitCode = breaks.length > 0 ? 1 : 0;
