import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { answerHub, takePush } from "#pipeline/follow-hub.ts";
import { gather, gatherPushed } from "#pipeline/gather.ts";
import { listHeld } from "#pipeline/list-held.ts";
import { releaseHeld } from "#pipeline/release-held.ts";
import { rssOf } from "#test/support/feed-server.ts";
import { feedAnswer, gatheringWorld, topic, url } from "./gathering.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const old = { title: "Dam built in 1931", id: "1" };
const news = { title: "Dam gates open", id: "2" };

async function watchedWorld() {
  const world = await gatheringWorld();
  await world.add();
  world.answers(feedAnswer(rssOf([old])));
  await world.poll();
  return world;
}

describe("adding a source", () => {
  test("asks for its first poll at once, and twice is once", async () => {
    const world = await gatheringWorld();
    expect(await world.add()).toMatchObject({ kind: "added", source: { topic, url } });
    expect(await world.add({ everyMinutes: 5 })).toMatchObject({ kind: "added" });
    world.pass(minuteMs);
    expect((await world.add()).kind).toBe("known");
    expect(new Set(world.asked.map(({ message }) => message.source)).size).toBe(1);
  });

  test("is refused for a topic that is not there", async () => {
    const world = await gatheringWorld();
    expect(await world.add({ topic: "nowhere" })).toEqual({ kind: "no-such-topic" });
  });
});

