import { describe, expect, test } from "vitest";
import { memoryStack } from "#test/support/memory-stack.ts";

const topic = "harbour-strike";
const flood = "river-flood";
const rosa = "rosa@reader.example";
const dayMs = 24 * 60 * 60 * 1000;

async function stackWithReader(typed: { cadence?: string; zone?: string } = {}) {
  const stack = memoryStack("2026-11-20T12:00:00Z");
  await stack.addTopic(topic, "the harbour strike");
  await stack.addTopic(flood, "the river flood");
  await stack.follow(rosa, topic, typed);
  return { stack, token: await stack.token(rosa, { purpose: "preferences" }) };
}

type Stack = Awaited<ReturnType<typeof stackWithReader>>["stack"];

/** The headlines of each digest or alert to Rosa, one text a mail. */
async function mailed(stack: Stack): Promise<(string | undefined)[]> {
  const mails = (await stack.read(rosa)).filter((mail) => mail.token("unsubscribe") !== undefined);
  return mails.map(({ text }) => [...text.matchAll(/News \d+/g)].map(String).sort().join(", "));
}

describe("a preferences link", () => {
  test("shows what is so, changing nothing", async () => {
    const { stack, token } = await stackWithReader();
    await stack.follow(rosa, flood, { cadence: "weekly" });
    const before = await stack.everything();
    expect(await stack.openLink(token, "preferences")).toMatchObject({
      kind: "preferences",
      schedule: { zone: "Europe/London", hour: "07:00", weekday: 1 },
      subscriptions: [
        { topic: { slug: topic }, cadence: "daily" },
        { topic: { slug: flood }, cadence: "weekly" },
      ],
    });
    expect(await stack.everything()).toEqual(before);
  });

  test("expires after thirty days, and a fresh one is mailed to its reader alone", async () => {
    const { stack, token } = await stackWithReader();
    stack.pass(30 * dayMs);
    expect(await stack.openLink(token, "preferences")).toEqual({ kind: "expired" });
    expect(await stack.changePreferences(token, { action: "leave" })).toEqual({ kind: "expired" });
    expect((await stack.subscriber(rosa)).entry.state.subscriptions).toHaveLength(1);

    expect(await stack.renewLink(token)).toEqual({ kind: "mailed" });
    expect(await stack.renewLink(token)).toEqual({ kind: "mailed" });
    await stack.drain();
    const mails = await stack.read(rosa);
    expect(stack.ses.taken).toHaveLength(2);
    expect(await stack.openLink(mails[1]?.token("preferences") ?? "", "preferences")).toMatchObject({
      kind: "preferences",
    });
  });
});

describe("a change of preferences", () => {
  test.each([
    [{ action: "delete" }, "action"],
    [{ action: "save", topic, cadence: "yearly" }, "cadence"],
    [{ action: "save", cadence: "weekly" }, "topic"],
    [{ action: "save", topic: flood, cadence: "weekly" }, "topic"],
    [{ action: "save", topic: "nowhere", cadence: "weekly" }, "topic"],
    [{ action: "save", hour: "07:15" }, "hour"],
    [{ action: "save", hour: "24:00" }, "hour"],
    [{ action: "save", weekday: "8" }, "weekday"],
    [{ action: "save", zone: "Europe/Atlantis" }, "zone"],
    [{ action: "save", zone: "europe/london" }, "zone"],
  ])("refuses %j by its %s, and changes nothing", async (typed, field) => {
    const { stack, token } = await stackWithReader();
    const before = await stack.everything();
    expect(await stack.changePreferences(token, typed)).toEqual({ kind: "refused", fields: { [field]: "unknown" } });
    expect(await stack.everything()).toEqual(before);
  });

  test("changes nothing of what is right when something else is wrong", async () => {
    const { stack, token } = await stackWithReader();
    const before = await stack.everything();
    const typed = { action: "save", topic, cadence: "weekly", zone: "Asia/Kathmandu", hour: "late" };
    expect(await stack.changePreferences(token, typed)).toMatchObject({ kind: "refused" });
    expect(await stack.everything()).toEqual(before);
  });

  test("moves hour, weekday and zone of all cadences, and the cadence of one topic", async () => {
    const { stack, token } = await stackWithReader();
    await stack.follow(rosa, flood);
    const typed = { action: "save", topic, cadence: "weekly", hour: "6:30", weekday: "3", zone: "Asia/Kathmandu" };
    expect(await stack.changePreferences(token, typed)).toEqual({ kind: "changed" });
    const { schedule, subscriptions } = (await stack.subscriber(rosa)).entry.state;
    expect(schedule).toEqual({ zone: "Asia/Kathmandu", hour: "06:30", weekday: 3 });
    expect(subscriptions).toMatchObject([
      { topic, cadence: "weekly" },
      { topic: flood, cadence: "daily" },
    ]);
  });

  test("mails at the new hour of the new zone from then on", async () => {
    const { stack, token } = await stackWithReader();
    await stack.changePreferences(token, { action: "save", hour: "06:30", zone: "Asia/Kathmandu" });
    await stack.publish(topic, ["News 1"]);
    await stack.turnTo("2026-11-21T12:00:00Z");
    expect(stack.mailsTo(rosa).map(({ at }) => new Date(at).toISOString())).toEqual([
      "2026-11-20T12:00:00.000Z",
      "2026-11-21T00:45:00.000Z",
    ]);
  });

  test("leaves one topic", async () => {
    const { stack, token } = await stackWithReader();
    await stack.follow(rosa, flood);
    expect(await stack.changePreferences(token, { action: "leave", topic })).toEqual({ kind: "changed" });
    expect((await stack.subscriber(rosa)).entry.state.subscriptions).toMatchObject([{ topic: flood }]);
    const before = await stack.everything();
    expect(await stack.changePreferences(token, { action: "leave", topic })).toEqual({ kind: "changed" });
    expect(await stack.everything()).toEqual(before);
  });

  test("leaves all topics", async () => {
    const { stack, token } = await stackWithReader();
    await stack.follow(rosa, flood);
    expect(await stack.changePreferences(token, { action: "leave" })).toEqual({ kind: "changed" });
    await stack.publish(topic, ["News 1"]);
    await stack.publish(flood, ["News 2"]);
    await stack.turnTo("2026-11-23T12:00:00Z");
    expect(await mailed(stack)).toEqual([]);
    expect(await stack.openLink(token, "preferences")).toMatchObject({ subscriptions: [] });
  });
});

