import { describe, expect, test } from "vitest";
import { closeTopic, reopenTopic } from "#pipeline/close-topic.ts";
import { releaseAllDue } from "#pipeline/release-held.ts";
import { renameTopic } from "#pipeline/rename-topic.ts";
import { memoryStack, origin } from "#test/support/memory-stack.ts";

const topic = "harbour";
const rosa = "rosa@reader.example";

async function stackWithReader() {
  const stack = memoryStack("2026-11-23T09:00:00Z");
  await stack.addTopic(topic, "The harbour strike");
  await stack.signUp({ email: rosa, topic, cadence: "instant" });
  await stack.drain();
  await stack.confirm(await stack.confirmToken(rosa));
  await stack.publish(topic, ["The ferries stop"]);
  await stack.drain();
  return stack;
}

describe("a closed topic", () => {
  test("takes no sign-ups, no confirmations and nothing new, but corrections and withdrawals", async () => {
    const stack = await stackWithReader();
    await stack.signUp({ email: "omar@reader.example", topic });
    await stack.drain();
    const closed = await closeTopic(stack.ports, { topic, note: "Both sides have signed." });
    expect(closed).toMatchObject({
      kind: "changed",
      topic: { closed: { at: stack.now(), note: "Both sides have signed." } },
    });
    expect(await stack.signUp({ email: "ada@reader.example", topic })).toMatchObject({
      kind: "closed",
      topic: { slug: topic },
    });
    expect(await stack.confirm(await stack.confirmToken("omar@reader.example"))).toMatchObject({ kind: "closed" });
    expect(await stack.publish(topic, ["The ferries sail"])).toEqual({ kind: "closed" });
    expect(await stack.hold(topic, { reason: "draft" }, "The ferries sail")).toEqual({ kind: "closed" });
    expect(await stack.correct(topic, 1, { headline: "The ferries stopped" }, "They stopped before.")).toMatchObject({
      kind: "published",
    });
    expect(await stack.withdraw(topic, 1)).toMatchObject({ kind: "published" });
  });

  test("keeps those who follow it, and tells them of corrections", async () => {
    const stack = await stackWithReader();
    await closeTopic(stack.ports, { topic });
    await stack.correct(topic, 1, { headline: "Half of the ferries stop" }, "Not all stop.", true);
    await stack.drain();
    stack.pass(60_000);
    await stack.recover();
    await stack.tick();
    await stack.drain();
    expect((await stack.read(rosa)).at(-1)?.text).toContain("Half of the ferries stop");
    expect((await stack.subscriber(rosa)).entry.state.subscriptions).toHaveLength(1);
  });

  test("holds back what was to be released, and lets it go once it is open again", async () => {
    const stack = await stackWithReader();
    await stack.hold(topic, { reason: "hold", forMs: 30_000 }, "The ferries sail");
    await closeTopic(stack.ports, { topic });
    stack.pass(60_000);
    expect((await releaseAllDue(stack.ports)).released).toEqual([]);
    await reopenTopic(stack.ports, topic);
    expect((await releaseAllDue(stack.ports)).released).toHaveLength(1);
    expect((await stack.readTopic(topic))?.developments).toHaveLength(2);
  });

  test("keeps the time of its end when it is closed again, and takes the newer note", async () => {
    const stack = await stackWithReader();
    const at = stack.now();
    await closeTopic(stack.ports, { topic });
    stack.pass(60_000);
    expect(await closeTopic(stack.ports, { topic, note: "It is over." })).toMatchObject({
      kind: "known",
      topic: { closed: { at, note: "It is over." } },
    });
    expect(await reopenTopic(stack.ports, topic)).toMatchObject({ kind: "changed" });
    expect(await reopenTopic(stack.ports, topic)).toMatchObject({ kind: "known" });
    expect(await closeTopic(stack.ports, { topic: "nowhere" })).toEqual({ kind: "no-such-topic" });
  });
});

describe("a renamed topic", () => {
  const renaming = { topic, title: "The port talks", slug: "port-talks" };

  test("is published to, signed up for and read by either slug, and its readers lose nothing", async () => {
    const stack = await stackWithReader();
    expect(await renameTopic(stack.ports, renaming)).toMatchObject({
      kind: "renamed",
      topic: { slug: topic, address: "port-talks", title: "The port talks" },
    });
    await stack.publish("port-talks", ["The board calls for talks"]);
    await stack.publish(topic, ["The dockers agree to talk"]);
    stack.pass(10 * 60_000);
    await stack.tick();
    await stack.drain();
    expect((await stack.readTopic("port-talks"))?.developments).toHaveLength(3);
    expect((await stack.readTopic(topic))?.topic.address).toBe("port-talks");
    expect((await stack.read(rosa)).at(-1)?.text).toContain("The dockers agree to talk");
    expect(await stack.signUp({ email: "omar@reader.example", topic: "port-talks" })).toEqual({ kind: "asked" });
    await stack.drain();
    await stack.confirm(await stack.confirmToken("omar@reader.example"));
    expect((await stack.subscriber("omar@reader.example")).entry.state.subscriptions).toMatchObject([
      { topic, start: 3 },
    ]);
  });

  test("stands in mails under its new title and address", async () => {
    const stack = await stackWithReader();
    const token = await stack.token(rosa, { purpose: "preferences" });
    await stack.changePreferences(token, { action: "save", topic, cadence: "daily" });
    await renameTopic(stack.ports, renaming);
    await stack.publish("port-talks", ["The board calls for talks"]);
    stack.pass(Date.parse("2026-11-24T07:00:00Z") - stack.now());
    await stack.tick();
    await stack.drain();
    const mail = (await stack.read(rosa)).at(-1);
    expect(mail?.text).toContain("The board calls for talks");
    expect(mail?.html).toContain(`${origin}/topics/port-talks`);
    expect(mail?.html).not.toContain(`${origin}/topics/${topic}`);
  });

  test("leaves each slug that it had to nobody else", async () => {
    const stack = await stackWithReader();
    await stack.addTopic("bridge", "The bridge");
    await renameTopic(stack.ports, renaming);
    await renameTopic(stack.ports, { topic: "port-talks", slug: "port-peace" });
    expect(await stack.addTopic("port-talks", "Another story")).toMatchObject({
      kind: "taken",
      topic: { slug: topic },
    });
    for (const slug of [topic, "port-talks", "port-peace"]) {
      expect(await renameTopic(stack.ports, { topic: "bridge", slug })).toMatchObject({ kind: "taken" });
    }
    expect(await renameTopic(stack.ports, { topic: "port-peace", slug: topic })).toMatchObject({
      kind: "renamed",
      topic: { slug: topic, address: topic },
    });
  });

  test("needs a topic, a slug that can stand in an address, and a title of some words", async () => {
    const stack = await stackWithReader();
    expect(await renameTopic(stack.ports, { ...renaming, topic: "nowhere" })).toEqual({ kind: "no-such-topic" });
    expect(await renameTopic(stack.ports, { topic, slug: "Port talks" })).toEqual({ kind: "refused", reason: "slug" });
    expect(await renameTopic(stack.ports, { topic, title: " " })).toEqual({ kind: "refused", reason: "title" });
  });
});
