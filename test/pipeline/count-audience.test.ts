import { describe, expect, test } from "vitest";
import { askedMax, countAudience } from "#pipeline/count-audience.ts";
import { memoryStack } from "#test/support/memory-stack.ts";

const topic = "harbour-strike";

/** A stack on a Friday noon; each cadence has as many readers as it says. */
async function stackWith(readers: Readonly<Record<string, number>>) {
  const stack = memoryStack("2026-11-20T12:00:00Z");
  await stack.addTopic(topic, "the harbour strike");
  for (const [cadence, count] of Object.entries(readers)) {
    for (let n = 1; n <= count; n++) await stack.follow(`${cadence}.${n}@reader.example`, topic, { cadence });
  }
  return { stack, ports: { ...stack.ports, shards: 4 } };
}

describe("counting an audience", () => {
  test("tells how many follow a topic at each cadence, and nobody of another topic", async () => {
    const { stack, ports } = await stackWith({ instant: 3, hourly: 1, daily: 2, weekly: 2 });
    await stack.addTopic("ferries", "the ferries");
    await stack.follow("rosa@reader.example", "ferries");
    expect(await countAudience(ports, topic)).toEqual({
      byCadence: { instant: 3, hourly: 1, daily: 2, weekly: 2 },
      atOnce: 3,
      isEstimate: false,
      isCut: false,
    });
  });

  test("is nobody where nobody follows", async () => {
    const { ports } = await stackWith({});
    const none = { instant: 0, hourly: 0, daily: 0, weekly: 0 };
    expect(await countAudience(ports, topic)).toEqual({ byCadence: none, atOnce: 0, isEstimate: false, isCut: false });
  });

  test.each([
    ["routine", 0],
    ["notable", 1],
    ["breaking", 2],
  ] as const)("counts for what is %s the %i who are alerted now", async (importance, atOnce) => {
    const { stack, ports } = await stackWith({ instant: 2 });
    const token = await stack.token("instant.1@reader.example", { purpose: "preferences" });
    await stack.changeAlerting(token, { bigNewsOnly: "yes" });
    const count = await countAudience(ports, topic, importance);
    expect(count).toMatchObject({ byCadence: { instant: 2 }, atOnce });
  });

  test("asks so many of a great audience, and takes the rest to be like them", async () => {
    const stack = memoryStack("2026-11-20T12:00:00Z");
    await stack.addTopic(topic, "the harbour strike");
    await stack.follow("rosa@reader.example", topic, { cadence: "daily" });
    const ids = Array.from({ length: 3 * askedMax }, (_, n) => `reader-${String(n).padStart(9, "0")}`);
    const rosa = await stack.subscriber("rosa@reader.example");
    const members = async (audience: string, shard: number, after: string | undefined, limit: number) =>
      shard > 0 || audience.startsWith("alert.")
        ? []
        : ids.slice(after === undefined ? 0 : ids.indexOf(after) + 1).slice(0, limit);
    const ports = { ...stack.ports, shards: 2, audiences: { members }, subscribers: { now: async () => rosa } };
    expect(await countAudience(ports, topic)).toEqual({
      byCadence: { instant: 0, hourly: 0, daily: 3 * askedMax, weekly: 0 },
      atOnce: 0,
      isEstimate: true,
      isCut: false,
    });
    let now = 0;
    const slow = { ...ports, clock: { now: () => (now += 3_000) } };
    expect(await countAudience(slow, topic)).toMatchObject({ isCut: true });
  });
});
