import { describe, expect, test } from "vitest";
import type { Instant } from "#core/instant.ts";
import { newState, type SubscriberEntry, type SubscriberState } from "#core/subscriber.ts";
import type { Subscriber, Subscribers, Suppressions } from "#pipeline/ports/subscribers.ts";

const day = 24 * 60 * 60 * 1000;
const start = Date.UTC(2026, 2, 1, 12);

function person(letter: string, address = "ana@example.test"): Subscriber {
  return { id: letter.repeat(16), address, createdAt: start };
}

const state: SubscriberState = {
  ...newState("en", { zone: "Europe/London", hour: "07:00", weekday: 1 }),
  subscriptions: [
    { topic: "harbour", cadence: "instant", signUp: 1, start: 3, mark: 7, brought: [9, 10, 12], owed: [4, 6] },
    { topic: "bridge", cadence: "daily", signUp: 2, start: 0, mark: 0, brought: [], owed: [] },
  ],
  left: [{ topic: "market", number: 5 }],
  lastDates: { daily: "2026-03-01", instant: "2026-02-28" },
};

function entry(number: number, event: SubscriberEntry["event"] = { kind: "changed" }): SubscriberEntry {
  return { number, at: start + number, event, state };
}

/** A moment that a test moves. */
interface Watch {
  at: Instant;
}

/** What the subscribers promise, whatever they are built on. */
export function subscribersContract(newSubscribers: (now: () => Instant) => Promise<Subscribers>): void {
  describe("a new subscriber", () => {
    test("has the address, by address and by id", async () => {
      const subscribers = await newSubscribers(() => start);
      expect(await subscribers.create(person("a"), start + day)).toEqual(person("a"));
      expect(await subscribers.byAddress("ana@example.test")).toEqual(person("a"));
      expect(await subscribers.get(person("a").id)).toEqual(person("a"));
      expect(await subscribers.byAddress("bo@example.test")).toBeUndefined();
      expect(await subscribers.get(person("b").id)).toBeUndefined();
    });

    test("is the one who has the address already, however often it is asked for", async () => {
      const subscribers = await newSubscribers(() => start);
      await subscribers.create(person("a"), start + day);
      expect(await subscribers.create(person("b"), start + day)).toEqual(person("a"));
      expect(await subscribers.get(person("b").id)).toBeUndefined();
    });

    test("is the same for all who ask at once", async () => {
      const subscribers = await newSubscribers(() => start);
      const rivals = [..."abcdefghijklmnopqrst"].map((letter) => person(letter));
      const created = await Promise.all(rivals.map((rival) => subscribers.create(rival, start + day)));
      expect(new Set(created.map(({ id }) => id)).size).toBe(1);
      expect(await subscribers.byAddress("ana@example.test")).toEqual(created[0]);
    });

    test("loses the address when nothing was confirmed in time", async () => {
      const watch: Watch = { at: start };
      const subscribers = await newSubscribers(() => watch.at);
      await subscribers.create(person("a"), start + day);
      await subscribers.append(person("a").id, entry(1));
      watch.at = start + day;
      expect(await subscribers.byAddress("ana@example.test")).toBeUndefined();
      expect(await subscribers.get(person("a").id)).toBeUndefined();
      expect(await subscribers.now(person("a").id)).toBeUndefined();
      expect(await subscribers.create(person("b"), start + 2 * day)).toEqual(person("b"));
      expect(await subscribers.byAddress("ana@example.test")).toEqual(person("b"));
    });

    test("keeps the address longer when it is asked for again", async () => {
      const watch: Watch = { at: start };
      const subscribers = await newSubscribers(() => watch.at);
      await subscribers.create(person("a"), start + day);
      await subscribers.create(person("b"), start + 3 * day);
      await subscribers.create(person("c"), start + 2 * day);
      watch.at = start + 2 * day;
      expect(await subscribers.byAddress("ana@example.test")).toEqual(person("a"));
      watch.at = start + 3 * day;
      expect(await subscribers.byAddress("ana@example.test")).toBeUndefined();
    });

    test("keeps the address for good once something is confirmed", async () => {
      const watch: Watch = { at: start };
      const subscribers = await newSubscribers(() => watch.at);
      await subscribers.create(person("a"), start + day);
      expect(await subscribers.keep(person("a"))).toBe(true);
      expect(await subscribers.keep(person("a"))).toBe(true);
      await subscribers.create(person("b"), start + 2 * day);
      watch.at = start + 1_000 * day;
      expect(await subscribers.byAddress("ana@example.test")).toEqual(person("a"));
      expect(await subscribers.get(person("a").id)).toEqual(person("a"));
    });

    test("is not kept once the address is another's", async () => {
      const watch: Watch = { at: start };
      const subscribers = await newSubscribers(() => watch.at);
      await subscribers.create(person("a"), start + day);
      watch.at = start + day;
      await subscribers.create(person("b"), start + 3 * day);
      expect(await subscribers.keep(person("a"))).toBe(false);
      expect(await subscribers.byAddress("ana@example.test")).toEqual(person("b"));
      expect(await subscribers.get(person("a").id)).toBeUndefined();
    });
  });

  describe("a subscriber's log", () => {
    test("gives every kind of entry back as it was", async () => {
      const subscribers = await newSubscribers(() => start);
      const { id } = await subscribers.create(person("a"), start + day);
      const request = { topic: "harbour", cadence: "weekly", zone: "Asia/Kathmandu", locale: "de" } as const;
      const numbers = { harbour: [4, 8, 9, 10], gone: [1], bridge: [] };
      const events: SubscriberEntry["event"][] = [
        { kind: "signed-up", request },
        { kind: "confirmed", topic: "harbour", signUp: 1 },
        { kind: "changed" },
        { kind: "mailed", run: "daily.2026-03-01.0700.Europe-London", attempt: 1, numbers },
        { kind: "owed", run: "daily.2026-03-01.0700.Europe-London", attempt: 1, reason: "stale", numbers },
        { kind: "left", topics: ["harbour", "gone"] },
        { kind: "suppressed", reason: "complaint" },
        { kind: "lifted", reason: "complaint" },
      ];
      const entries = events.map((event, place) => entry(place + 1, event));
      for (const one of entries) await subscribers.append(id, one);
      expect(await subscribers.newest(id, 100)).toEqual(entries.toReversed());
      expect(await subscribers.newest(id, 2)).toEqual(entries.toReversed().slice(0, 2));
      expect(await subscribers.entry(id, 4)).toEqual(entries[3]);
      expect(await subscribers.entry(id, 9)).toBeUndefined();
    });

    test("tells the suppression in the state", async () => {
      const subscribers = await newSubscribers(() => start);
      const suppressed = { ...entry(1), state: { ...state, left: [], suppressed: "bounce" } } as const;
      await subscribers.append(person("a").id, suppressed);
      expect(await subscribers.entry(person("a").id, 1)).toEqual(suppressed);
    });

    test("stands behind the subscriber with its newest entry, also past the ninth", async () => {
      const subscribers = await newSubscribers(() => start);
      const { id } = await subscribers.create(person("a"), start + day);
      expect(await subscribers.now(id)).toBeUndefined();
      for (let number = 1; number <= 11; number++) await subscribers.append(id, entry(number));
      expect(await subscribers.now(id)).toEqual({ ...person("a"), entry: entry(11) });
    });

    test("is nothing without its subscriber", async () => {
      const subscribers = await newSubscribers(() => start);
      await subscribers.append(person("a").id, entry(1));
      await subscribers.append(person("a").id, entry(2));
      expect(await subscribers.now(person("a").id)).toBeUndefined();
    });

    test("keeps the entry that stands, and says that the other was not appended", async () => {
      const subscribers = await newSubscribers(() => start);
      expect(await subscribers.append(person("a").id, entry(1))).toBe(true);
      expect(await subscribers.append(person("a").id, { ...entry(1), at: 5 })).toBe(false);
      expect(await subscribers.append(person("a").id, entry(1))).toBe(false);
      expect(await subscribers.entry(person("a").id, 1)).toEqual(entry(1));
    });

    test("gives a claim to one of many senders that ask at once, also where they write the same", async () => {
      const subscribers = await newSubscribers(() => start);
      const { id } = await subscribers.create(person("a"), start + day);
      const claim = entry(1, { kind: "mailed", run: "daily.1", attempt: 1, numbers: { harbour: [1] } });
      const won = await Promise.all(Array.from({ length: 50 }, () => subscribers.append(id, claim)));
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await subscribers.now(id)).toEqual({ ...person("a"), entry: claim });
    });
  });
}

