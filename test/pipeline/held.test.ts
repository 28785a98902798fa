import { describe, expect, test } from "vitest";
import { embargoMaxMs, type HeldDevelopment, heldMax, holdMaxMs } from "#core/held.ts";
import { listHeld } from "#pipeline/list-held.ts";
import {
  discardHeld,
  keepHeld,
  moveRelease,
  releaseAllDue,
  releaseHeld,
  releaseIfDue,
} from "#pipeline/release-held.ts";
import { memoryStack } from "#test/support/memory-stack.ts";

const startsAt = "2026-11-23T09:00:00Z";
const topic = "harbour";
const headline = "The harbour board accepts the offer";
const noon = Date.parse("2026-11-23T12:00:00Z");
const embargo = { reason: "embargo", releaseAt: noon } as const;

async function stackWithTopic() {
  const stack = memoryStack(startsAt);
  await stack.addTopic(topic, "The harbour strike");
  return stack;
}

type Stack = Awaited<ReturnType<typeof stackWithTopic>>;

async function held(stack: Stack, how: Parameters<Stack["hold"]>[1]): Promise<HeldDevelopment> {
  const outcome = await stack.hold(topic, how, headline);
  if (outcome.kind !== "held" || outcome.held[0] === undefined) throw new Error(JSON.stringify(outcome));
  return outcome.held[0];
}

const headlines = async (stack: Stack) =>
  (await stack.ports.topicLog.read(topic, 0)).map((version) => version.headline);

