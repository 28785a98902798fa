import { describe, expect, test } from "vitest";
import type { Ledger } from "#pipeline/ports/ledger.ts";
import { memoryStack } from "#test/support/memory-stack.ts";

const topic = "harbour-strike";
const readers = ["ana", "ben", "cleo", "dan"].map((name) => `${name}@reader.example`);
const run = "daily.2026-11-21.0700.Europe-London";
const minuteMs = 60_000;
const shards = [0, 1, 2, 3];

type Stack = ReturnType<typeof memoryStack>;

/** A stack whose daily digest for four readers has just been planned to `stage`, and whose messages are lost then. */
async function stackAfter(stage: "run" | "slices"): Promise<Stack> {
  const stack = memoryStack("2026-11-20T12:00:00Z");
  await stack.addTopic(topic, "the harbour strike");
  await stack.publish(topic, ["Dockers vote to strike"]);
  for (const reader of readers) await stack.follow(reader, topic);
  await stack.publish(topic, ["Ferries stop at noon"]);
  await stack.turnTo("2026-11-21T06:45:00Z");
  stack.pass(15 * minuteMs);
  await stack.tick();
  if (stage === "slices") await stack.planOnly();
  loseMessages(stack);
  return stack;
}

function loseMessages({ waiting }: Stack): void {
  for (const queue of [waiting.plans, waiting.slices, waiting.notices]) queue.splice(0);
}

async function recovering(stack: Stack, minutes: number, work = stack.drain): Promise<void> {
  for (let passed = 0; passed < minutes; passed += 5) {
    stack.pass(5 * minuteMs);
    await stack.recover();
    await work();
  }
}

const digests = (stack: Stack) => stack.ses.taken.filter(({ tags }) => tags["delivery"] !== undefined);

/** The stack's world with some of the ledger's functions replaced. */
const withLedger = (stack: Stack, changes: Partial<Ledger>) => ({
  ...stack.ports,
  ledger: { ...stack.ports.ledger, ...changes },
});

describe("a run whose planning stopped halfway", () => {
  test("is planned to its end", async () => {
    const stack = await stackAfter("run");
    await recovering(stack, 15);
    expect(digests(stack)).toHaveLength(4);
    expect(await stack.ports.ledger.books(run)).toMatchObject({ audience: 4, submitted: 4 });
  });

  test("is nudged once in seven minutes for each part", async () => {
    const stack = await stackAfter("run");
    const nudges: number[] = [];
    for (let call = 0; call < 20; call++) {
      stack.pass(minuteMs);
      nudges.push((await stack.recover()).nudged);
      loseMessages(stack);
    }
    expect(nudges.filter((count) => count > 0)).toEqual([4, 4]);
  });

  test("is left alone while planners are at work on it", async () => {
    const stack = await stackAfter("run");
    for (let call = 0; call < 10; call++) {
      stack.pass(minuteMs);
      for (const shard of shards) await stack.ports.ledger.setPart(run, shard, { done: false, touchedAt: stack.now() });
      expect((await stack.recover()).nudged).toBe(0);
    }
  });
});

