import { describe, expect, test } from "vitest";
import { parseDeliveryId } from "#core/delivery.ts";
import { listRuns } from "#pipeline/list-runs.ts";
import { doubtfulDeliveries, readRun } from "#pipeline/read-run.ts";
import type { MemoryStack } from "#test/support/memory-stack.ts";
import { reader, run, stackWithRun, topic } from "./planned-run.ts";

const look = async (stack: MemoryStack) => {
  const view = await readRun(stack.ports, run);
  if (view === undefined) throw new Error("there is no run");
  return view;
};

describe("a run that is read", () => {
  test("is nothing where it does not exist", async () => {
    const stack = await stackWithRun(1);
    expect(await readRun(stack.ports, "daily.unknown")).toBeUndefined();
  });

  test("waits as a whole before anything is sent", async () => {
    const stack = await stackWithRun(5);
    expect(await look(stack)).toMatchObject({
      state: "open",
      isPlanned: true,
      books: { audience: 5, submitted: 0, refused: {}, uncertain: 0, waiting: 5 },
      doubled: 0,
    });
  });

  test("tells what was refused by its reasons, and balances", async () => {
    const stack = await stackWithRun(5);
    await stack.leave(await stack.token(reader(1), { purpose: "leave", topics: [topic] }));
    await stack.leave(await stack.token(reader(2), { purpose: "leave", topics: [topic] }));
    stack.ses.answers.push({ kind: "refused", reason: "address-refused" });
    await stack.drain();
    const { books } = await look(stack);
    expect(books).toEqual({
      audience: 5,
      submitted: 2,
      refused: { left: 2, "address-refused": 1 },
      uncertain: 0,
      waiting: 0,
    });
  });

  test("has the books with which it was closed", async () => {
    const stack = await stackWithRun(5);
    await stack.drain();
    const open = await look(stack);
    await stack.recover();
    expect(await look(stack)).toEqual({ ...open, state: "closed" });
  });

  test("is being planned while a part of its audience stands in no slice", async () => {
    const stack = await stackWithRun(5);
    const id = "daily.2026-11-22.0700.Europe-London";
    const known = await stack.ports.ledger.run(run);
    if (known === undefined) throw new Error("there is no run");
    await stack.ports.ledger.putRun({ ...known, id });
    expect(await readRun(stack.ports, id)).toMatchObject({ isPlanned: false, books: { audience: 0 } });
  });

  test("is stopped, or held with the account, and says so", async () => {
    const stack = await stackWithRun(2);
    await stack.ports.account.stop(run);
    expect(await look(stack)).toMatchObject({ state: "stopped" });
    await stack.ports.account.resume(run);
    await stack.ports.account.hold({ reason: "quota", since: stack.now() });
    expect(await look(stack)).toMatchObject({ state: "open", hold: { reason: "quota" } });
  });

  test("names its uncertain deliveries by the ids with which their mails were tagged", async () => {
    const stack = await stackWithRun(3);
    stack.ses.answers.push({ kind: "lost" });
    await stack.drain();
    const view = await look(stack);
    expect(view.books).toMatchObject({ submitted: 2, uncertain: 1, waiting: 0 });
    const { uncertain, doubled } = await doubtfulDeliveries(stack.ports.ledger, view.run);
    expect(doubled).toEqual([]);
    expect(uncertain).toHaveLength(1);
    const tags = stack.ses.taken.map((mail) => mail.tags["delivery"]);
    expect(tags).not.toContain(uncertain[0]?.delivery);
    const key = parseDeliveryId(uncertain[0]?.delivery ?? "");
    const members = key === undefined ? [] : ((await stack.ports.ledger.slice(key))?.members ?? []);
    const addresses = await Promise.all(members.map(async (id) => (await stack.ports.subscribers.get(id))?.address));
    expect(stack.mailsTo(addresses[key?.index ?? 0] ?? "")).toEqual([]);
  });

  test("names those mails that SES took once too often", async () => {
    const stack = await stackWithRun(1);
    const { run: planned } = await look(stack);
    const submission = { run, shard: 2, first: "----------------", index: 0, attempt: 1 };
    await stack.ports.ledger.addDoubled(submission);
    expect(await look(stack)).toMatchObject({ doubled: 1 });
    const { doubled } = await doubtfulDeliveries(stack.ports.ledger, planned);
    expect(doubled.map(({ delivery }) => parseDeliveryId(delivery))).toMatchObject([{ run, shard: 2, index: 0 }]);
  });
});

describe("the list of runs", () => {
  const since = Date.parse("2026-11-21T00:00:00Z");
  const listed = async (stack: MemoryStack, from = since, which: "all" | "open" = "all") =>
    (await listRuns(stack.ports, from, which)).runs.map(({ run: { id }, state, books }) => [id, state, books.audience]);

  test("has open, stopped and closed ones, the last due first", async () => {
    const stack = await stackWithRun(3);
    expect(await listed(stack)).toEqual([[run, "open", 3]]);
    await stack.ports.account.stop(run);
    expect(await listed(stack)).toEqual([[run, "stopped", 3]]);
    await stack.ports.account.resume(run);
    await stack.turnTo("2026-11-21T09:00:00Z");
    await stack.publish(topic, ["News 2"]);
    await stack.turnTo("2026-11-22T09:00:00Z");
    const ids = (await listed(stack)).map(([id, state]) => `${id} ${state}`);
    expect(ids[0]).toBe("daily.2026-11-22.0700.Europe-London closed");
    expect(ids.at(-1)).toBe(`${run} closed`);
  });

  test("has only what was due since the time that is asked for, or is not over", async () => {
    const stack = await stackWithRun(3);
    expect(await listed(stack, stack.now() + 1)).toEqual([]);
    expect(await listed(stack, 0, "open")).toEqual([[run, "open", 3]]);
    await stack.drain();
    await stack.recover();
    expect(await listed(stack, 0, "open")).toEqual([]);
    expect(await listed(stack, 0)).toEqual([[run, "closed", 3]]);
    expect(await listed(stack, stack.now() + 1)).toEqual([]);
  });
});
