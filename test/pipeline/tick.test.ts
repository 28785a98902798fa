import { describe, expect, test } from "vitest";
import { emptyBooks } from "#core/books.ts";
import { wallClock } from "#core/zone.ts";
import { memoryStack } from "#test/support/memory-stack.ts";

const topic = "harbour-strike";
const flood = "river-flood";
const rosa = "rosa@reader.example";
const hourMs = 60 * 60 * 1000;

async function stackWithReader(typed: { cadence?: string; zone?: string } = {}, startsAt = "2026-11-20T12:00:00Z") {
  const stack = memoryStack(startsAt);
  await stack.addTopic(topic, "the harbour strike");
  await stack.addTopic(flood, "the river flood");
  await stack.follow(rosa, topic, typed);
  await stack.tick();
  return stack;
}

type Stack = Awaited<ReturnType<typeof stackWithReader>>;

/** The runs there are, closed ones with their books. */
const runs = (stack: Stack) => stack.ports.ledger.runs().map(({ id }) => id);

async function pass(stack: Stack, ms: number): Promise<readonly string[]> {
  stack.pass(ms);
  const planned = await stack.tick();
  await stack.drain();
  return planned;
}

describe("a tick", () => {
  test("plans nothing before the first quarter hour, and what is due at it", async () => {
    const stack = await stackWithReader();
    await stack.publish(topic, ["News 1"], "routine");
    stack.pass(Date.parse("2026-11-21T06:59:00Z") - stack.now());
    expect(await stack.tick()).toEqual([]);
    expect(await pass(stack, 60_000)).toEqual(["daily.2026-11-21.0700.Europe-London"]);
    expect(await pass(stack, 60_000)).toEqual([]);
  });

  test("that comes twice plans once", async () => {
    const stack = await stackWithReader();
    await stack.publish(topic, ["News 1"], "routine");
    stack.pass(Date.parse("2026-11-21T07:00:00Z") - stack.now());
    expect(await stack.tick()).toHaveLength(1);
    expect(await stack.tick()).toEqual([]);
    await stack.drain();
    expect(stack.mailsTo(rosa)).toHaveLength(2);
  });

  test("that comes twice at once mails once", async () => {
    const stack = await stackWithReader();
    await stack.publish(topic, ["News 1"], "routine");
    stack.pass(Date.parse("2026-11-21T07:00:00Z") - stack.now());
    await Promise.all([stack.tick(), stack.tick(), stack.tick()]);
    await stack.drain();
    expect(stack.mailsTo(rosa)).toHaveLength(2);
    expect(runs(stack)).toEqual(["daily.2026-11-21.0700.Europe-London"]);
  });

  test("that is late plans what its own time stands for, and an older one nothing", async () => {
    const stack = await stackWithReader();
    await stack.publish(topic, ["News 1"], "routine");
    const at = Date.parse("2026-11-21T07:00:00Z");
    stack.pass(at + 90_000 - stack.now());
    expect(await stack.tick(at + 60_000)).toHaveLength(1);
    expect(await stack.tick(at)).toEqual([]);
  });

  test("makes up for an hour of missed ticks", async () => {
    const stack = await stackWithReader();
    await stack.publish(topic, ["News 1"], "routine");
    stack.pass(Date.parse("2026-11-21T06:30:00Z") - stack.now());
    await stack.tick();
    expect(await pass(stack, hourMs)).toEqual(["daily.2026-11-21.0700.Europe-London"]);
    expect(stack.mailsTo(rosa)).toHaveLength(2);
  });

  test("makes up for a day of missed ticks: what is stale is written closed, the news comes with the next", async () => {
    const stack = await stackWithReader();
    await stack.publish(topic, ["News 1"], "routine");
    stack.pass(Date.parse("2026-11-21T06:30:00Z") - stack.now());
    await stack.tick();
    expect(await pass(stack, 24 * hourMs)).toEqual([]);
    expect(runs(stack)).toEqual(["daily.2026-11-21.0700.Europe-London"]);
    expect(stack.ports.ledger.booksOf("daily.2026-11-21.0700.Europe-London")).toEqual(emptyBooks);
    expect(await pass(stack, hourMs)).toEqual(["daily.2026-11-22.0700.Europe-London"]);
    expect(stack.mailsTo(rosa)).toHaveLength(2);
  });

  test("makes up for a week at most", async () => {
    const stack = await stackWithReader();
    await stack.publish(topic, ["News 1"], "routine");
    expect(await pass(stack, 8 * 24 * hourMs)).toEqual(["daily.2026-11-28.0700.Europe-London"]);
    expect(runs(stack)[0]).toBe("daily.2026-11-22.0700.Europe-London");
    expect(await stack.ports.ledger.openRuns()).toMatchObject([{ id: "daily.2026-11-28.0700.Europe-London" }]);
    expect(stack.mailsTo(rosa)).toHaveLength(2);
  });

  test("sends one hourly digest after hours of missed ticks", async () => {
    const stack = await stackWithReader({ cadence: "hourly" });
    await stack.publish(topic, ["News 1"], "routine");
    await pass(stack, 5.5 * hourMs);
    expect(stack.mailsTo(rosa)).toHaveLength(2);
  });

  test("that stops at any call is made up for by the next, and everyone is mailed once", async () => {
    for (const moment of ["before", "after"] as const) {
      for (let call = 1; call < 60; call++) {
        const stack = await stackWithReader();
        await stack.publish(topic, ["News 1"], "routine");
        stack.pass(Date.parse("2026-11-21T07:00:00Z") - stack.now());
        stack.process.dieAt(call, moment);
        await stack.tick().catch(() => undefined);
        if (!stack.process.isDead()) break;
        stack.process.revive();
        await stack.turnTo("2026-11-21T08:00:00Z");
        expect(stack.mailsTo(rosa), `${moment} ${call}`).toHaveLength(2);
      }
    }
  });

  test("that was not saved does not close a run that was planned in time", async () => {
    const stack = await stackWithReader();
    await stack.publish(topic, ["News 1"], "routine");
    stack.pass(Date.parse("2026-11-21T07:00:00Z") - stack.now());
    const { save } = stack.ports.ticks;
    stack.ports.ticks.save = () => Promise.reject(new Error("the table is away"));
    await expect(stack.tick()).rejects.toThrow("the table is away");
    stack.ports.ticks.save = save;
    await stack.drain();
    stack.pass(13 * hourMs);
    await stack.publish(topic, ["News 2"], "routine");
    await stack.tick();
    await stack.recover();
    expect(stack.ports.ledger.booksOf("daily.2026-11-21.0700.Europe-London")).toMatchObject({
      audience: 1,
      submitted: 1,
    });
  });
});

