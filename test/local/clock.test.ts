import { describe, expect, test } from "vitest";
import { createActivity } from "#local/clock/activity.ts";
import { createClock } from "#local/clock/clock.ts";
import { durationMs, turnTarget } from "#local/clock/duration.ts";
import { createTurner } from "#local/clock/turn.ts";
import { notebookInMemory } from "#local/notebook.ts";

const NOW = Date.parse("2026-11-22T08:07:00Z");
const iso = (instant: number) => new Date(instant).toISOString().slice(11, 19);

describe("a duration", () => {
  test.each([
    ["PT24H", 86_400_000],
    ["P1D", 86_400_000],
    ["P2W", 1_209_600_000],
    ["P1DT2H3M4.5S", 93_784_500],
    ["PT0S", 0],
  ])("%s", (text, ms) => {
    expect(durationMs(text)).toBe(ms);
  });

  test.each(["", "P", "PT", "P1DT", "P1M", "P1Y", "-PT1H", "PT1H ", "1H", "PT1.5H"])("%j is none", (text) => {
    expect(durationMs(text)).toBeUndefined();
  });
});

describe("a turn that is asked for", () => {
  test.each<[unknown, number]>([
    [{ advance: "PT1H" }, NOW + 3_600_000],
    [{ to: "2026-11-22T08:08:00Z" }, NOW + 60_000],
    [{ to: "2026-11-22T10:08:00+02:00" }, NOW + 60_000],
    [{ advance: "P31D" }, NOW + 31 * 86_400_000],
  ])("%j", (body, to) => {
    expect(turnTarget(body, NOW)).toEqual({ to });
  });

  test.each([
    [null],
    ["PT1H"],
    [[]],
    [{ advance: 60 }],
    [{ turn: "PT1H" }],
    [{ to: "tomorrow" }],
    [{ to: "2026-11-22T08:06:59Z" }],
  ])("%j is refused in a sentence", (body) => {
    expect(turnTarget(body, NOW)).toEqual({ refused: expect.stringMatching(/\.$/) });
  });
});

describe("a turn", () => {
  function turner(due: readonly number[] = [], stopsAfter = Number.POSITIVE_INFINITY) {
    const clock = createClock(notebookInMemory(), () => NOW);
    const activity = createActivity();
    const fired: string[] = [];
    const turn = createTurner({
      clock,
      activity,
      nextDueAt: () => due.find((at) => at > clock.now()),
      setTurning: () => undefined,
      isStopped: () => fired.length >= stopsAfter,
      fire(at) {
        const end = activity.begin();
        fired.push(iso(at));
        setTimeout(end, 1);
      },
      wake: () => undefined,
    });
    return { turn, fired, clock };
  }

  test("stops at each quarter hour, at what falls due between, and at its end", async () => {
    const { turn, fired } = turner([NOW + 60_000, NOW + 20 * 60_000]);
    await turn((now) => ({ to: now + 40 * 60_000 }));
    expect(fired).toEqual(["08:08:00", "08:15:00", "08:27:00", "08:30:00", "08:45:00", "08:47:00"]);
  });

  test("waits at each stop until nothing is at work", async () => {
    const { turn, fired, clock } = turner();
    const turning = turn((now) => ({ to: now + 30 * 60_000 }));
    expect(fired).toEqual([]);
    expect(await turning).toBe(NOW + 30 * 60_000);
    expect([fired.length, clock.now()]).toEqual([3, NOW + 30 * 60_000]);
  });

  test("waits for the turn before it, and sees the clock after that one", async () => {
    const { turn, clock } = turner();
    await Promise.all([turn((now) => ({ to: now + 60_000 })), turn((now) => ({ to: now + 60_000 }))]);
    expect(clock.now()).toBe(NOW + 120_000);
  });

  test("ends where it stands when the stack stops", async () => {
    const { turn, fired, clock } = turner([], 2);
    await turn((now) => ({ to: now + 60 * 60_000 }));
    expect([fired, iso(clock.now())]).toEqual([["08:15:00", "08:30:00"], "08:30:00"]);
  });

  test("that is refused moves nothing", async () => {
    const { turn, clock } = turner();
    expect(await turn(() => ({ refused: "No." }))).toEqual({ refused: "No." });
    expect(clock.now()).toBe(NOW);
  });
});
