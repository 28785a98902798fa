import { describe, expect, test } from "vitest";
import { booksOf } from "#core/books.ts";
import type { Slice } from "#core/slice.ts";
import type { Ledger } from "#pipeline/ports/ledger.ts";

const noon = Date.UTC(2026, 2, 29, 12);
const run = "daily.2026-03-29.0700.Europe-London";
const members = ["aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb", "cccccccccccccccc"];
const slice: Slice = { run, shard: 3, first: "aaaaaaaaaaaaaaaa", members, plannedAt: noon };
const later: Slice = { ...slice, first: "dddddddddddddddd", members: ["dddddddddddddddd"] };
const key = { run, shard: 3, first: slice.first };

/** What every ledger promises about uncertain deliveries, whatever it is built on. */
export function settlingsContract(newLedger: () => Promise<Ledger>): void {
  describe("an uncertain delivery", () => {
    test("tells when it was first seen so, however often it is marked", async () => {
      const ledger = await newLedger();
      await ledger.addOutcome(key, { index: 1, attempt: 1, state: "uncertain" });
      await ledger.markUncertain(key, [{ index: 1, attempt: 1 }], 700);
      await ledger.markUncertain(key, [{ index: 1, attempt: 1 }], 900);
      const standing = { index: 1, attempt: 1, state: "uncertain", uncertainSince: 700 };
      expect([...(await ledger.outcomes(key)).values()]).toEqual([standing]);
    });

    test("does not take over the mark of an earlier attempt", async () => {
      const ledger = await newLedger();
      await ledger.addOutcome(key, { index: 1, attempt: 1, state: "uncertain" });
      await ledger.markUncertain(key, [{ index: 1, attempt: 1 }], 700);
      await ledger.addOutcome(key, { index: 1, attempt: 2, state: "uncertain" });
      expect([...(await ledger.outcomes(key)).values()]).toEqual([{ index: 1, attempt: 2, state: "uncertain" }]);
    });

    test("is no outcome where only a mark of it stands", async () => {
      const ledger = await newLedger();
      await ledger.markUncertain(key, [{ index: 1, attempt: 1 }], 700);
      expect((await ledger.outcomes(key)).size).toBe(0);
    });

    test("is listed by run and shard until it is settled", async () => {
      const ledger = await newLedger();
      for (const one of [later, slice, { ...slice, shard: 4 }]) await ledger.putSlice(one);
      await ledger.addOutcome(slice, { index: 2, attempt: 1, state: "uncertain" });
      await ledger.addOutcome(slice, { index: 0, attempt: 2, state: "uncertain" });
      await ledger.addOutcome(later, { index: 0, attempt: 1, state: "uncertain" });
      await ledger.addSubmitted(slice, 1, [1]);
      await ledger.finishSlice(slice, booksOf(3, (await ledger.outcomes(slice)).values()), noon);
      await ledger.markUncertain(slice, [{ index: 2, attempt: 1 }], 700);
      expect(await ledger.uncertain(run, 3)).toEqual([
        { ...key, index: 0, attempt: 2 },
        { ...key, index: 2, attempt: 1, uncertainSince: 700 },
        { ...key, first: later.first, index: 0, attempt: 1 },
      ]);
      await ledger.addEvents(later, "send", [{ index: 0, attempt: 1 }]);
      expect((await ledger.uncertain(run, 3)).map(({ first }) => first)).toEqual([slice.first, slice.first]);
      expect(await ledger.uncertain(run, 4)).toEqual([]);
    });
  });

  describe("a lapsed delivery", () => {
    test("is uncertain no more, and is submitted once SES says so", async () => {
      const ledger = await newLedger();
      await ledger.addOutcome(key, { index: 1, attempt: 1, state: "uncertain" });
      await ledger.lapse(key, [{ index: 1, attempt: 1 }]);
      await ledger.lapse(key, [{ index: 1, attempt: 1 }]);
      expect([...(await ledger.outcomes(key)).values()]).toEqual([{ index: 1, attempt: 1, state: "lapsed" }]);
      await ledger.addEvents(key, "send", [{ index: 1, attempt: 1 }]);
      expect([...(await ledger.outcomes(key)).values()]).toEqual([{ index: 1, attempt: 1, state: "submitted" }]);
    });

    test("is a double when SES has taken it and the next attempt as well", async () => {
      const ledger = await newLedger();
      await ledger.lapse(key, [
        { index: 1, attempt: 1 },
        { index: 2, attempt: 1 },
        { index: 3, attempt: 1 },
      ]);
      await ledger.addSubmitted(key, 2, [1, 2]);
      expect(await ledger.doublesIn(key)).toEqual([]);
      await ledger.addEvents(key, "bounce", [
        { index: 1, attempt: 1 },
        { index: 3, attempt: 1 },
      ]);
      expect(await ledger.doublesIn(key)).toEqual([{ index: 1, attempt: 1 }]);
    });

    test("is a double when SES has taken it and the next digest brings it again", async () => {
      const ledger = await newLedger();
      await ledger.lapse(key, [{ index: 1, attempt: 1 }]);
      await ledger.addOutcome(key, { index: 1, attempt: 1, state: "refused", reason: "stale" });
      expect(await ledger.doublesIn(key)).toEqual([]);
      await ledger.addEvents(key, "send", [{ index: 1, attempt: 1 }]);
      expect(await ledger.doublesIn(key)).toEqual([{ index: 1, attempt: 1 }]);
    });
  });

  describe("the doubles of a run", () => {
    test("are each written once, and listed in order", async () => {
      const ledger = await newLedger();
      const first = { ...key, index: 2, attempt: 1 };
      const last = { ...key, shard: 12, index: 0, attempt: 1 };
      for (const one of [last, first, last]) await ledger.addDoubled(one);
      await ledger.addDoubled({ ...first, run: "daily.2026-03-30.0700.Europe-London" });
      expect(await ledger.doubled(run)).toEqual([first, last]);
      expect(await ledger.doubled("daily.unknown")).toEqual([]);
    });
  });

  describe("the path of the events", () => {
    test("goes on and never back, both ends apart", async () => {
      const ledger = await newLedger();
      expect(await ledger.eventPath()).toEqual({});
      await ledger.noteHeard(700);
      await ledger.noteHeard(500);
      expect(await ledger.eventPath()).toEqual({ heardUpTo: 700 });
      await ledger.noteSubmitted(900);
      await ledger.noteSubmitted(800);
      await ledger.noteHeard(701);
      expect(await ledger.eventPath()).toEqual({ heardUpTo: 701, submittedUpTo: 900 });
    });
  });
}
