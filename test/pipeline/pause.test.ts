import { beforeEach, describe, expect, test } from "vitest";
import type { Cadence } from "#core/cadence.ts";
import { type MemoryStack, memoryStack } from "#test/support/memory-stack.ts";

const topic = "harbour-strike";
const rosa = "rosa@reader.example";

let stack: MemoryStack;

async function follow(cadence: Cadence): Promise<void> {
  await stack.follow(rosa, topic, { cadence });
}

async function pauseUntil(date: string | undefined): Promise<unknown> {
  return stack.pause(await stack.token(rosa, { purpose: "preferences" }), date);
}

async function digests(): Promise<(string | undefined)[]> {
  return (await stack.read(rosa)).slice(1).map(({ subject }) => subject);
}

beforeEach(async () => {
  stack = memoryStack("2026-11-20T12:00:00Z");
  await stack.addTopic(topic, "the harbour strike");
  await stack.publish(topic, ["Dockers vote to strike"]);
  await stack.turnTo("2026-11-20T12:10:00Z");
});

describe("a pause", () => {
  test.for([
    ["hourly", "2026-11-25T00:00:00Z"],
    ["daily", "2026-11-25T07:00:00Z"],
    ["weekly", "2026-11-30T07:00:00Z"],
    ["instant", "2026-11-25T08:00:00Z"],
  ] as const)("of an %s reader ends with one mail that has everything, at %s", async ([cadence, due]) => {
    await follow(cadence);
    expect(await pauseUntil("2026-11-25")).toEqual({ kind: "paused", until: "2026-11-25" });
    await stack.publish(topic, ["Ferries stop at noon"]);
    await stack.turnTo("2026-11-22T12:00:00Z");
    await stack.publish(topic, ["The port calls for talks"]);
    await stack.turnTo(Date.parse(due) - 1);
    expect(await digests()).toEqual([]);
    await stack.turnTo(due);
    expect(await digests()).toEqual(["The port calls for talks (and 1 more)"]);
    await stack.turnTo("2026-12-10T12:00:00Z");
    expect(await digests()).toHaveLength(1);
  });

  test("has nobody planned for while nothing comes of it", async () => {
    await follow("hourly");
    await stack.publish(topic, ["Ferries stop at noon"]);
    await pauseUntil("2026-11-25");
    await stack.turnTo("2026-11-21T12:00:00Z");
    const planned = stack.ports.ledger.runs().length;
    await stack.turnTo("2026-11-24T12:00:00Z");
    expect(stack.ports.ledger.runs()).toHaveLength(planned);
  });

  test("wakes its group once", async () => {
    await follow("hourly");
    await stack.publish(topic, ["Ferries stop at noon"]);
    await pauseUntil("2026-11-25");
    await stack.turnTo("2026-11-25T00:30:00Z");
    const planned = stack.ports.ledger.runs().length;
    await stack.turnTo("2026-11-26T12:00:00Z");
    expect(stack.ports.ledger.runs()).toHaveLength(planned);
    expect((await stack.ports.groups.all()).flatMap(({ wakes = [] }) => wakes)).toEqual([]);
  });

  test("ends early when the reader says so", async () => {
    await follow("daily");
    await pauseUntil("2026-12-20");
    await stack.publish(topic, ["Ferries stop at noon"]);
    await stack.turnTo("2026-11-24T12:00:00Z");
    expect(await pauseUntil(undefined)).toEqual({ kind: "resumed" });
    await stack.turnTo("2026-11-25T07:00:00Z");
    expect(await digests()).toEqual(["Ferries stop at noon"]);
  });

  test("goes with the reader to another zone, hour and cadence", async () => {
    await follow("daily");
    await stack.publish(topic, ["Ferries stop at noon"]);
    await pauseUntil("2026-11-25");
    await stack.turnTo("2026-11-23T12:00:00Z");
    const token = await stack.token(rosa, { purpose: "preferences" });
    await stack.changePreferences(token, { action: "save", zone: "America/Los_Angeles", hour: "06:00" });
    await stack.changePreferences(token, { action: "save", topic, cadence: "instant" });
    await stack.turnTo("2026-11-25T15:45:00Z");
    expect(await digests()).toEqual([]);
    await stack.turnTo("2026-11-25T16:00:00Z");
    expect(await digests()).toEqual(["Ferries stop at noon"]);
  });

  test("gives back what SES held when it began", async () => {
    await follow("daily");
    await stack.publish(topic, ["Ferries stop at noon"]);
    stack.ses.answers.push({ kind: "quota" });
    stack.quota.hasRoom = false;
    await stack.turnTo("2026-11-21T07:00:00Z");
    await pauseUntil("2026-11-25");
    stack.quota.hasRoom = true;
    await stack.turnTo("2026-11-25T06:45:00Z");
    expect(await digests()).toEqual([]);
    await stack.turnTo("2026-11-25T07:00:00Z");
    expect(await digests()).toEqual(["Ferries stop at noon"]);
  });

  test("keeps a correction told at once for the digest after it", async () => {
    await follow("daily");
    await stack.publish(topic, ["Five ferries stop at noon"]);
    await stack.turnTo("2026-11-21T12:00:00Z");
    await pauseUntil("2026-11-25");
    await stack.correct(topic, 2, { headline: "Four ferries stop at noon" }, "It is four.", true);
    await stack.turnTo("2026-11-25T06:45:00Z");
    expect(await digests()).toHaveLength(1);
    await stack.turnTo("2026-11-25T07:00:00Z");
    expect((await digests()).slice(1)).toEqual(["Correction: Four ferries stop at noon"]);
  });

  test.for([
    ["2026-11-20", "not-ahead"],
    ["2026-11-31", "unknown-date"],
    ["soon", "unknown-date"],
    ["2027-11-22", "too-far"],
  ] as const)("until %s is refused: %s", async ([date, reason]) => {
    await follow("daily");
    const before = await stack.everything();
    expect(await pauseUntil(date)).toEqual({ kind: "refused", reason });
    expect(await stack.everything()).toEqual(before);
  });

  test("needs a preferences link", async () => {
    expect(await stack.pause("nonsense", "2026-11-25")).toEqual({ kind: "forged" });
  });
});
