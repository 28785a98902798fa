import { describe, expect, test } from "vitest";
import { signedLinks } from "#adapters/node/signed-links.ts";
import { subscriptionsMax, subscriptionTo } from "#core/subscriber.ts";
import { coolDownMs } from "#pipeline/sign-up.ts";
import { memoryStack, origin } from "#test/support/memory-stack.ts";

const topic = "harbour-strike";
const rosa = "rosa@reader.example";
const dayMs = 24 * 60 * 60 * 1000;

async function stackAsking(typed: { cadence?: string; zone?: string } = {}) {
  const stack = memoryStack("2026-11-20T12:00:00Z");
  await stack.addTopic(topic, "the harbour strike");
  await stack.addTopic("river-flood", "the river flood");
  await stack.signUp({ email: rosa, topic, ...typed });
  await stack.drain();
  return { stack, token: await stack.confirmToken(rosa) };
}

describe("a confirm link", () => {
  test("changes nothing when it is only opened", async () => {
    const { stack, token } = await stackAsking();
    const before = await stack.everything();
    expect(await stack.openLink(token, "confirm")).toMatchObject({ kind: "confirm", cadence: "daily", state: "asked" });
    expect(await stack.everything()).toEqual(before);
  });

  test("gives the same answer at each press, and changes nothing after the first", async () => {
    const { stack, token } = await stackAsking();
    const first = await stack.confirm(token);
    expect(first).toMatchObject({ kind: "confirmed", cadence: "daily", schedule: { zone: "Europe/London" } });
    const before = await stack.everything();
    expect(await stack.confirm(token)).toEqual(first);
    expect(await stack.everything()).toEqual(before);
    expect(await stack.openLink(token, "confirm")).toMatchObject({ kind: "confirm", state: "confirmed" });
  });

  test("confirms once, however many press it at once", async () => {
    const { stack, token } = await stackAsking();
    const answers = await Promise.all(Array.from({ length: 30 }, () => stack.confirm(token)));
    expect(new Set(answers.map(({ kind }) => kind))).toEqual(new Set(["confirmed"]));
    const { id } = await stack.subscriber(rosa);
    expect(stack.ports.subscribers.log(id).filter(({ event }) => event.kind === "confirmed")).toHaveLength(1);
  });

  test("says that the topic was left, and changes nothing", async () => {
    const { stack, token } = await stackAsking();
    await stack.confirm(token);
    await stack.leave(await stack.token(rosa, { purpose: "leave", topics: [topic] }));
    const before = await stack.everything();
    expect(await stack.confirm(token)).toMatchObject({ kind: "left", topic: { slug: topic } });
    expect(await stack.openLink(token, "confirm")).toMatchObject({ kind: "confirm", state: "left" });
    expect(await stack.everything()).toEqual(before);
  });

  test("holds until seven days after the sign-up", async () => {
    const { stack, token } = await stackAsking();
    stack.pass(7 * dayMs - 1000);
    expect(await stack.confirm(token)).toMatchObject({ kind: "confirmed" });
  });

  test("expires after seven days, says of which topic it was, and changes nothing", async () => {
    const { stack, token } = await stackAsking();
    stack.pass(7 * dayMs);
    const before = await stack.everything();
    expect(await stack.confirm(token)).toMatchObject({ kind: "expired", topic: { slug: topic } });
    expect(await stack.openLink(token, "confirm")).toMatchObject({ kind: "expired", topic: { slug: topic } });
    expect(await stack.everything()).toEqual(before);
  });

  test("never says that it is forged between its sign-up's end and its own, though its mail came late", async () => {
    const stack = memoryStack("2026-11-20T12:00:00Z");
    await stack.addTopic(topic, "the harbour strike");
    await stack.signUp({ email: rosa, topic });
    stack.pass(dayMs / 2);
    await stack.drain();
    stack.pass(6.5 * dayMs);
    expect(await stack.confirm(await stack.confirmToken(rosa))).toMatchObject({ kind: "expired" });
  });

  test("is worth nothing when a single character is another", async () => {
    const { stack, token } = await stackAsking();
    const before = await stack.everything();
    for (let place = 0; place < token.length; place++) {
      const other = token[place] === "A" ? "B" : "A";
      const altered = token.slice(0, place) + other + token.slice(place + 1);
      expect(await stack.confirm(altered)).toEqual({ kind: "forged" });
      expect(await stack.openLink(altered, "confirm")).toEqual({ kind: "forged" });
    }
    expect(await stack.everything()).toEqual(before);
  });

  test("is worth nothing when another stack signed it", async () => {
    const { stack } = await stackAsking();
    const { id } = await stack.subscriber(rosa);
    const other = signedLinks([{ id: "1", key: "the key of another stack" }], origin);
    const url = other.url({ purpose: "confirm", subscriber: id, issuedAt: stack.now(), signUp: 1 });
    expect(await stack.confirm(url.split("/").at(-1) ?? "")).toEqual({ kind: "forged" });
  });

  test("is worth nothing for another purpose, nor is another for it", async () => {
    const { stack, token } = await stackAsking();
    const before = await stack.everything();
    expect(await stack.changePreferences(token, { action: "leave" })).toEqual({ kind: "forged" });
    expect(await stack.leave(token)).toEqual({ kind: "forged" });
    expect(await stack.renewLink(token)).toEqual({ kind: "forged" });
    for (const purpose of ["preferences", "leave"] as const) {
      expect(await stack.openLink(token, purpose)).toEqual({ kind: "forged" });
      const other = await stack.token(rosa, { purpose });
      expect(await stack.confirm(other)).toEqual({ kind: "forged" });
      expect(await stack.openLink(other, "confirm")).toEqual({ kind: "forged" });
    }
    expect(await stack.everything()).toEqual(before);
  });

  test("is worth nothing when it names an entry that is no sign-up", async () => {
    const { stack, token } = await stackAsking();
    await stack.confirm(token);
    for (const signUp of [0, 2, 99]) {
      expect(await stack.confirm(await stack.token(rosa, { purpose: "confirm", signUp }))).toEqual({ kind: "forged" });
    }
  });

  test("does not lift a suppression", async () => {
    const { stack, token } = await stackAsking();
    await stack.listen([{ kind: "complaint", suppress: { addresses: [rosa], reason: "complaint" } }]);
    expect(await stack.confirm(token)).toMatchObject({ kind: "suppressed" });
    expect((await stack.subscriber(rosa)).entry.state.subscriptions).toEqual([]);
  });
});

