import { describe, expect, test } from "vitest";
import { memoryStack } from "#test/support/memory-stack.ts";

const topic = "harbour-strike";
const rosa = "rosa@reader.example";
const minuteMs = 60_000;

async function stackWithReader() {
  const stack = memoryStack("2026-11-20T12:00:00Z");
  await stack.addTopic(topic, "the harbour strike");
  await stack.follow(rosa, topic, { cadence: "instant" });
  return stack;
}

type Stack = Awaited<ReturnType<typeof stackWithReader>>;

/** The news that each mail after the confirmation tells. */
async function mailed(stack: Stack): Promise<string[]> {
  const texts = (await stack.read(rosa)).slice(1).map(({ text }) => text);
  return texts.map((text) => [...text.matchAll(/News \d+/g)].map(String).sort().join(", "));
}

/** Lets minutes pass, each with its tick. */
async function minutes(stack: Stack, count: number): Promise<void> {
  await stack.turnTo(stack.now() + count * minuteMs, minuteMs);
}

async function publish(stack: Stack, headlines: string[], importance?: "routine" | "breaking"): Promise<void> {
  await stack.publish(topic, headlines, importance);
  await stack.drain();
}

describe("an alert", () => {
  test("is not planned where nobody follows the topic at once, and goes at once to the first who does", async () => {
    const stack = memoryStack("2026-11-20T12:00:00Z");
    await stack.addTopic(topic, "the harbour strike");
    await stack.follow("ivo@reader.example", topic, { cadence: "daily" });
    await publish(stack, ["News 1"]);
    expect(stack.ports.ledger.runs()).toEqual([]);
    await stack.follow(rosa, topic, { cadence: "instant" });
    await publish(stack, ["News 2"]);
    expect(await mailed(stack)).toEqual(["News 2"]);
    await minutes(stack, 30);
    expect(await stack.ports.alertsDue.all()).toEqual([]);
  });

  test("that was not planned because the index lagged comes with the catch-up", async () => {
    const stack = await stackWithReader();
    const { members } = stack.ports.audiences;
    stack.ports.audiences.members = async () => [];
    await publish(stack, ["News 1"]);
    stack.ports.audiences.members = members;
    await stack.turnTo("2026-11-21T09:00:00Z");
    expect(await mailed(stack)).toEqual(["News 1"]);
    expect(stack.ports.ledger.runs().map(({ id }) => id)).toEqual(["catch-up.2026-11-21.0800.Europe-London"]);
  });

  test("goes at once, all of one pull together", async () => {
    const stack = await stackWithReader();
    await publish(stack, ["News 1", "News 2", "News 3"]);
    expect(await mailed(stack)).toEqual(["News 1, News 2, News 3"]);
    expect(stack.mailsTo(rosa).at(-1)?.at).toBe(stack.now());
  });

  test("gathers what follows within five minutes, and goes when they end", async () => {
    const stack = await stackWithReader();
    await publish(stack, ["News 1"]);
    await minutes(stack, 1);
    await publish(stack, ["News 2"]);
    await minutes(stack, 2);
    await publish(stack, ["News 3"]);
    await minutes(stack, 1);
    expect(await mailed(stack)).toEqual(["News 1"]);
    await minutes(stack, 1);
    expect(await mailed(stack)).toEqual(["News 1", "News 2, News 3"]);
  });

  test("goes at once again after the gathering time", async () => {
    const stack = await stackWithReader();
    await publish(stack, ["News 1"]);
    await minutes(stack, 5);
    await publish(stack, ["News 2"]);
    expect(await mailed(stack)).toEqual(["News 1", "News 2"]);
  });

  test("does not split a pull in two when a tick comes in its middle", async () => {
    const stack = await stackWithReader();
    const headlines = Array.from({ length: 9 }, (_, index) => `News ${index + 1}`);
    const append = stack.ports.topicLog.append;
    let appended = 0;
    stack.ports.topicLog.append = async (slug, version) => {
      const isAppended = await append(slug, version);
      appended += 1;
      stack.pass(3_000);
      if (appended === 5) {
        await stack.tick();
        await stack.drain();
      }
      return isAppended;
    };
    await publish(stack, headlines);
    await minutes(stack, 10);
    expect(await mailed(stack)).toEqual([headlines.join(", ")]);
  });

  test("is not made by routine news, updates, corrections or withdrawals", async () => {
    const stack = await stackWithReader();
    await publish(stack, ["News 1"], "routine");
    await stack.publish(topic, [{ headline: "News 1", text: "<p>More.</p>" }]);
    await stack.correct(topic, 1, { text: "<p>Less.</p>" });
    await stack.drain();
    await minutes(stack, 30);
    expect(await mailed(stack)).toEqual([]);
  });

  test("is made by breaking news", async () => {
    const stack = await stackWithReader();
    await publish(stack, ["News 1"], "breaking");
    expect(await mailed(stack)).toEqual(["News 1"]);
  });

  test("does not tell what was withdrawn while it was gathered", async () => {
    const stack = await stackWithReader();
    await publish(stack, ["News 1"]);
    await publish(stack, ["News 2", "News 3"]);
    await stack.withdraw(topic, 2);
    await minutes(stack, 6);
    expect(await mailed(stack)).toEqual(["News 1", "News 3"]);
    await stack.turnTo("2026-11-22T12:00:00Z");
    expect(await mailed(stack)).toEqual(["News 1", "News 3"]);
  });

  test("goes to instant readers only", async () => {
    const stack = await stackWithReader();
    await stack.follow("omar@reader.example", topic, { cadence: "daily" });
    await publish(stack, ["News 1"]);
    expect(stack.mailsTo("omar@reader.example")).toHaveLength(1);
    expect(await mailed(stack)).toEqual(["News 1"]);
  });

  test("does not come twice, however often the planner is asked and its slice arrives", async () => {
    const stack = await stackWithReader();
    await stack.publish(topic, ["News 1"]);
    stack.waiting.plans.push({ kind: "alert", topic }, { kind: "alert", topic });
    await stack.planOnly();
    const [slice] = stack.waiting.slices;
    if (slice !== undefined) stack.waiting.slices.push(slice, slice);
    await stack.drain();
    await minutes(stack, 10);
    expect(await mailed(stack)).toEqual(["News 1"]);
  });

  test("tells the newest words, and the correction that they hold is not told again", async () => {
    const stack = await stackWithReader();
    await stack.publish(topic, ["News 1"]);
    await stack.planOnly();
    await stack.correct(topic, 1, { headline: "News 10" });
    stack.pass(2 * minuteMs);
    await stack.drain();
    await stack.turnTo("2026-11-22T12:00:00Z");
    expect(await mailed(stack)).toEqual(["News 10"]);
  });

  test("says of a development that the reader had by digest no more than a digest would", async () => {
    const stack = memoryStack("2026-11-20T12:00:00Z");
    await stack.addTopic(topic, "the harbour strike");
    await stack.follow(rosa, topic, { cadence: "hourly" });
    await stack.publish(topic, ["News 1"], "routine");
    await stack.turnTo("2026-11-20T14:00:00Z");
    const token = await stack.token(rosa, { purpose: "preferences" });
    await stack.changePreferences(token, { action: "save", topic, cadence: "instant" });
    await stack.correct(topic, 1, { headline: "News 10" });
    await publish(stack, ["News 2"]);
    await stack.turnTo("2026-11-22T12:00:00Z");
    expect(await mailed(stack)).toEqual(["News 1", "News 2", "News 10"]);
  });
});

