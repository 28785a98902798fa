import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Cadence } from "#core/cadence.ts";
import { mergedTarget } from "#core/merge.ts";
import { mergeTopics } from "#pipeline/merge-topics.ts";
import { type MemoryStack, memoryStack } from "#test/support/memory-stack.ts";
import { readMail } from "#test/support/read-mail.ts";

const startsAt = "2026-11-02T12:00:00Z";
const topics = ["harbour", "port-talks", "ferries"] as const;
const rosa = "rosa@reader.example";
const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

async function stackWithTopics(): Promise<MemoryStack> {
  const stack = memoryStack(startsAt);
  for (const topic of topics) await stack.addTopic(topic, `The story of ${topic}`);
  return stack;
}

const merge = (stack: MemoryStack, from: string, into: string) => mergeTopics(stack.ports, { from, into });

/** The headlines that a reader was told, in the order in which they came. */
async function toldTo(stack: MemoryStack, reader: string): Promise<string[]> {
  const told: string[] = [];
  for (const { source } of stack.mailsTo(reader)) {
    const { text } = await readMail(source);
    told.push(...[...text.matchAll(/^\* (News \d+|Corrected \d+)$/gm)].map(([, headline = ""]) => headline));
  }
  return told.sort();
}

const news = (stack: MemoryStack, topic: string, ...numbers: number[]) =>
  stack.publish(
    topic,
    numbers.map((number) => `News ${number}`),
  );

const days = (stack: MemoryStack, count: number) => stack.turnTo(stack.now() + count * dayMs, hourMs);

