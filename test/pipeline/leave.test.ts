import { describe, expect, test } from "vitest";
import { memoryStack } from "#test/support/memory-stack.ts";

const topic = "harbour-strike";
const flood = "river-flood";
const rosa = "rosa@reader.example";
const dayMs = 24 * 60 * 60 * 1000;

/** A reader who follows two topics, one of which brought a digest. */
async function stackWithDigest(cadence = "daily") {
  const stack = memoryStack("2026-11-20T12:00:00Z");
  await stack.addTopic(topic, "the harbour strike");
  await stack.addTopic(flood, "the river flood");
  await stack.follow(rosa, topic, { cadence });
  await stack.follow(rosa, flood);
  await stack.publish(topic, ["Dockers vote to strike"]);
  await stack.turnTo("2026-11-21T12:00:00Z");
  const token = (await stack.read(rosa)).at(-1)?.token("unsubscribe") ?? "";
  return { stack, token };
}

describe("a leave link", () => {
  test("changes nothing when it is only opened", async () => {
    const { stack, token } = await stackWithDigest();
    const before = await stack.everything();
    expect(await stack.openLink(token, "leave")).toMatchObject({
      kind: "leave",
      topics: [{ slug: topic }],
      state: "following",
    });
    expect(await stack.everything()).toEqual(before);
  });

  test("leaves what its digest carried, and nothing else", async () => {
    const { stack, token } = await stackWithDigest();
    expect(await stack.leave(token)).toMatchObject({ kind: "left", topics: [{ slug: topic }] });
    expect((await stack.subscriber(rosa)).entry.state.subscriptions).toMatchObject([{ topic: flood }]);
    expect(await stack.openLink(token, "leave")).toMatchObject({ kind: "leave", state: "left" });
  });

  test("leaves every topic of a digest that carried several", async () => {
    const { stack } = await stackWithDigest();
    await stack.publish(topic, ["Ferries stop at noon"]);
    await stack.publish(flood, ["The dyke holds"]);
    await stack.turnTo("2026-11-22T12:00:00Z");
    const token = (await stack.read(rosa)).at(-1)?.token("unsubscribe") ?? "";
    await stack.leave(token);
    expect((await stack.subscriber(rosa)).entry.state.subscriptions).toEqual([]);
  });

  test("leaves the topic of its alert, and not what else is followed", async () => {
    const { stack, token } = await stackWithDigest("instant");
    await stack.leave(token);
    expect((await stack.subscriber(rosa)).entry.state.subscriptions).toMatchObject([{ topic: flood }]);
  });

  test("says the same at the second press, and changes nothing more", async () => {
    const { stack, token } = await stackWithDigest();
    const first = await stack.leave(token);
    const before = await stack.everything();
    expect(await stack.leave(token)).toEqual(first);
    expect(await stack.everything()).toEqual(before);
  });

  test("is undone by signing up again, and then leaves again", async () => {
    const { stack, token } = await stackWithDigest();
    await stack.leave(token);
    await stack.publish(topic, ["Ferries stop at noon"]);
    await stack.follow(rosa, topic);
    await stack.publish(topic, ["The port calls for talks"]);
    await stack.turnTo("2026-11-22T12:00:00Z");
    const digest = (await stack.read(rosa)).at(-1);
    expect(digest?.text).toContain("The port calls for talks");
    expect(digest?.text).not.toContain("Ferries stop at noon");
    expect(await stack.leave(token)).toMatchObject({ kind: "left", topics: [{ slug: topic }] });
    expect((await stack.subscriber(rosa)).entry.state.subscriptions).toMatchObject([{ topic: flood }]);
  });

  test("holds for ever", async () => {
    const { stack, token } = await stackWithDigest();
    stack.pass(10 * 365 * dayMs);
    expect(await stack.openLink(token, "leave")).toMatchObject({ kind: "leave", state: "following" });
    expect(await stack.leave(token)).toMatchObject({ kind: "left" });
    expect((await stack.subscriber(rosa)).entry.state.subscriptions).toMatchObject([{ topic: flood }]);
  });

  test("leaves all of its cadence where the topics' names were too long for it", async () => {
    const { stack } = await stackWithDigest("weekly");
    const token = await stack.token(rosa, { purpose: "leave", cadence: "daily" });
    expect(await stack.leave(token)).toMatchObject({ kind: "left", topics: [{ slug: flood }] });
    expect((await stack.subscriber(rosa)).entry.state.subscriptions).toMatchObject([{ topic }]);
  });

  test("is forged when it is of another purpose or not signed, and changes nothing", async () => {
    const { stack } = await stackWithDigest();
    const before = await stack.everything();
    expect(await stack.leave(await stack.token(rosa, { purpose: "preferences" }))).toEqual({ kind: "forged" });
    expect(await stack.leave("1.bDpub2JvZHk.AAAAAAAAAAAAAAAAAAAAAA")).toEqual({ kind: "forged" });
    expect(await stack.everything()).toEqual(before);
  });

  test("of somebody of whom nothing is known any more says that they left, and changes nothing", async () => {
    const { stack } = await stackWithDigest();
    const before = await stack.everything();
    const link = { purpose: "leave", subscriber: "nobody-000000001", issuedAt: 0, topics: [flood] } as const;
    const token = stack.ports.links.url(link).split("/").at(-1) ?? "";
    expect(await stack.leave(token)).toMatchObject({ kind: "left", topics: [{ slug: flood }] });
    expect(await stack.everything()).toEqual(before);
  });
});

describe("leaving", () => {
  test.each(["daily", "instant"])("ends a %s run that has frozen its slices already", async (cadence) => {
    const { stack, token } = await stackWithDigest(cadence);
    const mails = stack.mailsTo(rosa).length;
    await stack.publish(topic, ["Ferries stop at noon"]);
    stack.pass(Date.parse("2026-11-22T07:00:00Z") - stack.now());
    if (cadence === "daily") await stack.tick();
    await stack.planOnly();
    expect(stack.waiting.slices.length).toBeGreaterThan(0);
    await stack.leave(token);
    await stack.drain();
    await stack.turnTo("2026-11-24T12:00:00Z");
    expect(stack.mailsTo(rosa)).toHaveLength(mails);
  });

  test("is done once, however many press at once", async () => {
    const { stack, token } = await stackWithDigest();
    const answers = await Promise.all(Array.from({ length: 30 }, () => stack.leave(token)));
    expect(new Set(answers.map(({ kind }) => kind))).toEqual(new Set(["left"]));
    const { id } = await stack.subscriber(rosa);
    expect(stack.ports.subscribers.log(id).filter(({ event }) => event.kind === "left")).toHaveLength(1);
  });

  test("takes the reader out of the audiences that named them for it", async () => {
    const { stack, token } = await stackWithDigest("instant");
    const { id } = await stack.subscriber(rosa);
    const named = async (audience: string) => {
      const shards = [0, 1, 2, 3].map((shard) => stack.ports.audiences.members(audience, shard, undefined, 10));
      return (await Promise.all(shards)).flat().includes(id);
    };
    expect(await named(`alert.${topic}`)).toBe(true);
    await stack.leave(token);
    expect(await named(`alert.${topic}`)).toBe(false);
    expect(await named("due.instant.0800.Europe/London")).toBe(false);
    expect(await named("due.daily.0700.Europe/London")).toBe(true);
  });
});
