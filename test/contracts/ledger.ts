import { describe, expect, test } from "vitest";
import { booksOf } from "#core/books.ts";
import type { Outcome } from "#core/delivery.ts";
import type { AlertRun, DigestRun } from "#core/run.ts";
import type { Slice } from "#core/slice.ts";
import type { Ledger } from "#pipeline/ports/ledger.ts";

const daily: DigestRun = {
  kind: "digest",
  id: "daily.2026-03-29.0700.Europe-London",
  audience: "due.daily.0700.Europe/London",
  cadence: "daily",
  localDate: "2026-03-29",
  dueAt: Date.UTC(2026, 2, 29, 6),
  staleAt: Date.UTC(2026, 2, 29, 18),
  shards: 16,
};

const alert: AlertRun = {
  kind: "alert",
  id: "alert.harbour.17-19",
  audience: "alert.harbour",
  topic: "harbour",
  from: 17,
  upTo: 19,
  dueAt: daily.dueAt,
  staleAt: daily.dueAt + 1,
  shards: 16,
};

const members = ["aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb", "cccccccccccccccc"];
const slice: Slice = { run: daily.id, shard: 3, first: "aaaaaaaaaaaaaaaa", members, plannedAt: daily.dueAt };
const books = booksOf(3, []);

/** What every ledger promises, whatever it is built on. */
export function ledgerContract(newLedger: () => Promise<Ledger>): void {
  describe("a run", () => {
    test("is put once, as it was put first", async () => {
      const ledger = await newLedger();
      expect(await ledger.run(daily.id)).toBeUndefined();
      expect(await ledger.putRun(daily)).toBe(true);
      expect(await ledger.putRun({ ...daily, shards: 2 })).toBe(false);
      expect(await ledger.run(daily.id)).toEqual(daily);
    });

    test("is put by one of many that ask at once", async () => {
      const ledger = await newLedger();
      const put = await Promise.all(Array.from({ length: 30 }, () => ledger.putRun(alert)));
      expect(put.filter(Boolean)).toHaveLength(1);
    });

    test("is open until it is closed, and stays known", async () => {
      const ledger = await newLedger();
      await ledger.putRun(daily);
      await ledger.putRun(alert);
      expect(await ledger.openRuns()).toEqual([alert, daily]);
      await ledger.closeRun(daily.id, books, 1);
      await ledger.closeRun(daily.id, booksOf(4, []), 2);
      await ledger.closeRun("daily.unknown", books, 1);
      expect(await ledger.openRuns()).toEqual([alert]);
      expect(await ledger.run(daily.id)).toEqual(daily);
      expect(await ledger.putRun(daily)).toBe(false);
      expect(await ledger.run("daily.unknown")).toBeUndefined();
    });

    test("keeps the books with which it was closed first", async () => {
      const ledger = await newLedger();
      await ledger.putRun(daily);
      expect(await ledger.books(daily.id)).toBeUndefined();
      await ledger.closeRun(daily.id, books, 1);
      await ledger.closeRun(daily.id, booksOf(4, []), 2);
      expect(await ledger.books(daily.id)).toEqual(books);
      expect(await ledger.books("daily.unknown")).toBeUndefined();
    });

    test("is listed once it is closed, the last closed first", async () => {
      const ledger = await newLedger();
      const closing = [5, 30, 10, 20];
      for (const at of closing) {
        await ledger.putRun({ ...alert, id: `alert.harbour.${at}-99` });
        await ledger.closeRun(`alert.harbour.${at}-99`, booksOf(at, []), at);
      }
      await ledger.putRun(daily);
      const times = async (since: number, limit: number) =>
        (await ledger.closedRuns(since, limit)).map(({ closedAt }) => closedAt);
      expect(await times(0, 10)).toEqual([30, 20, 10, 5]);
      expect(await times(10, 10)).toEqual([30, 20, 10]);
      expect(await times(10, 2)).toEqual([30, 20]);
      expect(await ledger.closedRuns(30, 10)).toEqual([
        { run: { ...alert, id: "alert.harbour.30-99" }, books: booksOf(30, []), closedAt: 30 },
      ]);
    });

    test("is listed however many are open", async () => {
      const ledger = await newLedger();
      const ids = Array.from({ length: 25 }, (_, place) => `alert.harbour.${10 + place}-99`);
      await Promise.all(ids.map((id) => ledger.putRun({ ...alert, id })));
      expect((await ledger.openRuns()).map(({ id }) => id)).toEqual(ids);
    });
  });

  describe("a part of a run", () => {
    test("has not begun at first", async () => {
      expect(await (await newLedger()).part(daily.id, 3)).toEqual({ done: false });
    });

    test("goes on and never back", async () => {
      const ledger = await newLedger();
      await ledger.setPart(daily.id, 3, { cursor: "bbb", done: false });
      await ledger.setPart(daily.id, 3, { cursor: "aaa", done: false });
      await ledger.setPart(daily.id, 3, { done: false });
      expect(await ledger.part(daily.id, 3)).toEqual({ cursor: "bbb", done: false });
      await ledger.setPart(daily.id, 3, { cursor: "ccc", done: true });
      await ledger.setPart(daily.id, 3, { cursor: "ddd", done: false });
      expect(await ledger.part(daily.id, 3)).toEqual({ cursor: "ccc", done: true });
      expect(await ledger.part(daily.id, 4)).toEqual({ done: false });
    });

    test("tells when it was last touched", async () => {
      const ledger = await newLedger();
      await ledger.setPart(daily.id, 3, { done: false, touchedAt: 50 });
      await ledger.setPart(daily.id, 3, { cursor: "bbb", done: false, touchedAt: 70 });
      expect(await ledger.part(daily.id, 3)).toEqual({ cursor: "bbb", done: false, touchedAt: 70 });
    });

    test("has books once it is planned, those that were written first", async () => {
      const ledger = await newLedger();
      await ledger.finishPart(daily.id, 3, books);
      await ledger.setPart(daily.id, 3, { cursor: "bbb", done: false });
      await ledger.finishPart(daily.id, 3, books);
      expect(await ledger.part(daily.id, 3)).toEqual({ cursor: "bbb", done: false });
      await ledger.setPart(daily.id, 3, { cursor: "bbb", done: true });
      await ledger.finishPart(daily.id, 3, books);
      await ledger.finishPart(daily.id, 3, booksOf(4, []));
      expect(await ledger.part(daily.id, 3)).toEqual({ cursor: "bbb", done: true, books });
    });

    test("may be done without a member", async () => {
      const ledger = await newLedger();
      await ledger.setPart(daily.id, 3, { done: true });
      expect(await ledger.part(daily.id, 3)).toEqual({ done: true });
    });

    test("may be done without saying again where it stands", async () => {
      const ledger = await newLedger();
      await ledger.setPart(daily.id, 3, { cursor: "bbb", done: false });
      await ledger.setPart(daily.id, 3, { done: true });
      expect(await ledger.part(daily.id, 3)).toEqual({ cursor: "bbb", done: true });
    });
  });

  describe("a slice", () => {
    test("keeps the members that were put first", async () => {
      const ledger = await newLedger();
      expect(await ledger.slice(slice)).toBeUndefined();
      expect(await ledger.putSlice(slice)).toEqual(slice);
      expect(await ledger.putSlice({ ...slice, members: ["aaaaaaaaaaaaaaaa"], plannedAt: 5 })).toEqual(slice);
      expect(await ledger.slice({ run: daily.id, shard: 3, first: "aaaaaaaaaaaaaaaa" })).toEqual(slice);
    });

    test("is the same for all planners that put it at once", async () => {
      const ledger = await newLedger();
      const rivals = Array.from({ length: 20 }, (_, place) => ({ ...slice, plannedAt: place }));
      const standing = await Promise.all(rivals.map((rival) => ledger.putSlice(rival)));
      expect(new Set(standing.map(({ plannedAt }) => plannedAt)).size).toBe(1);
    });

    test("is listed in its shard, with its books once it is done", async () => {
      const ledger = await newLedger();
      const second = { ...slice, first: "dddddddddddddddd", members: ["dddddddddddddddd"] };
      await ledger.putSlice(second);
      await ledger.putSlice(slice);
      await ledger.putSlice({ ...slice, shard: 4 });
      await ledger.finishSlice(slice, books, 10);
      await ledger.finishSlice(slice, books, 10);
      expect(await ledger.slices(daily.id, 3)).toEqual([
        { run: daily.id, shard: 3, first: slice.first, touchedAt: slice.plannedAt, books },
        { run: daily.id, shard: 3, first: second.first, touchedAt: slice.plannedAt },
      ]);
      expect(await ledger.slices(daily.id, 5)).toEqual([]);
    });

    test("has the books that were written last", async () => {
      const ledger = await newLedger();
      const settled = booksOf(3, [{ index: 0, attempt: 1, state: "submitted" }]);
      await ledger.putSlice(slice);
      await ledger.finishSlice(slice, settled, 20);
      await ledger.finishSlice(slice, books, 10);
      expect((await ledger.slices(daily.id, 3))[0]?.books).toEqual(settled);
    });

    test("is begun for the first time once, and touched whenever it is begun", async () => {
      const ledger = await newLedger();
      await ledger.putSlice(slice);
      const begun = await Promise.all(Array.from({ length: 20 }, () => ledger.beginSlice(slice, 50)));
      expect(begun.filter(Boolean)).toHaveLength(1);
      expect(await ledger.beginSlice(slice, 70)).toBe(false);
      expect(await ledger.beginSlice(slice, 60)).toBe(false);
      expect(await ledger.slices(daily.id, 3)).toEqual([
        { run: daily.id, shard: 3, first: slice.first, touchedAt: 70 },
      ]);
    });

    test("tells of its last nudge", async () => {
      const ledger = await newLedger();
      const nudge = { at: 90, count: 2, reached: 7 };
      await ledger.putSlice(slice);
      await ledger.noteNudge(slice, nudge);
      await ledger.noteNudge(slice, { at: 80, count: 1, reached: 7 });
      expect(await ledger.slices(daily.id, 3)).toEqual([
        { run: daily.id, shard: 3, first: slice.first, touchedAt: slice.plannedAt, nudge },
      ]);
    });

    test("is found by each of its members, and by nobody else", async () => {
      const ledger = await newLedger();
      const next = { ...slice, first: "dddddddddddddddd", members: ["eeeeeeeeeeeeeeee"] };
      await ledger.putSlice(slice);
      await ledger.beginSlice(slice, 60);
      await ledger.putSlice(next);
      for (const member of members) expect(await ledger.sliceOf(daily.id, 3, member)).toEqual(slice);
      expect(await ledger.sliceOf(daily.id, 3, "eeeeeeeeeeeeeeee")).toEqual(next);
      for (const stranger of ["AAAAAAAAAAAAAAAA", "bbbbbbbbbbbbbbbc", "dddddddddddddddd", "ffffffffffffffff"]) {
        expect(await ledger.sliceOf(daily.id, 3, stranger)).toBeUndefined();
      }
      expect(await ledger.sliceOf(daily.id, 4, members[0] ?? "")).toBeUndefined();
    });

    test("takes five hundred members", async () => {
      const ledger = await newLedger();
      const many = Array.from({ length: 500 }, (_, place) => `member-${String(place).padStart(9, "0")}`);
      await ledger.putSlice({ ...slice, members: many });
      expect((await ledger.slice(slice))?.members).toEqual(many);
    });
  });

  outcomesContract(newLedger);
}

