// The promise from outside: processes die at any moment, and everyone is mailed once all the same.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mailedTo, publish, showRun, tellEvents, untilClosed, untilMailed } from "#test/support/followed-run.ts";
import { startKilling } from "#test/support/killing.ts";
import { type ReadStack, startReadStack } from "#test/support/readership.ts";

/** What a lane can leave uncertain when it is killed: an unwritten group, and the mails in flight. */
const uncertainPerLaneMax = 50 + 16;

let read: ReadStack;

beforeAll(async () => {
  read = await startReadStack([
    { count: 2000, topics: ["harbour"], cadence: "instant" },
    { count: 300, topics: ["comet"], cadence: "instant" },
  ]);
}, 180_000);

afterAll(() => read?.end());

describe("readers, while functions are killed at random moments", () => {
  test("2,000 are each mailed once when SES's events come", async () => {
    const { stack } = read;
    const killing = startKilling(stack, { seed: 20_261, most: 20 });
    await publish(stack, "harbour", "A tug has capsized in the harbour mouth");
    // What a killed process was at comes again when its message is visible again.
    await stack.advance("PT7M");
    expect((await killing.stop())["send"]).toBeGreaterThan(0);
    const { state, books, doubled } = await untilClosed(read, "harbour");
    expect(await mailedTo(read, "harbour")).toEqual({ none: [], more: [] });
    expect([state, books.submitted, doubled]).toEqual(["closed", 2000, 0]);
  }, 240_000);

  test("none is mailed twice with SES's events cut off, and all that is uncertain is listed", async () => {
    const { stack } = read;
    await tellEvents(stack, false);
    // The first dies for certain between SES and the ledger, the others wherever they are.
    const fault = { service: "ses", operation: "SendRawEmail", kind: "crash-after", times: 1 };
    await fetch(`${stack.local}/faults`, { method: "POST", body: JSON.stringify(fault) });
    await publish(stack, "comet", "The probe has landed on the comet");
    await untilMailed(stack, 2000 + 5);
    const killing = startKilling(stack, { seed: 7, most: 3, functions: ["send"], longestWaitMs: 200 });
    await stack.advance("PT7M");
    const killed = 1 + ((await killing.stop())["send"] ?? 0);
    await stack.advance("PT45M");
    const [{ more, none }, { books, uncertain }] = await Promise.all([mailedTo(read, "comet"), showRun(read, "comet")]);
    expect(more).toEqual([]);
    expect(none.filter((address) => !uncertain.includes(address))).toEqual([]);
    expect(uncertain.length).toBeGreaterThan(0);
    expect(uncertain.length).toBeLessThanOrEqual(killed * uncertainPerLaneMax);
    expect(books).toMatchObject({ audience: 300, submitted: 300 - uncertain.length, waiting: 0 });
  }, 120_000);
});
