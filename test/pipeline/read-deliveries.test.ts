import { describe, expect, test } from "vitest";
import type { Run } from "#core/run.ts";
import { type Place, readDeliveries, standings } from "#pipeline/read-deliveries.ts";
import { memoryStack } from "#test/support/memory-stack.ts";
import { run, stackWithRun } from "./planned-run.ts";

describe("the deliveries of a run", () => {
  test("name each subscriber once, with what the books count", async () => {
    const stack = await stackWithRun(12);
    stack.ses.answers.push({ kind: "lost" }, { kind: "refused", reason: "address-refused" });
    stack.waiting.slices.splice(0, 1);
    await stack.drain();
    const known = await stack.ports.ledger.run(run);
    if (known === undefined) throw new Error("there is no run");
    const { deliveries, next } = await readDeliveries(stack.ports.ledger, known);
    expect(next).toBeUndefined();
    expect(new Set(deliveries.map(({ subscriber }) => subscriber)).size).toBe(12);
    for (const standing of standings) {
      const some = await readDeliveries(stack.ports.ledger, known, standing);
      expect(some.deliveries).toEqual(deliveries.filter((one) => one.standing === standing));
      expect(some.deliveries.length, standing).toBeGreaterThan(0);
    }
  });

  test("come in pages that end with a slice, and nobody stands in two", async () => {
    const { ledger } = memoryStack("2026-11-20T12:00:00Z").ports;
    const of = { kind: "alert", topic: "harbour", from: 1, upTo: 1 } as const;
    const known: Run = { ...of, id: "alert.harbour.1-1", audience: "alert.harbour", dueAt: 0, staleAt: 1, shards: 2 };
    const id = (number: number) => `m${String(number).padStart(15, "0")}`;
    for (let first = 0; first < 21_000; first += 500) {
      const members = Array.from({ length: 500 }, (_, place) => id(first + place));
      await ledger.putSlice({ run: known.id, shard: first < 9000 ? 0 : 1, first: id(first), members, plannedAt: 0 });
    }
    const sizes: number[] = [];
    const seen = new Set<string>();
    let after: Place | undefined;
    do {
      const page = await readDeliveries(ledger, known, "waiting", after);
      sizes.push(page.deliveries.length);
      for (const { subscriber } of page.deliveries) seen.add(subscriber);
      after = page.next;
    } while (after !== undefined);
    expect(sizes).toEqual([10_000, 10_000, 1000]);
    expect(seen.size).toBe(21_000);
  });
});
