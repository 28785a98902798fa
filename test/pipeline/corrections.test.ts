import { describe, expect, test } from "vitest";
import { shardOf } from "#core/audience.ts";
import { deliveryId } from "#core/delivery.ts";
import { memoryStack } from "#test/support/memory-stack.ts";

const topic = "harbour-strike";
const other = "old-quay-bridge";
const rosa = "rosa@reader.example";
const ivo = "ivo@reader.example";

/** Rosa follows the topic and was mailed its second development, the fifth of ten, at seven this morning. */
async function mailedStack(typed: Parameters<ReturnType<typeof memoryStack>["follow"]>[2] = {}) {
  const stack = memoryStack("2026-11-20T12:00:00Z");
  await stack.addTopic(topic, "the harbour strike");
  await stack.addTopic(other, "the old quay bridge");
  await stack.publish(topic, ["Dockers vote to strike"]);
  await stack.follow(rosa, topic, typed);
  await stack.publish(topic, ["Five ferries stop at noon"]);
  await stack.turnTo("2026-11-21T10:00:00Z");
  return stack;
}

type Stack = Awaited<ReturnType<typeof mailedStack>>;

async function subjects(stack: Stack, email: string): Promise<(string | undefined)[]> {
  return (await stack.read(email)).map(({ subject }) => subject);
}

const four = { headline: "Four ferries stop at noon" };

describe("a correction", () => {
  test("stands on top of the next digest of those who were mailed the error", async () => {
    const stack = await mailedStack();
    await stack.correct(topic, 2, four, "It is four ferries.");
    await stack.turnTo("2026-11-22T10:00:00Z");
    expect(await subjects(stack, rosa)).toEqual([
      expect.stringContaining("confirm"),
      "Five ferries stop at noon",
      "Correction: Four ferries stop at noon",
    ]);
  });

  test("is no correction to those who were not mailed the error", async () => {
    const stack = await mailedStack();
    await stack.publish(topic, ["Six cranes stand still"]);
    await stack.correct(topic, 3, { headline: "Seven cranes stand still" }, "One more.", true);
    await stack.turnTo("2026-11-22T10:00:00Z");
    expect((await subjects(stack, rosa)).slice(2)).toEqual(["Seven cranes stand still"]);
  });

  test("comes with the next digest of another topic to those who have left the one it is about", async () => {
    const stack = await mailedStack();
    await stack.follow(rosa, other, { cadence: "weekly" });
    await stack.leave(await stack.token(rosa, { purpose: "leave", topics: [topic] }));
    await stack.publish(topic, ["The port calls for talks"]);
    await stack.correct(topic, 2, four, "It is four ferries.");
    await stack.turnTo("2026-11-30T10:00:00Z");
    const mails = await stack.read(rosa);
    expect(mails.at(-1)?.subject).toBe("Correction: Four ferries stop at noon");
    expect(mails.at(-1)?.text).not.toContain("The port calls for talks");
    await stack.publish(other, ["The bridge is shut"]);
    await stack.turnTo("2026-12-07T10:00:00Z");
    expect((await stack.read(rosa)).at(-1)?.text).not.toContain("Four ferries");
  });

  test("does not reach those who follow nothing any more", async () => {
    const stack = await mailedStack();
    await stack.leave(await stack.token(rosa, { purpose: "leave", topics: [topic] }));
    await stack.correct(topic, 2, four, "It is four ferries.", true);
    await stack.turnTo("2026-11-23T10:00:00Z");
    expect(stack.mailsTo(rosa)).toHaveLength(2);
  });

  test("reaches those who have left the topic and follow it again", async () => {
    const stack = await mailedStack();
    await stack.leave(await stack.token(rosa, { purpose: "leave", topics: [topic] }));
    await stack.turnTo("2026-11-21T11:00:00Z");
    await stack.follow(rosa, topic);
    await stack.correct(topic, 2, four, "It is four ferries.");
    await stack.turnTo("2026-11-22T10:00:00Z");
    expect((await stack.read(rosa)).at(-1)?.subject).toBe("Correction: Four ferries stop at noon");
  });
});