describe("a topic that was merged", () => {
  test.each(["instant", "daily", "weekly"] as const)(
    "brings its %s readers what came before and after, once",
    async (cadence) => {
      const stack = await stackWithTopics();
      await news(stack, "port-talks", 1, 2);
      await stack.follow(rosa, "harbour", { cadence });
      await news(stack, "harbour", 3);
      await stack.drain();
      expect(await merge(stack, "harbour", "port-talks")).toMatchObject({
        kind: "merged",
        into: { slug: "port-talks" },
      });
      await news(stack, "port-talks", 4);
      await news(stack, "harbour", 5);
      await days(stack, 8);
      expect(await toldTo(stack, rosa)).toEqual(["News 3", "News 4", "News 5"]);
      expect((await stack.readTopic("port-talks"))?.developments).toHaveLength(4);
    },
  );

  test("brings nothing twice to who follows both", async () => {
    const stack = await stackWithTopics();
    await stack.follow(rosa, "harbour", { cadence: "daily" });
    await stack.follow(rosa, "port-talks", { cadence: "instant" });
    await news(stack, "harbour", 1);
    await news(stack, "port-talks", 2);
    await stack.drain();
    await merge(stack, "harbour", "port-talks");
    await news(stack, "port-talks", 3);
    await stack.correct("port-talks", 1, { headline: "Corrected 2" }, undefined, true);
    await stack.drain();
    await days(stack, 3);
    expect(await toldTo(stack, rosa)).toEqual(["Corrected 2", "News 1", "News 2", "News 3"]);
  });

  test("stands in a mail of who follows both as one story", async () => {
    const stack = await stackWithTopics();
    for (const topic of ["harbour", "port-talks"]) await stack.follow(rosa, topic, { cadence: "daily" });
    await news(stack, "harbour", 1);
    stack.pass(1000);
    await news(stack, "port-talks", 2);
    await merge(stack, "harbour", "port-talks");
    await days(stack, 1);
    const { text = "" } = (await stack.read(rosa)).at(-1) ?? {};
    expect(text.match(/The story of [a-z-]+/g)?.filter((title) => title === "The story of harbour")).toEqual([]);
    expect(text.indexOf("News 2")).toBeLessThan(text.indexOf("News 1"));
    expect(text.indexOf("News 2")).toBeGreaterThan(0);
  });

  test("tells of no corrections of what its readers never had", async () => {
    const stack = await stackWithTopics();
    await news(stack, "port-talks", 1);
    await stack.follow(rosa, "harbour", { cadence: "daily" });
    await merge(stack, "harbour", "port-talks");
    await stack.correct("port-talks", 1, { headline: "Corrected 1" }, undefined, true);
    await days(stack, 2);
    expect(await toldTo(stack, rosa)).toEqual([]);
    await news(stack, "port-talks", 2);
    await days(stack, 2);
    await stack.correct("port-talks", 3, { headline: "Corrected 2" });
    await news(stack, "port-talks", 4);
    await days(stack, 2);
    expect(await toldTo(stack, rosa)).toEqual(["Corrected 2", "News 2", "News 4"]);
  });

  test("is the subscription of who signs up for the other, at the cadence that they ask for", async () => {
    const stack = await stackWithTopics();
    await stack.follow(rosa, "harbour", { cadence: "weekly" });
    await merge(stack, "harbour", "port-talks");
    stack.pass(hourMs);
    await stack.follow(rosa, "port-talks", { cadence: "daily" });
    expect((await stack.subscriber(rosa)).entry.state.subscriptions).toMatchObject([
      { topic: "harbour", cadence: "daily" },
    ]);
  });

  test("is left with the other, and the other with it", async () => {
    const stack = await stackWithTopics();
    for (const topic of ["harbour", "port-talks"]) await stack.follow(rosa, topic, { cadence: "daily" });
    await merge(stack, "harbour", "port-talks");
    await stack.leave(await stack.token(rosa, { purpose: "leave", topics: ["harbour"] }));
    expect((await stack.subscriber(rosa)).entry.state.subscriptions).toEqual([]);
    await stack.follow(rosa, "port-talks", { cadence: "daily" });
    await news(stack, "port-talks", 1);
    await days(stack, 2);
    expect(await toldTo(stack, rosa)).toEqual(["News 1"]);
  });

  test("is shown under the title and the address of the other", async () => {
    const stack = await stackWithTopics();
    await merge(stack, "harbour", "port-talks");
    expect((await stack.readTopic("harbour"))?.topic).toMatchObject({
      address: "port-talks",
      title: "The story of port-talks",
      mergedInto: "port-talks",
    });
    expect((await stack.ports.topics.all()).map(({ slug }) => slug)).toEqual(["ferries", "port-talks"]);
  });

  test("takes no more changes to what was said in it", async () => {
    const stack = await stackWithTopics();
    await news(stack, "harbour", 1);
    await news(stack, "port-talks", 2);
    await merge(stack, "harbour", "port-talks");
    expect(await stack.correct("harbour", 1, { headline: "Corrected 1" })).toEqual({
      kind: "refused",
      reason: "merged",
    });
    expect(await stack.withdraw("harbour", 1)).toEqual({ kind: "refused", reason: "merged" });
    expect((await stack.readTopic("port-talks"))?.developments).toMatchObject([{ headline: "News 2" }]);
  });

  test("is finished by the next try, wherever the first one stopped", async () => {
    for (let calls = 1; ; calls++) {
      const stack = await stackWithTopics();
      await stack.follow(rosa, "harbour", { cadence: "instant" });
      await news(stack, "harbour", 1);
      await stack.drain();
      stack.process.dieAt(calls, "before");
      const ended = await merge(stack, "harbour", "port-talks").then(
        () => false,
        () => true,
      );
      stack.process.revive();
      await news(stack, "port-talks", 2);
      await news(stack, "harbour", 3);
      expect(await merge(stack, "harbour", "port-talks")).toMatchObject({ kind: "merged" });
      await news(stack, "harbour", 4);
      await news(stack, "port-talks", 5);
      await days(stack, 2);
      const told = await toldTo(stack, rosa);
      expect(told, `after ${calls} calls`).toEqual([...new Set(told)]);
      expect(told, `after ${calls} calls`).toEqual(expect.arrayContaining(["News 1", "News 3", "News 4", "News 5"]));
      if (!ended) return;
    }
  });
});

describe("merging", () => {
  test("is refused in a circle, twice into others, and into what has ended or does not exist", async () => {
    const stack = await stackWithTopics();
    expect(await merge(stack, "harbour", "harbour")).toEqual({ kind: "refused", reason: "same" });
    await merge(stack, "harbour", "port-talks");
    expect(await merge(stack, "port-talks", "harbour")).toEqual({ kind: "refused", reason: "same" });
    expect(await merge(stack, "harbour", "ferries")).toEqual({ kind: "refused", reason: "merged-before" });
    expect(await merge(stack, "harbour", "port-talks")).toMatchObject({ kind: "merged" });
    expect(await merge(stack, "port-talks", "ferries")).toMatchObject({ kind: "merged" });
    expect(await merge(stack, "ferries", "harbour")).toEqual({ kind: "refused", reason: "same" });
    expect(await merge(stack, "nowhere", "harbour")).toEqual({ kind: "no-such-topic", topic: "nowhere" });
  });

  test("of two into each other at once makes one of them the other", async () => {
    const stack = await stackWithTopics();
    const outcomes = await Promise.all([merge(stack, "harbour", "ferries"), merge(stack, "ferries", "harbour")]);
    expect(outcomes.filter(({ kind }) => kind === "merged")).toHaveLength(1);
  });
});