describe("polling a source", () => {
  test("publishes nothing of what it held when it was added", async () => {
    const world = await watchedWorld();
    expect(await world.versions()).toEqual([]);
    expect(await world.only()).toMatchObject({ watching: { title: "Tarn Valley Wire", failures: 0 } });
  });

  test("publishes all that it holds where that was asked for, the oldest first", async () => {
    const world = await gatheringWorld();
    await world.add({ includesOld: true, importance: "routine" });
    world.answers(feedAnswer(rssOf([news, old])));
    expect(await world.poll()).toEqual({ kind: "read", added: 2, updated: 0, withdrawn: 0 });
    expect(await world.versions()).toEqual(["new: Dam built in 1931", "new: Dam gates open"]);
  });

  test("keeps what an article leads to beside its topic, as the newest reading that has any says", async () => {
    const world = await watchedWorld();
    const led = (text: string) => ({ related: [{ label: "READ MORE", text, url: "https://tarn.example/bridge" }] });
    for (const more of [led("A bridge"), led("A bridge in twelve drawings"), {}]) {
      world.answers(feedAnswer(rssOf([old]), more));
      await world.poll();
    }
    expect(await world.ports.topics.get(topic)).toMatchObject(led("A bridge in twelve drawings"));
  });

  test("of one that needs approval holds what appears, once, until an editor releases it", async () => {
    const world = await gatheringWorld();
    await world.add({ needsApproval: true });
    world.answers(feedAnswer(rssOf([old])));
    await world.poll();
    world.answers(feedAnswer(rssOf([news, old])));
    expect(await world.poll()).toEqual({ kind: "read", added: 0, updated: 0, withdrawn: 0, held: 1 });
    expect(await world.poll()).toMatchObject({ kind: "read", held: 0 });
    expect(await world.versions()).toEqual([]);
    const [waiting] = await listHeld(world.ports, topic);
    expect(waiting).toMatchObject({ reason: "approval", from: url, found: { headline: "Dam gates open" } });
    if (waiting !== undefined) await releaseHeld(world.ports, waiting);
    expect(await world.versions()).toEqual(["new: Dam gates open"]);
    expect(await world.poll()).toMatchObject({ kind: "read", held: 0 });
    world.answers(feedAnswer(rssOf([{ ...news, title: "All dam gates open" }, old])));
    expect(await world.poll()).toMatchObject({ held: 1 });
    expect(await world.versions()).toEqual(["new: Dam gates open"]);
  });

  test("publishes what appears later, once, and new words of it as an update", async () => {
    const world = await watchedWorld();
    world.answers(feedAnswer(rssOf([news, old])));
    expect(await world.poll()).toMatchObject({ kind: "read", added: 1 });
    expect(await world.poll()).toMatchObject({ kind: "read", added: 0, updated: 0 });
    world.answers(feedAnswer(rssOf([{ ...news, title: "All dam gates open" }, old])));
    await world.poll();
    expect(await world.versions()).toEqual(["new: Dam gates open", "updated: All dam gates open"]);
  });

  test("makes no news of new words for what was old, nor of what comes back after an empty reading", async () => {
    const world = await watchedWorld();
    world.answers(feedAnswer(rssOf([{ ...old, title: "Dam built in 1932" }])));
    await world.poll();
    world.answers(feedAnswer(rssOf([])));
    await world.poll();
    world.answers(feedAnswer(rssOf([old])));
    await world.poll();
    expect(await world.versions()).toEqual([]);
  });

  test("updates what was old and is in the topic from elsewhere", async () => {
    const world = await watchedWorld();
    const told = { headline: "Dam built in 1931", key: "1" };
    await world.ports.topicLog.append(topic, {
      ...told,
      number: 1,
      development: 1,
      kind: "new",
      importance: "routine",
      recordedAt: world.now(),
    });
    world.answers(feedAnswer(rssOf([{ ...old, title: "Dam built in 1932" }])));
    await world.poll();
    expect(await world.versions()).toEqual(["new: Dam built in 1931", "updated: Dam built in 1932"]);
  });

  test("takes what is dated after the adding for news even if the first readings failed", async () => {
    const world = await gatheringWorld();
    await world.add();
    await world.poll();
    const at = world.now() + minuteMs;
    world.pass(20 * minuteMs);
    await world.askForDue();
    world.answers(feedAnswer(rssOf([{ ...news, at }, old])));
    expect(await world.poll()).toMatchObject({ kind: "read", added: 1 });
    expect(await world.versions()).toEqual(["new: Dam gates open"]);
  });

  test("withdraws what the source says to have deleted, and nothing that is only missing", async () => {
    const world = await watchedWorld();
    world.answers(feedAnswer(rssOf([news, old])));
    await world.poll();
    world.answers(feedAnswer(rssOf([old])));
    await world.poll();
    expect(await world.versions()).toEqual(["new: Dam gates open"]);
    const stone = '<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" ref="2"/>';
    world.answers(feedAnswer(`<feed xmlns="http://www.w3.org/2005/Atom"><title>Tarn</title>${stone}</feed>`));
    expect(await world.poll()).toMatchObject({ kind: "read", withdrawn: 1 });
    expect(await world.poll()).toMatchObject({ kind: "read", withdrawn: 0 });
    expect(await world.versions()).toEqual(["new: Dam gates open", "withdrawn: Dam gates open"]);
  });

  test("notes a problem in words, tries again later and later, and forgets it once the source is read", async () => {
    const world = await watchedWorld();
    world.answers({ kind: "refused", problem: "answers with 500 Internal Server Error" });
    const pauses: number[] = [];
    for (let tries = 0; tries < 3; tries++) {
      await world.askForDue();
      await world.poll();
      pauses.push(((await world.only()).dueAt - world.now()) / minuteMs);
      world.pass(2 * hourMs);
    }
    expect(pauses).toEqual([20, 40, 80]);
    const problem = "answers with 500 Internal Server Error";
    expect((await world.only()).watching).toMatchObject({ failures: 3, problem });
    world.answers(feedAnswer(rssOf([news, old])));
    await world.askForDue();
    await world.poll();
    expect((await world.only()).watching).not.toHaveProperty("problem");
    expect(await world.versions()).toEqual(["new: Dam gates open"]);
  });

  test("calls a person once a day while a source is broken", async () => {
    const world = await watchedWorld();
    world.answers({ kind: "refused", problem: "does not answer" });
    for (let hours = 0; hours < 48; hours++) {
      world.pass(hourMs);
      await world.askForDue();
      while (world.asked.some(({ at }) => at <= world.now())) await world.poll();
    }
    expect(world.alarm.calls).toMatchObject([
      { code: "source-silent", fields: { trouble: "broken", problem: "does not answer" } },
      { code: "source-silent" },
    ]);
  });

  test("follows a source that has moved for good, and ends one that is gone", async () => {
    const world = await watchedWorld();
    world.answers(feedAnswer(rssOf([old]), { movedTo: "https://tarn.example/new" }));
    await world.poll();
    expect((await world.only()).source.url).toBe("https://tarn.example/new");
    world.answers({ kind: "gone" });
    expect(await world.poll()).toEqual({ kind: "ended" });
    expect(world.asked).toEqual([]);
    world.pass(48 * hourMs);
    expect(await world.askForDue()).toBe(0);
  });

  test("is done once, however often its message comes", async () => {
    const world = await watchedWorld();
    const [next] = world.asked;
    world.pass(hourMs);
    if (next === undefined) throw new Error("no poll is asked for");
    expect((await gather(world.ports, next.message)).kind).toBe("read");
    expect((await gather(world.ports, next.message)).kind).toBe("not-due");
    expect((await gather(world.ports, { source: "tarn.unknown", dueAt: 1 })).kind).toBe("not-due");
  });
});

