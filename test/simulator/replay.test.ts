import { describe, expect, test } from "vitest";
import { brokenIn, parseMishaps } from "#test/support/simulator/replay.ts";
import { simulate } from "#test/support/simulator/simulate.ts";

const seed = Number(process.env["SEED"] ?? "0");
const mishaps = process.env["MISHAPS"];

describe(`the run of seed ${seed}`, () => {
  test("keeps every invariant", async () => {
    const simulated = await simulate({ seed, ...(mishaps === undefined ? {} : { planned: parseMishaps(mishaps) }) });
    expect(brokenIn(simulated)).toBeUndefined();
  });
});