describe("a held development", () => {
  test.each([{ reason: "draft" }, { reason: "approval" }, embargo, { reason: "hold", forMs: 30_000 }] as const)(
    "stands nowhere that a reader looks: $reason",
    async (how) => {
      const stack = await stackWithTopic();
      const { id } = await held(stack, how);
      expect(await stack.ports.topicLog.read(topic, 0)).toEqual([]);
      expect((await stack.readTopic(topic))?.developments).toEqual([]);
      expect(await stack.ports.alertsDue.all()).toEqual([]);
      expect((await listHeld(stack.ports, undefined)).map((one) => one.id)).toEqual([id]);
      expect(await listHeld(stack.ports, topic)).toEqual(await listHeld(stack.ports, undefined));
    },
  );

  test("is published once when an editor releases it, and is held no more", async () => {
    const stack = await stackWithTopic();
    const name = await held(stack, { reason: "draft" });
    expect(await releaseHeld(stack.ports, name)).toEqual({ kind: "released", number: 1 });
    expect(await releaseHeld(stack.ports, name)).toEqual({ kind: "refused", reason: "no-such-held" });
    expect(await headlines(stack)).toEqual([headline]);
    expect(await listHeld(stack.ports, topic)).toEqual([]);
  });

  test("keeps its importance", async () => {
    const stack = await stackWithTopic();
    const outcome = await stack.hold(topic, { reason: "draft" }, { headline, importance: "breaking" } as never);
    if (outcome.kind !== "held" || outcome.held[0] === undefined) throw new Error("it is not held");
    await releaseHeld(stack.ports, outcome.held[0]);
    expect(await stack.ports.topicLog.read(topic, 0)).toMatchObject([{ headline, importance: "breaking" }]);
  });

  test("is never published once it is discarded", async () => {
    const stack = await stackWithTopic();
    const name = await held(stack, { reason: "hold", forMs: 30_000 });
    expect(await discardHeld(stack.ports, name)).toMatchObject({ kind: "changed" });
    stack.pass(60_000);
    await stack.drain();
    await releaseAllDue(stack.ports);
    expect(await releaseHeld(stack.ports, name)).toEqual({ kind: "refused", reason: "no-such-held" });
    expect(await headlines(stack)).toEqual([]);
  });

  test("cannot be stopped while it is being published, and is finished by the next look", async () => {
    const stack = await stackWithTopic();
    const name = await held(stack, { reason: "draft" });
    await stack.ports.held.put({ ...name, state: "releasing" }, name);
    expect(await discardHeld(stack.ports, name)).toEqual({ kind: "refused", reason: "releasing" });
    expect(await moveRelease(stack.ports, name, noon)).toEqual({ kind: "refused", reason: "releasing" });
    expect(await releaseHeld(stack.ports, name)).toEqual({ kind: "released", number: 1 });
  });

  test("is not published again over newer words when its release stopped halfway", async () => {
    const stack = await stackWithTopic();
    const name = await held(stack, { reason: "draft" });
    await stack.ports.held.put({ ...name, state: "releasing" }, name);
    await stack.publish(topic, [headline]);
    await stack.publish(topic, [{ headline, text: "<p>By a show of hands.</p>" }]);
    expect(await releaseHeld(stack.ports, name)).toEqual({ kind: "released", number: 1 });
    expect(await stack.ports.topicLog.read(topic, 0)).toHaveLength(2);
  });

  test("is the same one when it is held again, and takes newer words", async () => {
    const stack = await stackWithTopic();
    const first = await held(stack, { reason: "draft" });
    expect(await stack.hold(topic, { reason: "draft" }, headline)).toMatchObject({
      kind: "held",
      held: [],
      unchanged: 1,
    });
    const reworded = { headline, text: "<p>After nine hours.</p>" };
    await stack.hold(topic, { reason: "draft" }, reworded);
    expect(await listHeld(stack.ports, topic)).toMatchObject([{ id: first.id, found: reworded }]);
  });

  test("is refused where readers have been told it already", async () => {
    const stack = await stackWithTopic();
    await stack.publish(topic, [headline]);
    expect(await stack.hold(topic, embargo, headline)).toMatchObject({ kind: "held", held: [], unchanged: 1 });
  });

  test("needs a topic, a moment to come that is not too far, and room", async () => {
    const stack = await stackWithTopic();
    const now = stack.now();
    expect(await stack.hold("nowhere", { reason: "draft" }, headline)).toEqual({ kind: "no-such-topic" });
    const refused = (reason: string) => ({ kind: "refused", reason });
    const at = (releaseAt: number) => stack.hold(topic, { reason: "embargo", releaseAt }, headline);
    expect(await at(now)).toEqual(refused("over"));
    expect(await at(Number.NaN)).toEqual(refused("over"));
    expect(await at(now + embargoMaxMs + 1)).toEqual(refused("too-far"));
    expect(await stack.hold(topic, { reason: "hold", forMs: holdMaxMs + 1 }, headline)).toEqual(refused("too-far"));
    const many = Array.from({ length: heldMax + 1 }, (_, at) => `Development ${at}`);
    expect(await stack.hold(topic, { reason: "approval" }, ...many)).toEqual(refused("full"));
    expect(await listHeld(stack.ports, undefined)).toEqual([]);
  });
});

