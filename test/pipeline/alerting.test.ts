import { beforeEach, describe, expect, test } from "vitest";
import type { TypedAlerting } from "#pipeline/change-alerting.ts";
import { type MemoryStack, memoryStack } from "#test/support/memory-stack.ts";

const topic = "harbour-strike";
const rosa = "rosa@reader.example";
const minuteMs = 60_000;

let stack: MemoryStack;

beforeEach(async () => {
  stack = memoryStack("2026-11-20T12:00:00Z");
  await stack.addTopic(topic, "the harbour strike");
  await stack.publish(topic, ["Dockers vote to strike"]);
  await stack.turnTo("2026-11-20T12:10:00Z");
  await stack.follow(rosa, topic, { cadence: "instant" });
});

async function want(typed: TypedAlerting): Promise<unknown> {
  return stack.changeAlerting(await stack.token(rosa, { purpose: "preferences" }), typed);
}

/** The subjects of the mails after the confirmation. */
async function subjects(): Promise<(string | undefined)[]> {
  return (await stack.read(rosa)).slice(1).map(({ subject }) => subject);
}

async function refusals(): Promise<unknown[]> {
  const runs = stack.ports.ledger.runs().filter(({ kind }) => kind === "alert");
  return runs.map(({ id }) => stack.ports.ledger.booksOf(id)?.refused);
}

describe("quiet hours", () => {
  beforeEach(() => want({ quietFrom: "22:00", quietTo: "06:30" }));

  test("hold an alert back, and the catch-up at their end brings it", async () => {
    await stack.turnTo("2026-11-20T23:00:00Z");
    await stack.publish(topic, ["Ferries stop at noon"]);
    await stack.turnTo("2026-11-21T06:15:00Z");
    expect(await subjects()).toEqual([]);
    expect(await refusals()).toContainEqual({ quiet: 1 });
    await stack.turnTo("2026-11-21T06:30:00Z");
    expect(await subjects()).toEqual(["Ferries stop at noon"]);
    await stack.turnTo("2026-11-23T12:00:00Z");
    expect(await subjects()).toHaveLength(1);
  });

  test("let through what is breaking where the reader agreed, and that alone", async () => {
    await want({ breakingPasses: "yes" });
    await stack.turnTo("2026-11-20T23:00:00Z");
    await stack.publish(topic, ["Ferries stop at noon"]);
    await stack.publish(topic, ["The mole has collapsed"], "breaking");
    await stack.turnTo("2026-11-20T23:15:00Z", minuteMs);
    expect(await subjects()).toEqual(["the harbour strike: The mole has collapsed"]);
    await stack.turnTo("2026-11-21T12:00:00Z");
    expect((await subjects()).slice(1)).toEqual(["Ferries stop at noon"]);
  });

  test("hold back what is breaking where the reader did not agree", async () => {
    await stack.turnTo("2026-11-20T23:00:00Z");
    await stack.publish(topic, ["The mole has collapsed"], "breaking");
    await stack.turnTo("2026-11-21T06:15:00Z");
    expect(await subjects()).toEqual([]);
  });

  test("hold a correction back, and the catch-up brings it", async () => {
    await stack.publish(topic, ["Five ferries stop at noon"]);
    await stack.turnTo("2026-11-20T23:00:00Z");
    await stack.correct(topic, 2, { headline: "Four ferries stop at noon" }, "It is four.", true);
    await stack.turnTo("2026-11-21T06:15:00Z");
    expect(await subjects()).toHaveLength(1);
    await stack.turnTo("2026-11-21T06:30:00Z");
    expect((await subjects()).slice(1)).toEqual(["Correction: Four ferries stop at noon"]);
  });

  test("hold back what was claimed before they began and held by SES", async () => {
    await stack.turnTo("2026-11-20T21:55:00Z");
    stack.ses.answers.push({ kind: "quota" });
    stack.quota.hasRoom = false;
    await stack.publish(topic, ["Ferries stop at noon"]);
    await stack.turnTo("2026-11-20T22:15:00Z");
    stack.quota.hasRoom = true;
    await stack.turnTo("2026-11-21T06:15:00Z");
    expect(await subjects()).toEqual([]);
    await stack.turnTo("2026-11-21T06:30:00Z");
    expect(await subjects()).toEqual(["Ferries stop at noon"]);
  });

  test("move the catch-up only: alerts of the day come at once", async () => {
    await stack.publish(topic, ["Ferries stop at noon"]);
    await stack.turnTo("2026-11-20T12:15:00Z");
    expect(await subjects()).toEqual(["the harbour strike: Ferries stop at noon"]);
  });
});