describe("a correction after leaving", () => {
  const leave = async (stack: Stack) => stack.leave(await stack.token(rosa, { purpose: "leave", topics: [topic] }));

  test("comes though the reader has moved to an hour at which nobody followed the topic", async () => {
    const stack = await mailedStack();
    await stack.follow(rosa, other);
    await leave(stack);
    const token = await stack.token(rosa, { purpose: "preferences" });
    await stack.changePreferences(token, { action: "save", hour: "18:30" });
    await stack.turnTo("2026-11-23T10:00:00Z");
    await stack.correct(topic, 2, four, "It is four ferries.");
    await stack.turnTo("2026-11-23T18:30:00Z");
    expect((await stack.read(rosa)).at(-1)?.subject).toBe("Correction: Four ferries stop at noon");
  });

  test("comes no more once its own link to leave is pressed, but for an older mail's link it does", async () => {
    const stack = await mailedStack();
    await stack.follow(rosa, other);
    const older = (await stack.read(rosa))[1]?.token("unsubscribe") ?? "";
    await leave(stack);
    await stack.leave(older);
    await stack.correct(topic, 2, four, "It is four ferries.", true);
    await stack.turnTo("2026-11-21T10:05:00Z", 60_000);
    const correction = (await stack.read(rosa)).at(-1);
    expect(correction?.subject).toBe("Correction: Four ferries stop at noon");
    await stack.leave(correction?.token("unsubscribe") ?? "");
    await stack.correct(topic, 2, { headline: "Three ferries stop at noon" }, "It is three.", true);
    await stack.turnTo("2026-11-22T10:05:00Z");
    expect((await stack.read(rosa)).at(-1)?.subject).toBe("Correction: Four ferries stop at noon");
  });

  test("comes also of what was mailed before the reader left for the first time of two", async () => {
    const stack = await mailedStack();
    await stack.follow(rosa, other);
    await leave(stack);
    await stack.turnTo("2026-11-21T11:00:00Z");
    await stack.follow(rosa, topic);
    await stack.publish(topic, ["Six cranes stand still"]);
    await stack.turnTo("2026-11-22T10:00:00Z");
    await leave(stack);
    await stack.withdraw(topic, 2);
    await stack.withdraw(topic, 3);
    await stack.turnTo("2026-11-23T10:00:00Z");
    const last = (await stack.read(rosa)).at(-1);
    expect(last?.text).toContain("Five ferries stop at noon");
    expect(last?.text).toContain("Six cranes stand still");
  });
});