describe("a change of cadence", () => {
  test.each(["hourly", "weekly", "instant"])("from daily to %s and back repeats and loses nothing", async (cadence) => {
    const { stack, token } = await stackWithReader();
    await stack.publish(topic, ["News 1"]);
    await stack.turnTo("2026-11-21T12:00:00Z");
    await stack.publish(topic, ["News 2"]);
    await stack.changePreferences(token, { action: "save", topic, cadence });
    await stack.publish(topic, ["News 3"]);
    await stack.turnTo("2026-11-24T12:00:00Z");
    await stack.publish(topic, ["News 4"], "routine");
    await stack.changePreferences(token, { action: "save", topic, cadence: "daily" });
    await stack.turnTo("2026-11-26T12:00:00Z");
    const all = (await mailed(stack)).flatMap((texts) => texts?.split(", "));
    expect(all.sort()).toEqual(["News 1", "News 2", "News 3", "News 4"]);
  });

  test("from weekly to daily brings the owed news though no topic moves any more", async () => {
    const { stack, token } = await stackWithReader({ cadence: "weekly" });
    await stack.follow("omar@reader.example", topic);
    await stack.publish(topic, ["News 1"]);
    await stack.turnTo("2026-11-21T18:00:00Z");
    expect(await mailed(stack)).toEqual([]);
    await stack.changePreferences(token, { action: "save", topic, cadence: "daily" });
    await stack.turnTo("2026-11-22T12:00:00Z");
    expect(await mailed(stack)).toEqual(["News 1"]);
  });
});

describe("a change of zone", () => {
  test("to the west gives no second digest on a local date, and loses nothing", async () => {
    const { stack, token } = await stackWithReader({ zone: "Asia/Tokyo" });
    await stack.publish(topic, ["News 1"]);
    await stack.turnTo("2026-11-20T23:00:00Z");
    expect(await mailed(stack)).toEqual(["News 1"]);
    await stack.publish(topic, ["News 2"]);
    await stack.changePreferences(token, { action: "save", zone: "America/Los_Angeles" });
    await stack.turnTo("2026-11-22T00:00:00Z");
    expect(await mailed(stack)).toEqual(["News 1"]);
    await stack.turnTo("2026-11-24T00:00:00Z");
    expect(await mailed(stack)).toEqual(["News 1", "News 2"]);
  });

  test("to the east brings the next digest at its hour there", async () => {
    const { stack, token } = await stackWithReader({ zone: "America/Los_Angeles" });
    await stack.publish(topic, ["News 1"]);
    await stack.changePreferences(token, { action: "save", zone: "Asia/Tokyo" });
    await stack.turnTo("2026-11-20T23:00:00Z");
    expect(await mailed(stack)).toEqual(["News 1"]);
  });

  test("back and forth around the hour gives one digest a local date", async () => {
    const { stack, token } = await stackWithReader({ zone: "Europe/London" });
    for (const zone of ["Europe/Berlin", "Europe/London", "Atlantic/Azores", "America/New_York"]) {
      await stack.publish(topic, [`News ${zone.length}`]);
      await stack.changePreferences(token, { action: "save", zone });
      await stack.turnTo(Math.max(stack.now(), Date.parse("2026-11-21T05:00:00Z")) + 2 * 60 * 60 * 1000);
    }
    await stack.turnTo("2026-11-22T00:00:00Z");
    const log = stack.ports.subscribers.log((await stack.subscriber(rosa)).id);
    const dates = log.flatMap(({ event, state }) => (event.kind === "mailed" ? [state.lastDates.daily] : []));
    expect(new Set(dates).size).toBe(dates.length);
    expect(dates).toEqual(["2026-11-21"]);
  });
});