describe("a slice whose message was lost", () => {
  test("is sent after seven minutes, once", async () => {
    const stack = await stackAfter("slices");
    await recovering(stack, 5);
    expect(digests(stack)).toHaveLength(0);
    await recovering(stack, 5);
    expect(digests(stack)).toHaveLength(4);
    await recovering(stack, 60);
    expect(digests(stack)).toHaveLength(4);
  });

  test("is closed with books though its sender stopped before it wrote them", async () => {
    const stack = await stackAfter("slices");
    for (const shard of shards) {
      for (const slice of await stack.ports.ledger.slices(run, shard)) {
        await stack.ports.ledger.addOutcome(slice, { index: 0, attempt: 0, state: "refused", reason: "nothing-new" });
        const { members = [] } = (await stack.ports.ledger.slice(slice)) ?? {};
        await stack.ports.ledger.addSubmitted(slice, 1, [...members.keys()].slice(1));
      }
    }
    await recovering(stack, 10, async () => undefined);
    const books = await stack.ports.ledger.books(run);
    expect(books).toMatchObject({ audience: 4, uncertain: 0, waiting: 0 });
    expect((books?.submitted ?? 0) + (books?.refused["nothing-new"] ?? 0)).toBe(4);
  });

  test("waits without a nudge while its run is stopped, and goes on after that", async () => {
    const stack = await stackAfter("slices");
    await stack.ports.account.stop(run);
    await recovering(stack, 60, async () => undefined);
    expect(stack.waiting.slices).toEqual([]);
    await stack.ports.account.resume(run);
    await recovering(stack, 5);
    expect(digests(stack)).toHaveLength(4);
  });

  test("waits without a nudge while the account is on hold", async () => {
    const stack = await stackAfter("slices");
    const since = stack.now();
    await stack.ports.account.hold({ reason: "quota", since });
    await recovering(stack, 60, async () => undefined);
    expect(stack.waiting.slices).toEqual([]);
    await stack.ports.account.release(since);
    await recovering(stack, 5);
    expect(digests(stack)).toHaveLength(4);
  });

  test("is refused as stale, and its readers get the next digest, when its run was stopped for too long", async () => {
    const stack = await stackAfter("slices");
    await stack.ports.account.stop(run);
    stack.pass(12 * 60 * minuteMs);
    await recovering(stack, 10);
    expect(await stack.ports.ledger.books(run)).toMatchObject({ audience: 4, refused: { stale: 4 } });
    await stack.turnTo("2026-11-22T07:15:00Z");
    expect(digests(stack)).toHaveLength(4);
  });
});

describe("a slice that ends its sender each time", () => {
  const isPoisoned = async (stack: Stack): Promise<number> => {
    const lost = stack.waiting.slices.splice(0);
    for (const { key } of lost) await stack.ports.ledger.beginSlice(key, stack.now());
    return lost.length;
  };

  test("is nudged five times, then waits for a person", async () => {
    const stack = await stackAfter("slices");
    let nudges = 0;
    for (let call = 0; call < 40; call++) {
      stack.pass(7 * minuteMs);
      await stack.recover();
      nudges += await isPoisoned(stack);
    }
    const slices = (await Promise.all(shards.map((shard) => stack.ports.ledger.slices(run, shard)))).flat();
    expect(nudges).toBe(5 * slices.length);
    expect((await stack.recover()).stuck).toBe(slices.length);
    expect((await stack.ports.ledger.openRuns()).map(({ id }) => id)).toEqual([run]);
  });

  test("is nudged on once it has come further", async () => {
    const stack = await stackAfter("slices");
    const recoverPoisoned = async () => {
      for (let call = 0; call < 40; call++) {
        stack.pass(7 * minuteMs);
        await stack.recover();
        await isPoisoned(stack);
      }
    };
    await recoverPoisoned();
    const [slice] = (await Promise.all(shards.map((shard) => stack.ports.ledger.slices(run, shard)))).flat();
    if (slice !== undefined) {
      await stack.ports.ledger.addOutcome(slice, { index: 0, attempt: 1, state: "held" });
      stack.pass(7 * minuteMs);
      expect((await stack.recover()).nudged).toBe(1);
    }
    expect(slice).toBeDefined();
  });

  test("is nudged as often again once a person has resumed its run, and mails everyone once in the end", async () => {
    const stack = await stackAfter("slices");
    const nudged = async (): Promise<number> => {
      let nudges = 0;
      for (let call = 0; call < 40; call++) {
        stack.pass(7 * minuteMs);
        nudges += (await stack.recover()).nudged;
        await isPoisoned(stack);
      }
      return nudges;
    };
    const atFirst = await nudged();
    expect((await stack.recover()).stuck).toBeGreaterThan(0);
    await stack.resumeRun(run);
    await isPoisoned(stack);
    expect(await nudged()).toBe(atFirst);
    await stack.resumeAll();
    await isPoisoned(stack);
    stack.pass(7 * minuteMs);
    expect((await stack.recover()).stuck).toBe(0);
    await stack.drain();
    expect(digests(stack)).toHaveLength(4);
    expect(new Set(digests(stack).map(({ to }) => to)).size).toBe(4);
  });

  test("does not keep the others waiting", async () => {
    const stack = await stackAfter("slices");
    const [poison] = (await Promise.all(shards.map((shard) => stack.ports.ledger.slices(run, shard)))).flat();
    for (let call = 0; call < 20; call++) {
      stack.pass(7 * minuteMs);
      await stack.recover();
      const good = stack.waiting.slices.filter(({ key }) => key.first !== poison?.first || key.shard !== poison.shard);
      stack.waiting.slices.splice(0, Number.POSITIVE_INFINITY, ...good);
      await stack.drain();
    }
    const left = poison === undefined ? undefined : await stack.ports.ledger.slice(poison);
    expect(digests(stack)).toHaveLength(4 - (left?.members.length ?? 0));
  });
});

