import { describe, expect, test } from "vitest";
import { mailCounts, run, stackWithRun } from "./planned-run.ts";

const minuteMs = 60_000;

describe("recovering", () => {
  test("closes a run once everyone in it has an outcome, and not before", async () => {
    const stack = await stackWithRun(3);
    expect(await stack.recover()).toMatchObject({ closed: [], nudged: 0 });
    await stack.drain();
    expect(await stack.recover()).toMatchObject({ closed: [run], nudged: 0 });
    expect(await stack.recover()).toMatchObject({ closed: [], nudged: 0 });
  });

  test("does not close a run while a part of it is not planned", async () => {
    const stack = await stackWithRun(3);
    await stack.drain();
    const { part } = stack.ports.ledger;
    stack.ports.ledger.part = async (...asked) => (asked[1] === 2 ? { done: false } : part(...asked));
    expect((await stack.recover()).closed).toEqual([]);
  });

  test("ends the room that digests make for an alert when that is closed", async () => {
    const stack = await stackWithRun(2, "instant");
    const [alert] = stack.ports.ledger.runs();
    await stack.ports.account.openAlert(alert?.id ?? "");
    await stack.drain();
    expect((await stack.recover()).closed).toEqual([alert?.id]);
    expect((await stack.ports.account.state()).openAlerts.size).toBe(0);
  });

  test("closes an empty run", async () => {
    const stack = await stackWithRun(1);
    const token = await stack.token("reader.1@reader.example", { purpose: "preferences" });
    await stack.changePreferences(token, { action: "leave" });
    await stack.drain();
    await stack.recover();
    expect(stack.ports.ledger.booksOf(run)).toMatchObject({ audience: 1, refused: { left: 1 } });
  });

  test("nudges slices that nobody has touched for seven minutes, and those alone", async () => {
    const stack = await stackWithRun(8);
    const slices = stack.waiting.slices.splice(0);
    stack.pass(6 * minuteMs);
    expect((await stack.recover()).nudged).toBe(0);
    stack.pass(minuteMs);
    expect((await stack.recover()).nudged).toBe(slices.length);
    await stack.drain();
    expect(mailCounts(stack, 8)).toEqual(Array(8).fill(1));
    stack.pass(60 * minuteMs);
    expect(await stack.recover()).toMatchObject({ closed: [run], nudged: 0 });
  });

  test("nudges parts that were never planned", async () => {
    const stack = await stackWithRun(8);
    await stack.drain();
    await stack.turnTo("2026-11-21T12:00:00Z");
    await stack.publish("harbour-strike", ["News 2"], "routine");
    stack.pass(Date.parse("2026-11-22T07:00:00Z") - stack.now());
    await stack.tick();
    stack.waiting.plans.length = 0;
    stack.pass(8 * minuteMs);
    expect((await stack.recover()).nudged).toBe(4);
    await stack.drain();
    expect(mailCounts(stack, 8)).toEqual(Array(8).fill(2));
  });

  test("finishes a slice whose sender stopped with every outcome written", async () => {
    const stack = await stackWithRun(1);
    const { finishSlice } = stack.ports.ledger;
    stack.ports.ledger.finishSlice = () => Promise.reject(new Error("the table is away"));
    await expect(stack.drain()).rejects.toThrow("the table is away");
    stack.ports.ledger.finishSlice = finishSlice;
    stack.pass(8 * minuteMs);
    await stack.recover();
    await stack.drain();
    await stack.recover();
    expect(stack.ports.ledger.booksOf(run)).toMatchObject({ submitted: 1 });
    expect(mailCounts(stack, 1)).toEqual([1]);
  });

  test("nudges a finished slice in which a delivery turned out to be held", async () => {
    const stack = await stackWithRun(2);
    stack.ses.answers.push({ kind: "lost" });
    await stack.drain();
    const { outcomes } = stack.ports.ledger;
    stack.ports.ledger.outcomes = async (key) => {
      const standing = new Map(await outcomes(key));
      for (const [index, one] of standing)
        if (one.state === "uncertain") standing.set(index, { ...one, state: "held" });
      return standing;
    };
    stack.pass(8 * minuteMs);
    expect((await stack.recover()).nudged).toBe(1);
    await stack.drain();
    await stack.recover();
    expect(mailCounts(stack, 2)).toEqual([1, 1]);
  });

  test("mails nobody twice when it stops at any call", async () => {
    for (const moment of ["before", "after"] as const) {
      for (let call = 1; call < 60; call++) {
        const stack = await stackWithRun(3);
        stack.waiting.slices.length = 0;
        stack.pass(8 * minuteMs);
        stack.process.dieAt(call, moment);
        await stack.recover().catch(() => undefined);
        const isDead = stack.process.isDead();
        stack.process.revive();
        await stack.drain();
        await stack.turnTo("2026-11-21T09:00:00Z");
        expect(mailCounts(stack, 3), `${moment} call ${call}`).toEqual([1, 1, 1]);
        expect(stack.ports.ledger.booksOf(run), `${moment} call ${call}`).toMatchObject({ submitted: 3 });
        if (!isDead) break;
      }
    }
  });
});

describe("recovering, with an item of one part that cannot be read", () => {
  test.each([0, 1, 2, 3])("takes up all parts but that, here %i, and then fails", async (broken) => {
    const stack = await stackWithRun(8);
    const slices = stack.waiting.slices.splice(0);
    stack.pass(7 * minuteMs);
    const { slices: read } = stack.ports.ledger;
    stack.ports.ledger.slices = async (...asked) => {
      if (asked[1] === broken) throw new Error("an item is not as we write it");
      return read(...asked);
    };
    await expect(stack.recover()).rejects.toThrow("an item is not as we write it");
    const shardsOf = (waiting: typeof slices) => waiting.map(({ key }) => key.shard).sort();
    const others = slices.filter(({ key }) => key.shard !== broken);
    expect(others.length).toBeGreaterThan(0);
    expect(shardsOf(stack.waiting.slices)).toEqual(shardsOf(others));
  });

  test("closes the runs that it does not belong to", async () => {
    const stack = await stackWithRun(3);
    await stack.drain();
    await stack.publish("harbour-strike", ["News 2"], "routine");
    stack.pass(Date.parse("2026-11-22T07:00:00Z") - stack.now());
    await stack.tick();
    await stack.drain();
    const { part } = stack.ports.ledger;
    stack.ports.ledger.part = async (...asked) => {
      if (asked[0] === run) throw new Error("an item is not as we write it");
      return part(...asked);
    };
    await expect(stack.recover()).rejects.toThrow("an item is not as we write it");
    const ids = stack.ports.ledger.runs().map(({ id }) => id);
    expect(ids.filter((id) => stack.ports.ledger.booksOf(id) === undefined)).toEqual([run]);
  });
});