type Deed =
  | { readonly kind: "publish"; readonly topic: string; readonly count: number }
  | { readonly kind: "follow"; readonly reader: string; readonly topic: string; readonly cadence: Cadence }
  | { readonly kind: "leave"; readonly reader: string; readonly topic: string }
  | { readonly kind: "merge"; readonly from: string; readonly into: string }
  | { readonly kind: "turn"; readonly hours: number };

const topic = fc.constantFrom(...topics);
const reader = fc.constantFrom(rosa, "omar@reader.example", "ada@reader.example");
const cadence = fc.constantFrom<Cadence>("instant", "hourly", "daily", "weekly");
const anyDeeds: fc.Arbitrary<readonly Deed[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant("publish" as const), topic, count: fc.integer({ min: 1, max: 3 }) }),
    },
    { weight: 5, arbitrary: fc.record({ kind: fc.constant("follow" as const), reader, topic, cadence }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("leave" as const), reader, topic }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("merge" as const), from: topic, into: topic }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant("turn" as const), hours: fc.integer({ min: 1, max: 30 }) }) },
  ),
  { minLength: 6, maxLength: 30 },
);

/** Lets it happen, and keeps by itself who is to be told of what: those who followed the story when it was published. */
async function live(deeds: readonly Deed[]) {
  const stack = await stackWithTopics();
  /** What each reader follows, by the topic that it goes on in. */
  const following = new Map<string, Set<string>>();
  /** By reader: what they must be told, and what they may be. */
  const due = new Map<string, Map<string, "must" | "may">>();
  let merges: Record<string, string> = {};
  let published = 0;
  const target = (slug: string) => mergedTarget(merges, slug);
  const stories = (email: string) => new Set([...(following.get(email) ?? [])].map(target));
  /** In which story each was published. */
  const storyOf = new Map<string, string>();

  const happen = async (deed: Deed): Promise<void> => {
    switch (deed.kind) {
      case "publish":
        for (let count = 0; count < deed.count; count++) {
          const headline = `News ${++published}`;
          storyOf.set(headline, target(deed.topic));
          for (const email of following.keys()) {
            if (stories(email).has(target(deed.topic))) due.get(email)?.set(headline, "must");
          }
          await stack.publish(deed.topic, [headline]);
        }
        return stack.drain();
      case "follow":
        stack.pass(11 * 60_000);
        await stack.follow(deed.reader, deed.topic, { cadence: deed.cadence });
        following.set(deed.reader, new Set([...(following.get(deed.reader) ?? []), target(deed.topic)]));
        if (!due.has(deed.reader)) due.set(deed.reader, new Map());
        return;
      case "leave": {
        if (!stories(deed.reader).has(target(deed.topic))) return;
        await stack.leave(await stack.token(deed.reader, { purpose: "leave", topics: [target(deed.topic)] }));
        following.set(deed.reader, new Set([...stories(deed.reader)].filter((one) => one !== target(deed.topic))));
        for (const headline of due.get(deed.reader)?.keys() ?? []) {
          if (target(storyOf.get(headline) ?? "") === target(deed.topic)) due.get(deed.reader)?.set(headline, "may");
        }
        return;
      }
      case "merge":
        if ((await merge(stack, deed.from, deed.into)).kind === "merged") {
          merges = { ...(await stack.ports.topics.merges()) };
        }
        return stack.drain();
      case "turn":
        return stack.turnTo(stack.now() + deed.hours * hourMs, hourMs);
    }
  };
  for (const deed of deeds) {
    await happen(deed);
    stack.pass(1000);
  }
  await days(stack, 9);
  return { stack, due };
}

describe("each reader of topics that are merged", () => {
  test("is told once of all that came since they began to follow the story, and of nothing else", async () => {
    const property = fc.asyncProperty(anyDeeds, async (deeds) => {
      const { stack, due } = await live(deeds);
      for (const [email, expected] of due) {
        const told = await toldTo(stack, email);
        expect(told, `${email} is told once`).toEqual([...new Set(told)]);
        expect(
          told.filter((headline) => !expected.has(headline)),
          `${email} is told of nothing else`,
        ).toEqual([]);
        const missing = [...expected].filter(([headline, how]) => how === "must" && !told.includes(headline));
        expect(missing, `${email} is told of all`).toEqual([]);
      }
    });
    await fc.assert(property, { numRuns: 60, seed: 20_261_123 });
  }, 120_000);
});