describe("a notice whose message was lost", () => {
  test("is sent after seven minutes, once", async () => {
    const stack = memoryStack("2026-11-20T12:00:00Z");
    await stack.addTopic(topic, "the harbour strike");
    await stack.signUp({ email: "ana@reader.example", topic });
    loseMessages(stack);
    await recovering(stack, 5);
    expect(stack.ses.taken).toHaveLength(0);
    await recovering(stack, 30);
    expect(stack.ses.taken).toHaveLength(1);
  });

  test("is queued once in seven minutes while SES takes nothing", async () => {
    const stack = memoryStack("2026-11-20T12:00:00Z");
    await stack.addTopic(topic, "the harbour strike");
    await stack.signUp({ email: "ana@reader.example", topic });
    let queued = 0;
    for (let minute = 0; minute < 30; minute++) {
      queued += stack.waiting.notices.splice(0).length;
      stack.pass(minuteMs);
      await stack.recover();
    }
    expect(queued).toBe(1 + 3);
  });
});

describe("recovery with little time", () => {
  /** The time is up after the first part of each call. Tells which shards were looked into. */
  async function recoverHurried(stack: Stack): Promise<number[]> {
    const { ledger, clock } = stack.ports;
    const read: number[] = [];
    const hurried = withLedger(stack, {
      slices: async (name, shard) => {
        read.push(shard);
        return ledger.slices(name, shard);
      },
    });
    const now = () => (read.length > 0 ? Number.POSITIVE_INFINITY : clock.now());
    await stack.recoverWith({ ...hurried, clock: { ...clock, now } });
    return read;
  }

  test("looks no further, and closes the run in the end", async () => {
    const stack = await stackAfter("slices");
    for (let call = 0; call < 30; call++) {
      stack.pass(5 * minuteMs);
      expect((await recoverHurried(stack)).length).toBeLessThanOrEqual(1);
      await stack.drain();
    }
    expect(await stack.ports.ledger.books(run)).toMatchObject({ audience: 4, submitted: 4 });
  });

  test("comes to every part in turn while none of them comes further", async () => {
    const stack = await stackAfter("run");
    const read = new Set<number>();
    for (let call = 0; call < 4; call++) {
      stack.pass(5 * minuteMs);
      for (const shard of await recoverHurried(stack)) read.add(shard);
      loseMessages(stack);
    }
    expect([...read].sort()).toEqual(shards);
  });

  test("does not read the slices of parts that are settled", async () => {
    const stack = await stackAfter("slices");
    stack.ses.answers.push({ kind: "lost" });
    await recovering(stack, 60);
    const read: number[] = [];
    const watched = withLedger(stack, {
      slices: async (name, shard) => {
        read.push(shard);
        return stack.ports.ledger.slices(name, shard);
      },
    });
    await stack.recoverWith(watched);
    expect(read).toHaveLength(1);
  });
});