function outcomesContract(newLedger: () => Promise<Ledger>): void {
  const told = async (ledger: Ledger): Promise<Outcome[]> =>
    [...(await ledger.outcomes(slice)).values()].sort((a, b) => a.index - b.index);

  describe("the outcomes of a slice", () => {
    test("are none at first", async () => {
      expect(await told(await newLedger())).toEqual([]);
    });

    test("hold each member of a group, however often it is written", async () => {
      const ledger = await newLedger();
      await ledger.addSubmitted(slice, 1, [2, 0, 400]);
      await ledger.addSubmitted(slice, 1, [0, 2, 400]);
      await ledger.addSubmitted(slice, 1, []);
      expect(await told(ledger)).toEqual([0, 2, 400].map((index) => ({ index, attempt: 1, state: "submitted" })));
    });

    test("lose nobody when two groups begin with the same member", async () => {
      const ledger = await newLedger();
      await ledger.addSubmitted(slice, 1, [0, 1]);
      await ledger.addSubmitted(slice, 1, [0, 2]);
      expect((await told(ledger)).map(({ index }) => index)).toEqual([0, 1, 2]);
    });

    test("lose nobody when many are written at once", async () => {
      const ledger = await newLedger();
      const indices = Array.from({ length: 40 }, (_, index) => index);
      await Promise.all([
        ...indices.map((index) => ledger.addEvents(slice, "send", [{ index, attempt: 1 }])),
        ...indices.map((index) => ledger.addSubmitted(slice, 1, [index + 40])),
      ]);
      expect((await told(ledger)).map(({ index }) => index)).toEqual([...indices, ...indices.map((i) => i + 40)]);
    });

    test("give the reason of a refusal", async () => {
      const ledger = await newLedger();
      await ledger.addOutcome(slice, { index: 7, attempt: 0, state: "refused", reason: "nothing-new" });
      expect(await told(ledger)).toEqual([{ index: 7, attempt: 0, state: "refused", reason: "nothing-new" }]);
    });

    test("move forward within an attempt and never back, in whatever order they are written", async () => {
      const ledger = await newLedger();
      await ledger.addSubmitted(slice, 1, [0]);
      await ledger.addOutcome(slice, { index: 0, attempt: 1, state: "uncertain" });
      await ledger.addOutcome(slice, { index: 1, attempt: 1, state: "uncertain" });
      await ledger.addOutcome(slice, { index: 1, attempt: 1, state: "held" });
      expect(await told(ledger)).toEqual([
        { index: 0, attempt: 1, state: "submitted" },
        { index: 1, attempt: 1, state: "held" },
      ]);
    });

    test("are those of the last attempt", async () => {
      const ledger = await newLedger();
      await ledger.addOutcome(slice, { index: 0, attempt: 10, state: "held" });
      await ledger.addOutcome(slice, { index: 0, attempt: 9, state: "uncertain" });
      await ledger.addSubmitted(slice, 2, [0]);
      expect(await told(ledger)).toEqual([{ index: 0, attempt: 10, state: "held" }]);
    });

    test.for(["send", "bounce", "soft-bounce", "complaint", "delay"] as const)(
      "settle an uncertain one by a %s",
      async (kind) => {
        const ledger = await newLedger();
        await ledger.addOutcome(slice, { index: 5, attempt: 1, state: "uncertain" });
        await ledger.addEvents(slice, kind, [{ index: 5, attempt: 1 }]);
        await ledger.addEvents(slice, kind, [{ index: 5, attempt: 1 }]);
        expect(await told(ledger)).toEqual([{ index: 5, attempt: 1, state: "submitted" }]);
      },
    );

    test.for(["reject", "failure"] as const)("settle an uncertain one as refused by a %s", async (kind) => {
      const ledger = await newLedger();
      await ledger.addOutcome(slice, { index: 5, attempt: 1, state: "uncertain" });
      await ledger.addEvents(slice, kind, [{ index: 5, attempt: 1 }]);
      const outcome = { index: 5, attempt: 1, state: "refused", reason: "message-refused" };
      expect(await told(ledger)).toEqual([outcome]);
    });

    test("take in events of several deliveries and attempts in one go", async () => {
      const ledger = await newLedger();
      await ledger.addEvents(slice, "send", [
        { index: 1, attempt: 2 },
        { index: 1, attempt: 1 },
        { index: 2, attempt: 1 },
      ]);
      expect(await told(ledger)).toEqual([
        { index: 1, attempt: 2, state: "submitted" },
        { index: 2, attempt: 1, state: "submitted" },
      ]);
    });

    test("tell which events are new of their kind", async () => {
      const ledger = await newLedger();
      const one = { index: 1, attempt: 1 };
      const two = { index: 2, attempt: 1 };
      expect(await ledger.addEvents(slice, "bounce", [one])).toEqual([one]);
      expect(await ledger.addEvents(slice, "bounce", [one, two, two])).toEqual([two]);
      expect(await ledger.addEvents(slice, "bounce", [two])).toEqual([]);
      expect(await ledger.addEvents(slice, "send", [two])).toEqual([two]);
      expect(await ledger.addEvents(slice, "bounce", [{ index: 1, attempt: 2 }])).toEqual([{ index: 1, attempt: 2 }]);
    });

    test("belong to their slice alone", async () => {
      const ledger = await newLedger();
      await ledger.addSubmitted({ ...slice, shard: 4 }, 1, [0]);
      await ledger.addSubmitted({ ...slice, first: "dddddddddddddddd" }, 1, [0]);
      await ledger.addSubmitted({ ...slice, run: "daily.2026-03-30.0700.Europe-London" }, 1, [0]);
      expect(await told(ledger)).toEqual([]);
    });
  });
}
