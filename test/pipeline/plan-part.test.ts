import { describe, expect, test } from "vitest";
import { emptyBooks } from "#core/books.ts";
import { firstAfter } from "#core/slice.ts";
import { planPart } from "#pipeline/plan-part.ts";
import { memoryStack } from "#test/support/memory-stack.ts";

const run = {
  kind: "digest",
  id: "daily.2026-11-21.0700.Europe-London",
  audience: "due.daily.0700.Europe/London",
  cadence: "daily",
  localDate: "2026-11-21",
  dueAt: Date.parse("2026-11-21T07:00:00Z"),
  staleAt: Date.parse("2026-11-21T19:00:00Z"),
  shards: 4,
} as const;

const part = { run: run.id, shard: 0 };
const lanes = 2;
const never = Number.POSITIVE_INFINITY;
const idOf = (number: number) => `member-${String(number).padStart(9, "0")}`;

/** A run whose first shard has this many members, and nobody else. */
async function stackWithMembers(count: number) {
  const stack = memoryStack("2026-11-21T07:00:00Z");
  await stack.ports.account.setRate(200, stack.now());
  await stack.ports.ledger.putRun(run);
  const { members: membersOf } = stack.ports.audiences;
  const ids = Array.from({ length: count }, (_, number) => idOf(number * 2 + 10));
  stack.ports.audiences.members = async (audience, shard, after, limit) => {
    await membersOf(audience, shard, after, limit);
    if (audience !== run.audience || shard !== 0) return [];
    return ids.filter((id) => after === undefined || id > after).slice(0, limit);
  };
  const join = (number: number): void => {
    ids.push(idOf(number));
    ids.sort();
  };
  return { stack, ids, join };
}

type Stack = Awaited<ReturnType<typeof stackWithMembers>>["stack"];

/** The members of each slice, as the ledger lists them. */
async function slices(stack: Stack): Promise<(readonly string[])[]> {
  const listed = await stack.ports.ledger.slices(run.id, 0);
  return Promise.all(listed.map(async (key) => (await stack.ports.ledger.slice(key))?.members ?? []));
}

/** Checks that everyone of `ids` stands in one slice, and that each slice has been queued. */
async function expectEachOnce(stack: Stack, ids: Iterable<string>): Promise<void> {
  const all = (await slices(stack)).flat();
  const placed = new Set(all);
  expect(placed.size, "nobody in two slices").toBe(all.length);
  expect([...ids].filter((id) => !placed.has(id))).toEqual([]);
  const queued = new Set(stack.waiting.slices.map(({ key }) => key.first));
  expect([...queued].sort()).toEqual((await stack.ports.ledger.slices(run.id, 0)).map(({ first }) => first));
  expect(await stack.ports.ledger.part(run.id, 0)).toMatchObject({ done: true });
}