describe("a poll that lies far ahead, or whose message was lost", () => {
  test("is asked for when its time comes near", async () => {
    const world = await watchedWorld();
    world.answers(feedAnswer(rssOf([old], "<ttl>60</ttl>")));
    await world.poll();
    expect(world.asked).toEqual([]);
    world.pass(54 * minuteMs);
    expect(await world.askForDue()).toBe(0);
    world.pass(2 * minuteMs);
    expect(await world.askForDue()).toBe(1);
    expect(await world.poll()).toMatchObject({ kind: "read" });
  });

  test("is asked for two minutes after its time", async () => {
    const world = await watchedWorld();
    world.asked.length = 0;
    world.pass(11 * minuteMs);
    expect(await world.askForDue()).toBe(0);
    world.pass(2 * minuteMs);
    expect(await world.askForDue()).toBe(1);
    expect(await world.poll()).toMatchObject({ kind: "read" });
  });
});

describe("a source that names a hub", () => {
  const hub = "https://hub.example/push";
  const self = "https://tarn.example/feed";
  const head = `<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="hub" href="${hub}"/><atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="${self}"/>`;

  async function hubWorld() {
    const world = await gatheringWorld();
    await world.add();
    world.answers(feedAnswer(rssOf([old], head)));
    await world.poll();
    const source = (await world.only()).source.id;
    const question = { source, token: "token-0", mode: "subscribe", about: self, leaseSeconds: 864_000 };
    const sign = (body: string) => `sha256=${createHmac("sha256", "a secret").update(body).digest("hex")}`;
    const push = (body: string, changes: object = {}) =>
      takePush(world.ports, { source, token: "token-0", signature: sign(body), body: Buffer.from(body), ...changes });
    return { ...world, source, question, push };
  }

  test("has its hub asked, by an address that only the hub is given", async () => {
    const world = await hubWorld();
    expect(world.hubAsked).toMatchObject([
      { push: { hub, about: self }, callback: `https://site.example/websub/${world.source}/token-0` },
    ]);
    await world.poll();
    expect(world.hubAsked).toHaveLength(1);
  });

  test("answers its hub yes to what was asked, and no to anything else", async () => {
    const world = await hubWorld();
    const answer = (changes: object) => answerHub(world.ports, { ...world.question, ...changes });
    expect(await answer({ token: "token-1" })).toBe(false);
    expect(await answer({ about: "https://other.example/" })).toBe(false);
    expect(await answer({ source: "tarn.unknown" })).toBe(false);
    expect(await answer({ mode: "unsubscribe" })).toBe(false);
    expect(await answer({})).toBe(true);
    expect((await world.ports.pushes.get(world.source))?.leaseUntil).toBe(world.now() + 864_000_000);
  });

  test("has the promise renewed a day before it ends, and not before", async () => {
    const world = await hubWorld();
    await answerHub(world.ports, world.question);
    const days = async (count: number) => {
      world.pass(count * 24 * hourMs);
      await world.askForDue();
      await world.poll();
      world.asked.length = 0;
    };
    await days(8);
    expect(world.hubAsked).toHaveLength(1);
    await days(1.1);
    expect(world.hubAsked).toHaveLength(2);
    expect(world.hubAsked[1]?.push.token).toBe("token-0");
  });

  test("publishes what its hub pushes, if the hub has signed it, and nothing of what was old", async () => {
    const world = await hubWorld();
    const body = rssOf([news, old]);
    expect(await world.push(body, { signature: "sha256=00" })).toBe(false);
    expect(await world.push(body, { signature: "" })).toBe(false);
    expect(await world.push(body, { token: "token-1" })).toBe(false);
    expect(world.pushed).toEqual([]);
    expect(await world.push(body)).toBe(true);
    for (const each of world.pushed) await gatherPushed(world.ports, each);
    expect(await world.versions()).toEqual(["new: Dam gates open"]);
    expect((await world.only()).watching.newsAt).toBe(world.now());
  });

  test("is polled at once where what was pushed is too long or no feed", async () => {
    const world = await hubWorld();
    world.asked.length = 0;
    await gatherPushed(world.ports, { source: world.source, body: undefined });
    world.answers(feedAnswer(rssOf([news, old], head)));
    expect(world.asked[0]?.at).toBe(world.now());
    expect(await world.poll()).toMatchObject({ kind: "read", added: 1 });
    await gatherPushed(world.ports, { source: world.source, body: Buffer.from("no feed") });
    expect(world.asked.at(-1)?.at).toBe(world.now());
  });
});