describe("a correction told at once", () => {
  test("reaches those who were mailed the error within a minute, and their next digest says no more of it", async () => {
    const stack = await mailedStack();
    await stack.follow(ivo, topic);
    await stack.correct(topic, 2, four, "It is four ferries.", true);
    await stack.turnTo("2026-11-21T10:01:00Z", 60_000);
    expect((await subjects(stack, rosa)).slice(2)).toEqual(["Correction: Four ferries stop at noon"]);
    expect((await stack.read(rosa)).at(-1)?.text).toContain("mailed you about");
    await stack.turnTo("2026-11-23T10:00:00Z");
    expect(stack.mailsTo(rosa)).toHaveLength(3);
    expect(stack.mailsTo(ivo)).toHaveLength(1);
  });

  test("has digests make room while it is open", async () => {
    const stack = await mailedStack();
    await stack.correct(topic, 2, four, "It is four ferries.", true);
    await stack.drain();
    stack.pass(60_000);
    await stack.tick();
    expect((await stack.ports.account.state()).openAlerts).toEqual(new Set(["correction.harbour-strike.3"]));
    await stack.turnTo("2026-11-21T10:10:00Z", 60_000);
    expect((await stack.ports.account.state()).openAlerts).toEqual(new Set());
  });

  test("closes its run with books that say who had nothing to be told", async () => {
    const stack = await mailedStack();
    await stack.follow(ivo, topic);
    await stack.correct(topic, 2, four, "It is four ferries.", true);
    await stack.turnTo("2026-11-21T11:00:00Z");
    expect(stack.ports.ledger.booksOf("correction.harbour-strike.3")).toMatchObject({
      audience: 2,
      submitted: 1,
      refused: { "nothing-new": 1 },
      waiting: 0,
    });
  });

  test("reaches those who have left the topic but follow another", async () => {
    const stack = await mailedStack();
    await stack.follow(rosa, other);
    await stack.leave(await stack.token(rosa, { purpose: "leave", topics: [topic] }));
    await stack.withdraw(topic, 2, true);
    await stack.turnTo("2026-11-21T10:05:00Z", 60_000);
    expect((await subjects(stack, rosa)).at(-1)).toBe("Withdrawn: Five ferries stop at noon");
    await stack.turnTo("2026-11-23T10:00:00Z");
    expect(stack.mailsTo(rosa)).toHaveLength(4);
  });

  test("waits until the run that carries the error has closed", async () => {
    const stack = await mailedStack();
    await stack.publish(topic, ["Six cranes stand still"]);
    stack.ses.answers.push({ kind: "lost" });
    await stack.turnTo("2026-11-22T07:30:00Z");
    expect(await stack.ports.ledger.openRuns()).toMatchObject([{ kind: "digest" }]);
    await stack.correct(topic, 3, { headline: "Seven cranes stand still" }, "One more.", true);
    await stack.turnTo("2026-11-22T07:45:00Z", 60_000);
    expect(stack.mailsTo(rosa)).toHaveLength(2);
    const run = "daily.2026-11-22.0700.Europe-London";
    const shard = shardOf((await stack.subscriber(rosa)).id, 4);
    const [slice] = await stack.ports.ledger.slices(run, shard);
    const delivery = deliveryId({ run, shard, first: slice?.first ?? "", index: 0 });
    await stack.listen([{ kind: "send", delivery, attempt: 1 }]);
    await stack.turnTo("2026-11-22T07:47:00Z", 60_000);
    expect((await subjects(stack, rosa)).slice(2)).toEqual(["Correction: Seven cranes stand still"]);
  });

  test("is planned by the next tick when the editor's own call stopped halfway", async () => {
    const stack = await mailedStack();
    await stack.correct(topic, 2, four, "It is four ferries.", true);
    stack.waiting.plans.length = 0;
    await stack.turnTo("2026-11-21T10:02:00Z", 60_000);
    expect((await subjects(stack, rosa)).at(-1)).toBe("Correction: Four ferries stop at noon");
  });

  test("is told once though its versions are two", async () => {
    const stack = await mailedStack();
    await stack.correct(topic, 2, four, "It is four ferries.", true);
    await stack.correct(topic, 2, { headline: "Three ferries stop at noon" }, "It is three.", true);
    await stack.turnTo("2026-11-21T11:00:00Z");
    expect((await subjects(stack, rosa)).slice(2)).toEqual(["Correction: Three ferries stop at noon"]);
  });
});

describe("a mail that was held", () => {
  test("tells the corrected words as new when it is claimed again, and no correction follows", async () => {
    const stack = await mailedStack();
    await stack.publish(topic, ["Six cranes stand still"]);
    stack.ses.answers.push({ kind: "quota" });
    stack.quota.hasRoom = false;
    await stack.turnTo("2026-11-22T07:00:00Z");
    await stack.correct(topic, 3, { headline: "Seven cranes stand still" }, "One more.");
    stack.quota.hasRoom = true;
    await stack.turnTo("2026-11-24T10:00:00Z");
    expect((await subjects(stack, rosa)).slice(2)).toEqual(["Seven cranes stand still"]);
  });

  test("is not followed by the withdrawal of what nobody got", async () => {
    const stack = await mailedStack();
    await stack.publish(topic, ["Six cranes stand still"]);
    stack.ses.answers.push({ kind: "quota" });
    stack.quota.hasRoom = false;
    await stack.turnTo("2026-11-22T07:00:00Z");
    await stack.withdraw(topic, 3);
    stack.quota.hasRoom = true;
    await stack.turnTo("2026-11-24T10:00:00Z");
    expect(stack.mailsTo(rosa)).toHaveLength(2);
  });

  test("does not count as mailed when its topic is left before it goes", async () => {
    const stack = await mailedStack();
    await stack.follow(rosa, other);
    await stack.publish(topic, ["Six cranes stand still"]);
    stack.ses.answers.push({ kind: "quota" });
    stack.quota.hasRoom = false;
    await stack.turnTo("2026-11-22T07:00:00Z");
    await stack.leave(await stack.token(rosa, { purpose: "leave", topics: [topic] }));
    stack.quota.hasRoom = true;
    await stack.turnTo("2026-11-22T08:00:00Z");
    await stack.correct(topic, 3, { headline: "Seven cranes stand still" }, "One more.", true);
    await stack.turnTo("2026-11-24T10:00:00Z");
    expect(stack.mailsTo(rosa)).toHaveLength(3);
  });
});
