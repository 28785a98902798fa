import { describe, expect, test } from "vitest";
import { memoryStack } from "#test/support/memory-stack.ts";

const day = 24 * 60 * 60 * 1000;
const ana = "ana@reader.example";

/** Ana follows a topic, had a digest of it, and left it at 08:00 on 11 March. */
async function departed() {
  const stack = memoryStack("2026-03-10T08:00:00Z");
  await stack.addTopic("harbour", "The harbour strike");
  await stack.follow(ana, "harbour");
  const { id } = await stack.subscriber(ana);
  await stack.publish("harbour", ["Dockers vote"]);
  await stack.turnTo("2026-03-11T08:00:00Z");
  const link = await stack.token(ana, { purpose: "leave", topics: ["harbour"] });
  await stack.leave(link);
  return { stack, id, link };
}

const kinds = async (stack: ReturnType<typeof memoryStack>, address = ana) =>
  (await stack.ports.keeping.consents(address)).map(({ events }) => events.map(({ event }) => event.kind));

describe("who has left everything", () => {
  test("is known for 28 days", async () => {
    const { stack, id } = await departed();
    stack.pass(28 * day);
    expect(await stack.forget()).toBe(0);
    expect(await stack.subscriber(ana)).toMatchObject({ id, address: ana });
  });

  test("is forgotten then: address, what leads to it, and log", async () => {
    const { stack, id } = await departed();
    stack.pass(28 * day + 1);
    expect(await stack.forget()).toBe(1);
    expect(await stack.ports.subscribers.byAddress(ana)).toBeUndefined();
    expect(await stack.ports.subscribers.get(id)).toBeUndefined();
    expect(await stack.ports.subscribers.newest(id, 10)).toEqual([]);
    expect(JSON.stringify(await stack.everything())).not.toContain(id);
    expect(await stack.forget()).toBe(0);
  });

  test("leaves a record of what they had agreed to, for three years", async () => {
    const { stack, id } = await departed();
    stack.pass(28 * day + 1);
    await stack.forget();
    expect(await kinds(stack)).toEqual([["signed-up", "confirmed", "left"]]);
    expect(await stack.ports.keeping.consents(ana)).toMatchObject([{ subscriber: id }]);
    stack.pass((1096 - 28) * day - 2);
    expect(await kinds(stack)).toHaveLength(1);
    stack.pass(1);
    expect(await kinds(stack)).toEqual([]);
  });

  test("is told that they left when they press a leave link later", async () => {
    const { stack, link } = await departed();
    stack.pass(100 * day);
    await stack.forget();
    const topics = [{ slug: "harbour" }];
    expect(await stack.openLink(link, "leave")).toMatchObject({ kind: "leave", state: "left", topics });
    expect(await stack.leave(link)).toMatchObject({ kind: "left", topics });
    expect(await stack.ports.subscribers.byAddress(ana)).toBeUndefined();
  });

  test("signs up anew like anybody else, and gets only what is new then", async () => {
    const { stack, id } = await departed();
    stack.pass(28 * day + 1);
    await stack.forget();
    await stack.follow(ana, "harbour");
    expect((await stack.subscriber(ana)).id).not.toBe(id);
    const before = stack.mailsTo(ana).length;
    await stack.turnTo(stack.now() + day);
    expect(stack.mailsTo(ana)).toHaveLength(before);
    await stack.publish("harbour", ["Ferries stop"]);
    await stack.turnTo(stack.now() + day);
    const [mail] = (await stack.read(ana)).slice(-1);
    expect(mail?.text).toContain("Ferries stop");
    expect(mail?.text).not.toContain("Dockers vote");
  });

  test("stays suppressed when they complained", async () => {
    const { stack } = await departed();
    await stack.listen([{ kind: "complaint", suppress: { addresses: [ana], reason: "complaint" } }]);
    stack.pass(28 * day + 1);
    expect(await stack.forget()).toBe(1);
    expect(await kinds(stack)).toEqual([["signed-up", "confirmed", "left", "suppressed"]]);
    const before = stack.mailsTo(ana).length;
    await stack.signUp({ email: ana, topic: "harbour" });
    await stack.drain();
    expect(stack.mailsTo(ana)).toHaveLength(before);
  });
});

describe("who came back in time", () => {
  test("is not forgotten", async () => {
    const { stack, id } = await departed();
    stack.pass(27 * day);
    await stack.follow(ana, "harbour");
    stack.pass(29 * day);
    expect(await stack.forget()).toBe(0);
    expect(await stack.subscriber(ana)).toMatchObject({ id });
    expect(await stack.ports.keeping.departures(stack.now(), 10)).toEqual([]);
  });

  test("and never confirmed is forgotten 28 days after they signed up", async () => {
    const { stack } = await departed();
    stack.pass(27 * day);
    await stack.signUp({ email: ana, topic: "harbour" });
    stack.pass(2 * day);
    expect(await stack.forget()).toBe(0);
    stack.pass(27 * day);
    expect(await stack.forget()).toBe(1);
    expect(await kinds(stack)).toEqual([["signed-up", "confirmed", "left"]]);
  });

  test("at the very moment is asked, and can confirm", async () => {
    const { stack } = await departed();
    stack.pass(28 * day + 1);
    const { keeping } = stack.ports;
    const { forgetAddress } = keeping;
    keeping.forgetAddress = async (subscriber) => {
      keeping.forgetAddress = forgetAddress;
      // Between the closing of the log and the end of the address.
      await stack.signUp({ email: ana, topic: "harbour" });
      await forgetAddress(subscriber);
    };
    expect(await stack.forget()).toBe(0);
    await stack.drain();
    expect(await stack.confirm(await stack.confirmToken(ana))).toMatchObject({ kind: "confirmed" });
    await stack.forget();
    expect((await stack.subscriber(ana)).entry.state.subscriptions).toMatchObject([{ topic: "harbour" }]);
  });
});

describe("forgetting", () => {
  test.each(["before", "after"] as const)("that ends %s any call is finished by the next", async (moment) => {
    for (let call = 1; ; call++) {
      const { stack, id } = await departed();
      stack.pass(28 * day + 1);
      stack.process.dieAt(call, moment);
      await stack.forget().catch(() => undefined);
      const hasEnded = stack.process.isDead();
      stack.process.revive();
      await stack.forget();
      expect(await stack.ports.subscribers.byAddress(ana)).toBeUndefined();
      expect(await stack.ports.subscribers.newest(id, 10)).toEqual([]);
      expect(await kinds(stack)).toEqual([["signed-up", "confirmed", "left"]]);
      if (hasEnded) continue;
      expect(call).toBeGreaterThan(9);
      return;
    }
  });

  test("stops when its time is up, and goes on in the next call", async () => {
    const { stack } = await departed();
    stack.pass(28 * day + 1);
    expect(await stack.forget(stack.now())).toBe(0);
    expect(await stack.forget()).toBe(1);
  });
});

describe("who signed up and never confirmed", () => {
  test("is nobody after 7 days", async () => {
    const stack = memoryStack("2026-03-10T08:00:00Z");
    await stack.addTopic("harbour", "The harbour strike");
    await stack.signUp({ email: ana, topic: "harbour" });
    await stack.drain();
    const token = await stack.confirmToken(ana);
    stack.pass(7 * day);
    expect(await stack.ports.subscribers.byAddress(ana)).toBeUndefined();
    expect(await stack.confirm(token)).toMatchObject({ kind: "expired" });
    expect(await stack.ports.keeping.departures(stack.now() + 100 * day, 10)).toEqual([]);
  });
});