describe("a confirmation", () => {
  test("starts at the tail that the topic has when it is made, not at the sign-up's", async () => {
    const { stack, token } = await stackAsking();
    await stack.publish(topic, ["Dockers vote to strike", "Ferries stop at noon"]);
    await stack.confirm(token);
    expect(subscriptionTo((await stack.subscriber(rosa)).entry.state, topic)).toMatchObject({ start: 2, mark: 2 });
    await stack.turnTo("2026-11-22T12:00:00Z");
    expect(stack.mailsTo(rosa)).toHaveLength(1);
  });

  test("refuses the topic after the fiftieth, and changes nothing of the others", async () => {
    const { stack } = await stackAsking();
    for (let number = 1; number <= subscriptionsMax; number++) {
      await stack.addTopic(`topic-${number}`, `topic ${number}`);
      await stack.follow("max@reader.example", `topic-${number}`);
    }
    await stack.signUp({ email: "max@reader.example", topic });
    await stack.drain();
    const { state } = (await stack.subscriber("max@reader.example")).entry;
    const token = await stack.confirmToken("max@reader.example");
    expect(await stack.confirm(token)).toEqual({ kind: "too-many" });
    expect((await stack.subscriber("max@reader.example")).entry.state).toEqual(state);
    expect(state.subscriptions).toHaveLength(50);
  });

  test("of a newer sign-up takes its cadence and keeps the mark", async () => {
    const { stack, token } = await stackAsking();
    await stack.confirm(token);
    await stack.publish(topic, ["Dockers vote to strike"]);
    await stack.follow(rosa, topic, { cadence: "weekly" });
    const { state } = (await stack.subscriber(rosa)).entry;
    expect(state.subscriptions).toMatchObject([{ topic, cadence: "weekly", mark: 0 }]);
    expect(await stack.confirm(token)).toMatchObject({ kind: "confirmed", cadence: "weekly" });
  });

  test("of a stranger's sign-up does not move the reader's zone", async () => {
    const { stack, token } = await stackAsking({ zone: "Asia/Kathmandu" });
    await stack.confirm(token);
    const { schedule } = (await stack.subscriber(rosa)).entry.state;
    await stack.signUp({ email: rosa, topic: "river-flood", zone: "America/New_York" });
    await stack.drain();
    expect((await stack.subscriber(rosa)).entry.state.schedule).toEqual(schedule);
    await stack.confirm(await stack.confirmToken(rosa));
    expect((await stack.subscriber(rosa)).entry.state.schedule).toEqual(schedule);
  });

  test("of the first sign-up takes its own zone, whatever was asked for before", async () => {
    const { stack } = await stackAsking({ zone: "America/New_York" });
    stack.pass(coolDownMs);
    await stack.follow(rosa, topic, { zone: "Asia/Kathmandu" });
    expect((await stack.subscriber(rosa)).entry.state.schedule.zone).toBe("Asia/Kathmandu");
  });

  test("keeps the reader for good", async () => {
    const { stack, token } = await stackAsking();
    await stack.confirm(token);
    stack.pass(400 * dayMs);
    expect((await stack.subscriber(rosa)).entry.state.subscriptions).toHaveLength(1);
  });
});
