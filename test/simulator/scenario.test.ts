import { describe, expect, test } from "vitest";
import { newsroomWeek } from "#test/support/simulator/newsroom-week.ts";
import { simulate } from "#test/support/simulator/simulate.ts";

const { breaks, evidence, world, doubled } = await simulate({ seed: 1, planned: [] });
const { mails, stops, witness, laidAside, alarms, readers } = evidence;

describe("the scenario when nothing goes wrong", () => {
  test("keeps every invariant, and doubles nothing", () => {
    expect(breaks).toEqual([]);
    expect(doubled).toBe(0);
  });

  test("is the same each time for the same seed", async () => {
    const again = await simulate({ seed: 1, planned: [] });
    const plain = ({ delivery, at, to, told }: (typeof mails)[number]) => ({ delivery, at, to, told });
    expect(again.evidence.mails.map(plain)).toEqual(mails.map(plain));
  });

  test("has alerts and digests of every cadence, corrections and withdrawals, in fifty mailboxes", () => {
    const told = mails.flatMap(({ told: mail }) => (mail.kind === "items" ? mail.items : []));
    expect(new Set(mails.map(({ run }) => run.split(".")[0]))).toEqual(
      new Set(["alert", "correction", "catch-up", "hourly", "daily", "weekly"]),
    );
    expect(new Set(told.map(({ label }) => label))).toEqual(new Set(["new", "corrected", "withdrawn"]));
    expect(newsroomWeek.people.length).toBeGreaterThanOrEqual(50);
    expect(new Set(mails.map(({ to }) => to)).size).toBeGreaterThanOrEqual(50);
  });

  test("stops a digest and an alert in their middle: one goes on, of the other the time is over", () => {
    const sent = stops.map(({ run, at, resumedAt }) => {
      const own = mails.filter((mail) => mail.run === run);
      return [own.filter((mail) => mail.at < at).length > 0, own.filter((mail) => mail.at > resumedAt).length > 0];
    });
    expect(sent).toEqual([
      [true, true],
      [true, false],
    ]);
    expect(witness.stale.map(({ run }) => run)).toContain(stops[1]?.run);
  });

  test("holds the account for a used-up quota and for a refusal, and both end by themselves", () => {
    expect(new Set(witness.holds.map(({ why }) => why))).toEqual(new Set(["quota", "account"]));
    expect(witness.holds.every(({ until }) => until < newsroomWeek.calmFrom)).toBe(true);
  });

  test("gives up an address at the fifth date on which it bounced softly, one that bounced, and one that complained", () => {
    const events = readers.flatMap(({ log }) => log.map(({ event }) => event));
    expect(events.filter(({ kind }) => kind === "bounced")).toHaveLength(5);
    const reasons = events.flatMap((event) => (event.kind === "suppressed" ? [event.reason] : []));
    expect(reasons.sort()).toEqual(["bounce", "bounce", "complaint"]);
  });

  test("has several slices in one shard", () => {
    const parts = [...witness.slices.values()].map(({ key }) => `${key.run} ${key.shard}`);
    expect(parts.length).toBeGreaterThan(new Set(parts).size);
  });

  test("holds alerts back for quiet hours, for the budget and for big news only, and the catch-up brings them", () => {
    const reasons = new Set(
      [...evidence.outcomes.values()].flatMap((found) => [...found.values()].map(({ reason }) => reason)),
    );
    expect([...reasons]).toEqual(expect.arrayContaining(["quiet", "over-budget", "nothing-new", "paused"]));
    const caughtUp = new Set(mails.filter(({ run }) => run.startsWith("catch-up.")).map(({ to }) => to));
    for (const person of [7, 25, 34, 43]) expect(caughtUp).toContain(newsroomWeek.people[person]?.address);
  });

  test("lays one slice aside that ends whoever works on it, while the others go on, and a person lets it go on", () => {
    expect(new Set(laidAside.map(({ about }) => about)).size).toBe(1);
    const [name = ""] = laidAside.map(({ about }) => about);
    const run = witness.slices.get(name)?.key.run;
    const others = mails.filter((mail) => mail.run === run && mail.slice !== name);
    expect(others.length).toBeGreaterThan(0);
    expect(others.every(({ at }) => at < (laidAside[0]?.at ?? 0))).toBe(true);
    expect(mails.filter(({ slice }) => slice === name).length).toBeGreaterThan(0);
  });

  test("calls a person for a refused account and for events that are cut off, and for nothing else", () => {
    expect(new Set(alarms.map(({ code }) => code))).toEqual(new Set(["account-held", "events-missing"]));
    expect(world.timeline.now()).toBeGreaterThanOrEqual(newsroomWeek.endsAt);
  });
});
