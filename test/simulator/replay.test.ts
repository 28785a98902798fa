import { describe, expect, test } from "vitest";
import { brokenIn, parseClock, parseMishaps, scenarioNamed } from "#test/support/simulator/replay.ts";
import { simulate } from "#test/support/simulator/simulate.ts";

const seed = Number(process.env["SEED"] ?? "0");
const mishaps = process.env["MISHAPS"];
const clock = process.env["CLOCK"];
const scenario = scenarioNamed(process.env["SCENARIO"]);

describe(`the run of seed ${seed}`, () => {
  test("keeps every invariant", async () => {
    const planned = mishaps === undefined ? {} : { planned: parseMishaps(mishaps) };
    const clockOff = clock === undefined ? {} : { clockOff: parseClock(clock) };
    const simulated = await simulate({ seed, scenario, ...planned, ...clockOff });
    expect(brokenIn(simulated)).toBeUndefined();
  });
});