describe("planning a part", () => {
  test("freezes everyone into slices of at most five hundred", async () => {
    const { stack, ids } = await stackWithMembers(1234);
    expect(await planPart(stack.ports, part, never, lanes)).toEqual({ kind: "planned", slices: 3 });
    expect((await slices(stack)).map(({ length }) => length)).toEqual([500, 500, 234]);
    await expectEachOnce(stack, ids);
  });

  test("freezes slices of a minute of a lane's pace where that is less", async () => {
    const { stack, ids } = await stackWithMembers(1234);
    await stack.ports.account.setRate(14, stack.now());
    expect(await planPart(stack.ports, part, never, 4)).toEqual({ kind: "planned", slices: 7 });
    expect((await slices(stack)).map(({ length }) => length)).toEqual([198, 198, 198, 198, 198, 198, 46]);
    await expectEachOnce(stack, ids);
  });

  test("by planners who know different rates puts nobody into two slices, and leaves nobody out", async () => {
    const { stack, ids } = await stackWithMembers(1234);
    const slow = planPart(stack.ports, part, never, 4);
    await stack.ports.account.setRate(14, stack.now());
    await Promise.all([slow, planPart(stack.ports, part, never, 4)]);
    await expectEachOnce(stack, ids);
  });

  test.each([0, 1, 500, 1000])("ends with %i members", async (count) => {
    const { stack, ids } = await stackWithMembers(count);
    await planPart(stack.ports, part, never, lanes);
    await expectEachOnce(stack, ids);
    expect(stack.waiting.slices).toHaveLength(Math.ceil(count / 500));
  });

  test("that is asked for twice does nothing the second time", async () => {
    const { stack } = await stackWithMembers(600);
    await planPart(stack.ports, part, never, lanes);
    const waiting = stack.waiting.slices.length;
    expect(await planPart(stack.ports, part, never, lanes)).toEqual({ kind: "planned", slices: 0 });
    expect(stack.waiting.slices).toHaveLength(waiting);
  });

  test("of a run that was missed and is closed plans nobody", async () => {
    const { stack } = await stackWithMembers(3);
    await stack.ports.ledger.closeRun(run.id, emptyBooks, run.staleAt);
    stack.ports.clock.now = () => run.staleAt;
    expect(await planPart(stack.ports, part, never, lanes)).toEqual({ kind: "closed" });
    expect(await slices(stack)).toEqual([]);
  });

  test("of a run that there is not says so", async () => {
    const { stack } = await stackWithMembers(1);
    expect(await planPart(stack.ports, { run: "daily.unknown", shard: 0 }, never, lanes)).toEqual({
      kind: "no-such-run",
    });
  });

  test("stops when its time is up, and goes on where it stopped", async () => {
    const { stack, ids } = await stackWithMembers(1234);
    const until = stack.now() + 1000;
    const { members } = stack.ports.audiences;
    stack.ports.audiences.members = (...asked) => {
      stack.pass(600);
      return members(...asked);
    };
    expect(await planPart(stack.ports, part, until, lanes)).toEqual({ kind: "unfinished", slices: 2 });
    expect(await planPart(stack.ports, part, never, lanes)).toEqual({ kind: "planned", slices: 1 });
    await expectEachOnce(stack, ids);
  });

  test("by two planners at once puts nobody into two slices, and leaves nobody out", async () => {
    const { stack, ids } = await stackWithMembers(1234);
    await Promise.all([planPart(stack.ports, part, never, lanes), planPart(stack.ports, part, never, lanes)]);
    await expectEachOnce(stack, ids);
  });

  test.each([
    ["before everyone", 1],
    ["in the first slice", 511],
    ["in the last slice", 2401],
    ["after everyone", 9999],
  ])("by two planners, between whom a member joins %s, puts nobody into two slices", async (_, number) => {
    for (let call = 1; call < 20; call++) {
      const { stack, ids, join } = await stackWithMembers(1234);
      const before = [...ids];
      stack.process.dieAt(call, "after");
      await planPart(stack.ports, part, never, lanes).catch(() => undefined);
      if (!stack.process.isDead()) break;
      stack.process.revive();
      join(number);
      await planPart(stack.ports, part, never, lanes);
      await expectEachOnce(stack, before);
    }
  });

  test("by a planner that reads an older index leaves out nobody who stood there before", async () => {
    const { stack, ids } = await stackWithMembers(1234);
    const fresh = stack.ports.audiences.members;
    // The first planner's index lacks the second half; it stops after its first slice.
    stack.ports.audiences.members = async (...asked) => (await fresh(...asked)).slice(0, 250);
    stack.process.dieAt(7, "before");
    await planPart(stack.ports, part, never, lanes).catch(() => undefined);
    expect(stack.process.isDead()).toBe(true);
    stack.process.revive();
    // The second's lacks everyone after the first slice's end once, and not again.
    let isOld = true;
    stack.ports.audiences.members = async (...asked) => {
      const all = await fresh(...asked);
      const seen = isOld ? all.slice(0, 300) : all;
      isOld = false;
      return seen;
    };
    await planPart(stack.ports, part, never, lanes);
    await expectEachOnce(stack, ids);
  });

  test("that stops at any call is completed by the next, with nobody twice and nobody left out", async () => {
    for (const moment of ["before", "after"] as const) {
      for (let call = 1; ; call++) {
        const { stack, ids } = await stackWithMembers(1100);
        stack.process.dieAt(call, moment);
        const outcome = await planPart(stack.ports, part, never, lanes).catch(() => "died" as const);
        if (outcome !== "died") break;
        stack.process.revive();
        await planPart(stack.ports, part, never, lanes);
        const queued = stack.waiting.slices.length;
        // A slice whose message was lost is nudged when nobody has touched it for seven minutes.
        stack.pass(8 * 60_000);
        await stack.recover();
        expect(stack.waiting.slices.length).toBeGreaterThanOrEqual(queued);
        await expectEachOnce(stack, ids);
      }
    }
  });
});

describe("the key of a slice", () => {
  test.each([
    [undefined, "----------------"],
    ["reader-000000001", "reader-000000002"],
    ["AAAAAAAAAAAAAAA9", "AAAAAAAAAAAAAAAA"],
    ["AAAAAAAAAAAAAAAZ", "AAAAAAAAAAAAAAA_"],
    ["AAAAAAAAAAAAAAzz", "AAAAAAAAAAAAAB--"],
    ["zzzzzzzzzzzzzzzz", "zzzzzzzzzzzzzzzz"],
  ])("after %s is %s", (cursor, first) => {
    expect(firstAfter(cursor)).toBe(first);
  });
});