/** What the suppressions promise, whatever they are built on. */
export function suppressionsContract(newSuppressions: () => Promise<Suppressions>): void {
  describe("the suppressions", () => {
    test("tell why an address must not be mailed", async () => {
      const suppressions = await newSuppressions();
      await suppressions.put("ana@example.test", "bounce", 1);
      expect(await suppressions.reason("ana@example.test")).toBe("bounce");
      expect(await suppressions.reason("bo@example.test")).toBeUndefined();
    });

    test("let a complaint outweigh a bounce and both an erasure, whichever came first", async () => {
      const suppressions = await newSuppressions();
      await suppressions.put("ana@example.test", "erasure", 1);
      await suppressions.put("ana@example.test", "bounce", 2);
      expect(await suppressions.reason("ana@example.test")).toBe("bounce");
      await suppressions.put("ana@example.test", "complaint", 3);
      await suppressions.put("ana@example.test", "erasure", 4);
      await suppressions.put("ana@example.test", "bounce", 5);
      expect(await suppressions.reason("ana@example.test")).toBe("complaint");
    });

    test("are lifted for the reason that stands, and then are as if they had never been", async () => {
      const suppressions = await newSuppressions();
      await suppressions.put("ana@example.test", "complaint", 1);
      expect(await suppressions.lift("ana@example.test", "bounce")).toBe(false);
      expect(await suppressions.lift("bo@example.test", "bounce")).toBe(false);
      expect(await suppressions.reason("ana@example.test")).toBe("complaint");
      expect(await suppressions.lift("ana@example.test", "complaint")).toBe(true);
      expect(await suppressions.reason("ana@example.test")).toBeUndefined();
      expect(await suppressions.newest(10, 10)).toEqual([]);
      await suppressions.put("ana@example.test", "erasure", 2);
      expect(await suppressions.reason("ana@example.test")).toBe("erasure");
    });

    test("are listed, the last first", async () => {
      const suppressions = await newSuppressions();
      await suppressions.put("ana@example.test", "bounce", 10);
      await suppressions.put("bo@example.test", "erasure", 20);
      await suppressions.put("cy@example.test", "complaint", 30);
      await suppressions.put("ana@example.test", "complaint", 40);
      const listed = async (before: number, limit: number) =>
        (await suppressions.newest(before, limit)).map(({ reason, at }) => `${reason} ${at}`);
      expect(await listed(100, 10)).toEqual(["complaint 40", "complaint 30", "erasure 20"]);
      expect(await listed(100, 2)).toEqual(["complaint 40", "complaint 30"]);
      expect(await listed(30, 10)).toEqual(["erasure 20"]);
      const hashes = (await suppressions.newest(100, 10)).map(({ hash }) => hash);
      expect(new Set(hashes).size).toBe(3);
    });
  });
}