describe("an alert's note", () => {
  test("brings the alert when the publisher stopped between the append and the nudge", async () => {
    const stack = await stackWithReader();
    await stack.publish(topic, ["News 1"]);
    stack.waiting.plans.length = 0;
    await minutes(stack, 2);
    expect(await mailed(stack)).toEqual(["News 1"]);
  });

  test("stays when the publisher stopped at any call, and what it published is alerted of", async () => {
    for (const moment of ["before", "after"] as const) {
      for (let call = 1; ; call++) {
        const stack = await stackWithReader();
        stack.process.dieAt(call, moment);
        const published = await stack.publish(topic, ["News 1", "News 2"]).catch(() => "died" as const);
        if (published !== "died") break;
        stack.process.revive();
        const tail = await stack.ports.topicLog.tail(topic);
        await minutes(stack, 2);
        expect((await mailed(stack)).join(), `${moment} ${call}`).toBe(["", "News 1", "News 1, News 2"][tail]);
      }
    }
  });

  test("stays when the planner stopped at any call, and no reader gets its news twice", async () => {
    for (const moment of ["before", "after"] as const) {
      for (let call = 1; call < 40; call++) {
        const stack = await stackWithReader();
        await stack.publish(topic, ["News 1"]);
        stack.process.dieAt(call, moment);
        await stack.planOnly();
        if (!stack.process.isDead()) break;
        stack.process.revive();
        await minutes(stack, 20);
        expect(await mailed(stack), `${moment} ${call}`).toEqual(["News 1"]);
      }
    }
  });

  test("is forgotten once nothing is left to tell", async () => {
    const stack = await stackWithReader();
    await publish(stack, ["News 1"]);
    await minutes(stack, 20);
    expect(await stack.ports.alertsDue.all()).toEqual([]);
  });
});

describe("the catch-up of an instant reader", () => {
  test("brings at eight what alerts did not, and repeats nothing", async () => {
    const stack = await stackWithReader();
    await publish(stack, ["News 1"]);
    await publish(stack, ["News 2"], "routine");
    await stack.turnTo("2026-11-21T07:45:00Z");
    expect(await mailed(stack)).toEqual(["News 1"]);
    await stack.turnTo("2026-11-21T08:00:00Z");
    expect(await mailed(stack)).toEqual(["News 1", "News 2"]);
    await stack.turnTo("2026-11-24T12:00:00Z");
    expect(await mailed(stack)).toEqual(["News 1", "News 2"]);
  });

  test("does not come when alerts brought everything", async () => {
    const stack = await stackWithReader();
    await publish(stack, ["News 1"]);
    await stack.turnTo("2026-11-24T12:00:00Z");
    expect(await mailed(stack)).toEqual(["News 1"]);
  });

  test("brings what an alert that went stale did not", async () => {
    const stack = await stackWithReader();
    await stack.publish(topic, ["News 1"]);
    await stack.planOnly();
    stack.pass(2 * 60 * minuteMs);
    await stack.drain();
    expect(await mailed(stack)).toEqual([]);
    await stack.turnTo("2026-11-21T12:00:00Z");
    expect(await mailed(stack)).toEqual(["News 1"]);
  });

  test("brings what SES refused of an alert", async () => {
    const stack = await stackWithReader();
    stack.ses.answers.push({ kind: "refused", reason: "message-refused" });
    await publish(stack, ["News 1"]);
    await minutes(stack, 10);
    await publish(stack, ["News 2"]);
    expect(await mailed(stack)).toEqual(["News 2"]);
    await stack.turnTo("2026-11-21T12:00:00Z");
    expect(await mailed(stack)).toEqual(["News 2", "News 1"]);
  });

  test("brings corrections of what alerts told", async () => {
    const stack = await stackWithReader();
    await publish(stack, ["News 1"]);
    await stack.correct(topic, 1, { headline: "News 10" });
    await stack.turnTo("2026-11-22T12:00:00Z");
    expect(await mailed(stack)).toEqual(["News 1", "News 10"]);
  });
});