describe("the budget of alerts", () => {
  test("lets so many through on a date; the rest waits for one catch-up", async () => {
    await want({ perDay: "2" });
    for (const [hour, headline] of [
      ["13", "First"],
      ["14", "Second"],
      ["15", "Third"],
      ["16", "Fourth"],
    ] as const) {
      await stack.turnTo(`2026-11-20T${hour}:00:00Z`);
      await stack.publish(topic, [`${headline} of the day`]);
    }
    await stack.turnTo("2026-11-21T12:00:00Z");
    expect(await subjects()).toEqual([
      "the harbour strike: First of the day",
      "the harbour strike: Second of the day",
      "Fourth of the day (and 1 more)",
    ]);
    expect((await refusals()).slice(-2)).toEqual([{ "over-budget": 1 }, { "over-budget": 1 }]);
    await stack.publish(topic, ["First of the next day"]);
    await stack.turnTo("2026-11-21T13:00:00Z");
    expect((await subjects()).at(-1)).toBe("the harbour strike: First of the next day");
  });

  test("is not touched by a correction told at once", async () => {
    await want({ perDay: "1" });
    await stack.publish(topic, ["Five ferries stop at noon"]);
    await stack.turnTo("2026-11-20T12:30:00Z");
    await stack.correct(topic, 2, { headline: "Four ferries stop at noon" }, "It is four.", true);
    await stack.turnTo("2026-11-20T13:00:00Z");
    expect(await subjects()).toHaveLength(2);
  });
});

describe("big news only", () => {
  test("brings at once what is breaking, and the rest with the catch-up", async () => {
    await want({ bigNewsOnly: "yes" });
    await stack.publish(topic, ["Ferries stop at noon"]);
    await stack.turnTo("2026-11-20T13:00:00Z");
    await stack.publish(topic, ["The mole has collapsed"], "breaking");
    await stack.turnTo("2026-11-20T14:00:00Z");
    expect(await subjects()).toEqual(["the harbour strike: The mole has collapsed"]);
    await stack.turnTo("2026-11-21T12:00:00Z");
    expect((await subjects()).slice(1)).toEqual(["Ferries stop at noon"]);
  });
});

describe("a change of what is wanted of alerts", () => {
  test("is refused field by field, and changes nothing", async () => {
    const before = await stack.everything();
    const outcome = await want({ quietFrom: "22:00", perDay: "0", breakingPasses: "maybe", bigNewsOnly: "on" });
    expect(outcome).toEqual({
      kind: "refused",
      fields: {
        quietFrom: "unknown",
        quietTo: "unknown",
        perDay: "unknown",
        breakingPasses: "unknown",
        bigNewsOnly: "unknown",
      },
    });
    expect(await stack.everything()).toEqual(before);
  });

  test("keeps what is not said, and takes quiet hours away when both are empty", async () => {
    await want({ quietFrom: "22:00", quietTo: "6:30", perDay: "3" });
    await want({ bigNewsOnly: "yes" });
    const rest = { breakingPasses: false, perDay: 3, bigNewsOnly: true };
    expect((await stack.subscriber(rosa)).entry.state.alerting).toEqual({
      ...rest,
      quiet: { from: "22:00", to: "06:30" },
    });
    await want({ quietFrom: "", quietTo: "" });
    expect((await stack.subscriber(rosa)).entry.state.alerting).toEqual(rest);
  });

  test("needs a preferences link", async () => {
    expect(await stack.changeAlerting("nonsense", {})).toEqual({ kind: "forged" });
    const token = await stack.token(rosa, { purpose: "preferences" });
    stack.pass(31 * 24 * 60 * minuteMs);
    expect(await stack.changeAlerting(token, {})).toEqual({ kind: "expired" });
  });
});