describe("a group's run", () => {
  test("is not planned where no topic has grown", async () => {
    const stack = await stackWithReader();
    await stack.publish(topic, ["News 1"], "routine");
    await stack.publish(flood, ["News 2"], "routine");
    await stack.turnTo("2026-11-21T12:00:00Z");
    await stack.publish(flood, ["News 3"], "routine");
    await stack.turnTo("2026-11-24T12:00:00Z");
    expect(runs(stack)).toEqual(["daily.2026-11-21.0700.Europe-London"]);
  });

  test("is planned for one who joins the group, although no topic has grown since its last", async () => {
    const stack = await stackWithReader();
    await stack.follow("omar@reader.example", topic, { cadence: "weekly" });
    await stack.publish(topic, ["News 1"], "routine");
    await stack.turnTo("2026-11-21T12:00:00Z");
    const token = await stack.token("omar@reader.example", { purpose: "preferences" });
    await stack.changePreferences(token, { action: "save", topic, cadence: "daily" });
    await stack.turnTo("2026-11-22T12:00:00Z");
    expect(stack.mailsTo("omar@reader.example")).toHaveLength(2);
    expect(stack.mailsTo(rosa)).toHaveLength(2);
  });

  test("is planned for one who joined just before its last and was not yet seen in the index", async () => {
    const stack = await stackWithReader();
    await stack.publish(topic, ["News 1"], "routine");
    await stack.follow("omar@reader.example", topic, { cadence: "weekly" });
    await stack.publish(topic, ["News 2"], "routine");
    await stack.turnTo("2026-11-21T06:59:00Z");
    const token = await stack.token("omar@reader.example", { purpose: "preferences" });
    await stack.changePreferences(token, { action: "save", topic, cadence: "daily" });
    const omar = (await stack.subscriber("omar@reader.example")).id;
    const { members } = stack.ports.audiences;
    stack.ports.audiences.members = async (...asked) => (await members(...asked)).filter((id) => id !== omar);
    await stack.turnTo("2026-11-21T12:00:00Z");
    stack.ports.audiences.members = members;
    expect(stack.mailsTo("omar@reader.example")).toHaveLength(1);
    await stack.turnTo("2026-11-22T12:00:00Z");
    expect(stack.mailsTo("omar@reader.example")).toHaveLength(2);
  });

  test("leaves nothing behind when all of it went stale before it was planned", async () => {
    const stack = await stackWithReader();
    await stack.publish(topic, ["News 1"], "routine");
    stack.pass(Date.parse("2026-11-21T07:00:00Z") - stack.now());
    await stack.tick();
    stack.pass(12 * hourMs);
    await stack.drain();
    expect(stack.mailsTo(rosa)).toHaveLength(1);
    await stack.turnTo("2026-11-22T12:00:00Z");
    expect(stack.mailsTo(rosa)).toHaveLength(2);
    expect(stack.ports.ledger.booksOf("daily.2026-11-21.0700.Europe-London")).toMatchObject({ refused: { stale: 1 } });
  });
});

