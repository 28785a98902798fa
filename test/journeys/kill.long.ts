// The journey of the killed functions with more seeds and more kills, on the clock's whole way until the run is closed.

import { describe, expect, test } from "vitest";
import { mailedTo, publish, untilClosed } from "#test/support/followed-run.ts";
import { startKilling } from "#test/support/killing.ts";
import { startReadStack } from "#test/support/readership.ts";

const readers = 2000;
const seeds = Array.from({ length: 10 }, (_, place) => 1000 + place);

describe("2,000 readers, while every function is killed again and again", () => {
  test.each(seeds)(
    "are each mailed once, with the seed %i",
    async (seed) => {
      const read = await startReadStack([{ count: readers, topics: ["harbour"], cadence: "instant" }]);
      try {
        const killing = startKilling(read.stack, { seed, most: 60 });
        await publish(read.stack, "harbour", "A tug has capsized in the harbour mouth");
        for (let round = 0; round < 3; round++) await read.stack.advance("PT7M");
        await killing.stop();
        const { state, books, doubled } = await untilClosed(read, "harbour");
        expect(await mailedTo(read, "harbour")).toEqual({ none: [], more: [] });
        expect([state, books.submitted, doubled]).toEqual(["closed", readers, 0]);
      } finally {
        await read.end();
      }
    },
    600_000,
  );
});
