import { describe, expect, test } from "vitest";
import type { Instant } from "#core/instant.ts";
import { newState, type SubscriberEntry, type SubscriberState } from "#core/subscriber.ts";
import type { Keeping } from "#pipeline/ports/keeping.ts";
import type { Subscriber, Subscribers } from "#pipeline/ports/subscribers.ts";

const day = 24 * 60 * 60 * 1000;
const start = Date.UTC(2026, 2, 1, 12);
const ana: Subscriber = { id: "a".repeat(16), address: "ana@example.test", createdAt: start };

const gone = newState("en", { zone: "Europe/London", hour: "07:00", weekday: 1 });
const following: SubscriberState = {
  ...gone,
  subscriptions: [{ topic: "harbour", cadence: "daily", signUp: 1, start: 0, mark: 0, brought: [], owed: [] }],
};

function entry(number: number, event: SubscriberEntry["event"], state = following): SubscriberEntry {
  return { number, at: start + number * day, event, state };
}

const left = (number: number) => entry(number, { kind: "left", topics: ["harbour"] }, gone);

interface Stores {
  readonly subscribers: Subscribers;
  readonly keeping: Keeping;
}

/** What the side of a store that forgets promises, whatever it is built on. */
export function keepingContract(newStores: (now: () => Instant) => Promise<Stores>): void {
  const fresh = () => newStores(() => start);
  const later = start + 1000 * day;

  describe("the departures", () => {
    test("are the entries after which somebody followed nothing, the first ones first", async () => {
      const { subscribers, keeping } = await fresh();
      const bo = "b".repeat(16);
      await subscribers.append(ana.id, entry(1, { kind: "changed" }));
      await subscribers.append(ana.id, left(3));
      await subscribers.append(bo, left(2));
      const departures = [
        { subscriber: bo, number: 2, at: start + 2 * day },
        { subscriber: ana.id, number: 3, at: start + 3 * day },
      ];
      expect(await keeping.departures(later, 10)).toEqual(departures);
      expect(await keeping.departures(later, 1)).toEqual(departures.slice(0, 1));
      expect(await keeping.departures(start + 3 * day, 10)).toEqual(departures.slice(0, 1));
    });

    test("are none of sign-ups that expire by themselves, nor of what closes a log", async () => {
      const { subscribers, keeping } = await fresh();
      await subscribers.append(ana.id, entry(1, { kind: "changed" }, gone), start + 7 * day);
      await subscribers.append(ana.id, entry(2, { kind: "forgotten" }, gone));
      expect(await keeping.departures(later, 10)).toEqual([]);
    });

    test("are struck once, and their entries stay", async () => {
      const { subscribers, keeping } = await fresh();
      await subscribers.append(ana.id, left(1));
      const departure = { subscriber: ana.id, number: 1, at: start + day };
      await keeping.strike(departure);
      await keeping.strike(departure);
      await keeping.strike({ ...departure, number: 7 });
      expect(await keeping.departures(later, 10)).toEqual([]);
      expect(await subscribers.newest(ana.id, 10)).toEqual([left(1)]);
    });

    test("are erased with the log before them and the entry after", async () => {
      const { subscribers, keeping } = await fresh();
      const log = [entry(1, { kind: "changed" }), left(2), entry(3, { kind: "forgotten" }, gone)];
      const newer = entry(4, { kind: "changed" });
      for (const one of [...log, newer]) await subscribers.append(ana.id, one);
      const departure = { subscriber: ana.id, number: 2, at: start + 2 * day };
      await keeping.erase(departure);
      await keeping.erase(departure);
      expect(await subscribers.newest(ana.id, 10)).toEqual([newer]);
      expect(await keeping.departures(later, 10)).toEqual([]);
    });
  });

  describe("what somebody agreed to", () => {
    const request = { topic: "harbour", cadence: "daily", zone: "UTC", locale: "en" } as const;
    const events = [
      { at: start, event: { kind: "signed-up", request } },
      { at: start + day, event: { kind: "confirmed", topic: "harbour", signUp: 1 } },
      { at: start + 9 * day, event: { kind: "left", topics: ["harbour"] } },
    ] as const;

    test("is found by the address, until its time is over", async () => {
      let now = start;
      const { keeping } = await newStores(() => now);
      await keeping.keepConsent(ana, events, start + 30 * day);
      await keeping.keepConsent(ana, events, start + 30 * day);
      await keeping.keepConsent({ ...ana, id: "c".repeat(16) }, [], start + 20 * day);
      expect(await keeping.consents(ana.address)).toHaveLength(2);
      now = start + 20 * day;
      expect(await keeping.consents(ana.address)).toEqual([{ subscriber: ana.id, events }]);
      expect(await keeping.consents("bo@example.test")).toEqual([]);
      now = start + 30 * day;
      expect(await keeping.consents(ana.address)).toEqual([]);
    });
  });

  describe("a forgotten address", () => {
    test("is nobody's, and free for another", async () => {
      const { subscribers, keeping } = await fresh();
      await subscribers.create(ana, start + day);
      await subscribers.keep(ana);
      await keeping.forgetAddress(ana);
      expect(await subscribers.get(ana.id)).toBeUndefined();
      expect(await subscribers.byAddress(ana.address)).toBeUndefined();
      await keeping.forgetPointer(ana);
      await keeping.forgetPointer(ana);
      const newcomer = { ...ana, id: "n".repeat(16) };
      expect(await subscribers.create(newcomer, start + day)).toEqual(newcomer);
    });

    test("stays another's who has it now", async () => {
      const { subscribers, keeping } = await fresh();
      await subscribers.create(ana, start + day);
      await keeping.forgetPointer({ ...ana, id: "z".repeat(16) });
      await keeping.forgetAddress({ ...ana, address: "moved@example.test" });
      expect(await subscribers.byAddress(ana.address)).toEqual(ana);
    });
  });

  describe("the entries of a log", () => {
    test("are read from the oldest on, and dropped one by one", async () => {
      const { subscribers, keeping } = await fresh();
      const log = Array.from({ length: 12 }, (_, place) => entry(place + 1, { kind: "changed" }));
      await subscribers.create(ana, start + day);
      for (const one of log) await subscribers.append(ana.id, one);
      expect(await keeping.entries(ana.id, 0, 5)).toEqual(log.slice(0, 5));
      expect(await keeping.entries(ana.id, 9, 5)).toEqual(log.slice(9));
      await keeping.drop(ana.id, [1, 3]);
      await keeping.drop(ana.id, [1, 3]);
      expect((await keeping.entries(ana.id, 0, 3)).map(({ number }) => number)).toEqual([2, 4, 5]);
      expect(await subscribers.now(ana.id)).toEqual({ ...ana, entry: log.at(-1) });
    });
  });

  describe("the walk through the logs", () => {
    test("stands where it was saved", async () => {
      const { keeping } = await fresh();
      expect(await keeping.round()).toBeUndefined();
      const at = { group: "hourly", shard: 3, after: ana.id };
      await keeping.saveRound({ begunAt: start, isDone: false, at });
      expect(await keeping.round()).toEqual({ begunAt: start, isDone: false, at });
      await keeping.saveRound({ begunAt: start, isDone: true });
      expect(await keeping.round()).toEqual({ begunAt: start, isDone: true });
    });
  });
}