/** Zones of every kind of offset; those of Europe, America and Lord Howe change their clocks within the days below. */
const zones = [
  "Pacific/Kiritimati",
  "Pacific/Chatham",
  "Australia/Lord_Howe",
  "Australia/Adelaide",
  "Asia/Tokyo",
  "Asia/Kathmandu",
  "Asia/Kolkata",
  "Asia/Tehran",
  "Africa/Cairo",
  "Europe/London",
  "Atlantic/Azores",
  "America/St_Johns",
  "America/New_York",
  "America/Los_Angeles",
  "Pacific/Marquesas",
  "Pacific/Niue",
] as const;

describe("sixteen zones at once", () => {
  test.each([
    ["as Europe's clocks go forward", "2026-03-27T00:00:00Z"],
    ["as Lord Howe's clocks go back by half an hour", "2026-04-03T00:00:00Z"],
    ["as Lord Howe's clocks go forward by half an hour", "2026-10-02T00:00:00Z"],
    ["as Europe's clocks go back, and a week later America's", "2026-10-24T00:00:00Z"],
  ])("get one digest each local date, at seven or when the clocks allow it, %s", async (_, startsAt) => {
    const stack = memoryStack(startsAt);
    await stack.addTopic(topic, "the harbour strike");
    // Half past one falls into the gaps and into the hours that come twice.
    const readers = zones.flatMap((zone) => ["07:00", "01:30", "02:00"].map((hour) => ({ zone, hour })));
    const addressOf = (reader: { zone: string; hour: string }) =>
      `${reader.zone.replaceAll("/", ".").toLowerCase()}.${reader.hour.replace(":", "")}@reader.example`;
    for (const reader of readers) {
      await stack.follow(addressOf(reader), topic, { zone: reader.zone });
      const token = await stack.token(addressOf(reader), { purpose: "preferences" });
      await stack.changePreferences(token, { action: "save", hour: reader.hour });
    }
    const end = stack.now() + 9 * 24 * hourMs;
    for (let number = 1; stack.now() < end; number++) {
      await stack.publish(topic, [`News ${number}`], "routine");
      await stack.turnTo(stack.now() + 6 * hourMs);
    }
    for (const reader of readers) {
      const mails = stack.mailsTo(addressOf(reader)).slice(1);
      const dates = mails.map(({ at }) => wallClock(reader.zone, at).date);
      expect(dates, addressOf(reader)).toEqual(consecutive(dates[0] ?? "", dates.length));
      expect([8, 9, 10], addressOf(reader)).toContain(dates.length);
      const late = mails.filter(({ at }) => wallClock(reader.zone, at).minutes !== minutesOf(reader.hour));
      // Only what a gap swallows comes at another time, once.
      expect(late.length, addressOf(reader)).toBeLessThanOrEqual(reader.hour === "07:00" ? 0 : 1);
    }
  });
});

function consecutive(first: string, count: number): string[] {
  return Array.from({ length: count }, (_, day) =>
    new Date(Date.parse(first) + day * 24 * hourMs).toISOString().slice(0, 10),
  );
}

function minutesOf(hour: string): number {
  return Number(hour.slice(0, 2)) * 60 + Number(hour.slice(3));
}

describe("a tick that cannot read one group's topic", () => {
  test("plans all others, is loud, and plans the missing one when the topic can be read again", async () => {
    const stack = memoryStack("2026-11-20T12:00:00Z");
    for (const slug of ["bridge", "harbour"]) {
      await stack.addTopic(slug, slug);
      await stack.follow(`${slug}@reader.example`, slug, { zone: slug === "bridge" ? "Europe/London" : "UTC" });
      await stack.publish(slug, ["Something has happened"]);
    }
    const { tail } = stack.ports.topicLog;
    stack.ports.topicLog.tail = async (topic) => {
      if (topic === "bridge") throw new Error("one topic cannot be read");
      return tail(topic);
    };
    await expect(stack.turnTo("2026-11-21T07:00:00Z")).rejects.toThrow("one topic cannot be read");
    await stack.drain();
    stack.ports.topicLog.tail = tail;
    await stack.tick();
    await stack.drain();
    expect(stack.mailsTo("harbour@reader.example")).toHaveLength(2);
    expect(stack.mailsTo("bridge@reader.example")).toHaveLength(2);
  });
});
