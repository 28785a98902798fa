import { describe, expect, test } from "vitest";
import { billOf } from "../../bench/bill.ts";
import { eventBatches } from "../../bench/event-batches.ts";
import { idleMonth } from "../../bench/idle-month.ts";
import { percentile } from "../../bench/percentile.ts";
import { dollars } from "../../bench/price-list.ts";
import type { SentRun, Stage } from "../../bench/sent-run.ts";
import { slidingSecond } from "../../bench/sliding-second.ts";

const nothing: Stage = { counts: new Map(), invocations: 0, ms: 0 };

function runWith(changes: Partial<SentRun>): SentRun {
  const stages = { plan: nothing, send: nothing, listen: nothing, look: nothing, close: nothing };
  return { mails: 1000, slices: 2, parts: 1, lastedMs: 20_000, events: 0, ...stages, ...changes };
}

function lineOf(run: SentRun, id: string): number {
  const { mails, events } = billOf(run, 50, 50_000);
  return dollars([...mails, ...events].find((line) => line.id === id)?.amounts ?? {});
}

describe("a percentile", () => {
  test("is the value that this share does not exceed", () => {
    const values = Array.from({ length: 30 }, (_, place) => 30 - place);
    expect(percentile(values, 0.95)).toBe(29);
    expect(percentile([7], 0.95)).toBe(7);
    expect(() => percentile([], 0.5)).toThrow(RangeError);
  });
});

describe("a bill", () => {
  test("brings what one run took to a million mails", () => {
    const counts = new Map([["PutItem SUBSCRIBER LOG", { requests: 1000, readUnits: 0, writeUnits: 1000 }]]);
    expect(lineOf(runWith({ send: { ...nothing, counts } }), "claims")).toBeCloseTo(0.625);
  });

  test("charges a lane for the time that it is at work", () => {
    // 1,000 mails in 40 s at 256 MB: 10,000 GB-seconds a million.
    const send = { ...nothing, ms: 40_000 };
    expect(lineOf(runWith({ send }), "lanes")).toBeCloseTo(0.133_334);
  });

  test("has recovery look at a run once in five minutes, at each of its slices", () => {
    const counts = new Map([["Query RUN", { requests: 1, readUnits: 5, writeUnits: 0 }]]);
    // 50,000 mails at 49 a second are 1,021 s: 4 looks at 100 slices, for which 2 slices took 5 units; 20 runs are a million.
    expect(lineOf(runWith({ look: { ...nothing, counts } }), "looks")).toBeCloseTo((20 * 4 * 250 * 0.125) / 1e6);
  });

  test("counts each event once where it is published, and by ten where it is received and deleted", () => {
    const run = runWith({ events: 1000 });
    expect(lineOf(run, "published")).toBeCloseTo(0.5);
    expect(lineOf(run, "handed")).toBeCloseTo(0.08);
  });
});

describe("an idle month", () => {
  test("is paid for by alarms, secrets and event sources", () => {
    const month = idleMonth({ alarms: 10, secrets: 2, eventSources: 5 });
    expect(month.alarms).toBeCloseTo(1);
    expect(month.secrets).toBeCloseTo(0.8);
    expect(month.polling).toBeCloseTo(1.339, 3);
  });
});

describe("the listener's batches", () => {
  const taken = Array.from({ length: 5000 }, (_, place) => ({
    ...{ to: `r${place}@readers.example`, at: place * 20, delivery: `d${place}`, attempt: 1 },
  }));

  test("hold each mail's events, and 1 bounce in 200", () => {
    const events = eventBatches(taken).flat();
    expect(events.filter(({ kind }) => kind === "send")).toHaveLength(5000);
    expect(events.filter(({ kind }) => kind === "bounce")).toHaveLength(24);
    expect(events.filter(({ kind }) => kind === "complaint")).toHaveLength(1);
  });

  test("are a minute and a thousand events at most, for each of five pollers", () => {
    const batches = eventBatches(taken);
    for (const batch of batches) {
      const times = batch.map(({ sentAt = 0 }) => sentAt);
      expect(Math.max(...times) - Math.min(...times)).toBeLessThan(60_000);
      expect(batch.length).toBeLessThanOrEqual(1000);
    }
    expect(batches).toHaveLength(10);
  });
});

describe("an SES that counts every second", () => {
  test("takes so many in any second, wherever it begins", () => {
    const ses = slidingSecond(2);
    const answers = [0, 500, 900, 1000, 1400, 1500].map((at) => ses.take(at));
    expect(answers).toEqual([true, true, false, true, false, true]);
    expect(ses.refused()).toBe(2);
  });
});
