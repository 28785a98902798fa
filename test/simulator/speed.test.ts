import { expect, test } from "vitest";
import { simulate } from "#test/support/simulator/simulate.ts";

/** What a run is to take on a core of its own, in milliseconds. It is printed, not held: the machine may be busy. */
const barMs = 20;

const runs = 50;

test("a run of the simulator is quick", async () => {
  const times: number[] = [];
  let mails = 0;
  for (let run = 0; run < runs; run++) {
    const before = process.cpuUsage();
    const { evidence } = await simulate({ seed: 1, planned: [] });
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
    mails = evidence.mails.length;
  }
  const median = times.toSorted((a, b) => a - b)[runs / 2] ?? 0;
  const verdict = median <= barMs ? "held" : "missed";
  console.log(`simulator: a run takes ${median.toFixed(0)} ms of one core (median of ${runs}; ${barMs} ms ${verdict})`);
  expect(mails).toBeGreaterThan(0);
}, 120_000);