describe("an embargo", () => {
  test("holds to its last moment, and ends then by itself", async () => {
    const stack = await stackWithTopic();
    const name = await held(stack, embargo);
    stack.pass(noon - stack.now() - 1);
    expect(await releaseAllDue(stack.ports)).toEqual({ released: [], failures: [] });
    expect(await releaseIfDue(stack.ports, name)).toEqual({ kind: "not-due", releaseAt: noon });
    stack.pass(1);
    expect(await releaseAllDue(stack.ports)).toMatchObject({ released: [{ topic, id: name.id }], failures: [] });
    expect(await headlines(stack)).toEqual([headline]);
  });

  test("can be moved, to later and to sooner", async () => {
    const stack = await stackWithTopic();
    const name = await held(stack, embargo);
    await moveRelease(stack.ports, name, noon + 60_000);
    stack.pass(noon - stack.now());
    expect((await releaseAllDue(stack.ports)).released).toEqual([]);
    await moveRelease(stack.ports, name, noon + 1_000);
    stack.pass(1_000);
    expect((await releaseAllDue(stack.ports)).released).toHaveLength(1);
  });

  test("can be made a draft, which nothing releases but an editor", async () => {
    const stack = await stackWithTopic();
    const name = await held(stack, embargo);
    expect(await keepHeld(stack.ports, name)).toMatchObject({ kind: "changed", held: { reason: "draft" } });
    stack.pass(embargoMaxMs);
    expect((await releaseAllDue(stack.ports)).released).toEqual([]);
    expect(await releaseIfDue(stack.ports, name)).toEqual({ kind: "not-due" });
  });

  test.each([undefined, Number.NaN, "2026-11-23T12:00:00Z", 0, -5, 0.5])(
    "holds for ever with the moment %s",
    async (moment) => {
      const stack = await stackWithTopic();
      const name = await held(stack, embargo);
      const { releaseAt: _, ...rest } = name;
      await stack.ports.held.put({ ...rest, ...(moment === undefined ? {} : { releaseAt: moment as number }) }, name);
      stack.pass(embargoMaxMs);
      expect((await releaseAllDue(stack.ports)).released).toEqual([]);
      expect((await releaseIfDue(stack.ports, name)).kind).toBe("not-due");
      expect(await headlines(stack)).toEqual([]);
    },
  );

  test("of one that fails does not hold the others back", async () => {
    const stack = await stackWithTopic();
    const name = await held(stack, embargo);
    await stack.hold(topic, embargo, "The ferries sail again");
    stack.pass(noon - stack.now());
    const get: typeof stack.ports.held.get = async (asked) => {
      if (asked.id === name.id) throw new Error("it cannot be read");
      return stack.ports.held.get(asked);
    };
    const round = await releaseAllDue({ ...stack.ports, held: { ...stack.ports.held, get } });
    expect(round).toMatchObject({ released: [{}], failures: [new Error("it cannot be read")] });
    expect(await headlines(stack)).toEqual(["The ferries sail again"]);
  });
});

describe("a hold", () => {
  test("asks the planner for its end, and is published once though the tick looks too", async () => {
    const stack = await stackWithTopic();
    const { id } = await held(stack, { reason: "hold", forMs: 30_000 });
    expect(stack.waiting.plans).toEqual([{ kind: "release", topic, id }]);
    stack.pass(30_000);
    await Promise.all([stack.drain(), releaseAllDue(stack.ports)]);
    expect(await headlines(stack)).toEqual([headline]);
    expect(await listHeld(stack.ports, topic)).toEqual([]);
  });

  test("alerts those who follow at once, when it ends", async () => {
    const stack = await stackWithTopic();
    await stack.signUp({ email: "rosa@reader.example", topic, cadence: "instant" });
    await stack.drain();
    await stack.confirm(await stack.confirmToken("rosa@reader.example"));
    await held(stack, { reason: "hold", forMs: 30_000 });
    const before = stack.mailsTo("rosa@reader.example").length;
    await stack.drain();
    expect(stack.mailsTo("rosa@reader.example")).toHaveLength(before);
    stack.pass(30_000);
    await releaseAllDue(stack.ports);
    await stack.drain();
    expect((await stack.read("rosa@reader.example")).at(-1)?.text).toContain(headline);
  });
});

describe("what waits for approval", () => {
  const brought = { reason: "approval" } as const;

  test("does not come again in the same words once it is discarded, and does in others", async () => {
    const stack = await stackWithTopic();
    const name = await held(stack, brought);
    await discardHeld(stack.ports, name);
    expect(await stack.hold(topic, brought, headline)).toMatchObject({ held: [], unchanged: 1 });
    await stack.hold(topic, brought, { headline, text: "<p>So the board says.</p>" });
    expect(await listHeld(stack.ports, topic)).toHaveLength(1);
  });

  test("changes nothing that an editor holds", async () => {
    const stack = await stackWithTopic();
    await held(stack, embargo);
    await stack.hold(topic, brought, { headline, text: "<p>So a source says.</p>" });
    expect(await listHeld(stack.ports, topic)).toMatchObject([{ reason: "embargo", found: { headline } }]);
  });
});
