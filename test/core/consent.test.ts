import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { consentIn, outdatedEntries } from "#core/consent.ts";
import { newState, type SubscriberEntry, type SubscriberEvent } from "#core/subscriber.ts";

const day = 24 * 60 * 60 * 1000;
const kept = { supersededMs: 90 * day, pendingMs: 7 * day };
const state = newState("en", { zone: "UTC", hour: "07:00", weekday: 1 });
const request = { topic: "harbour", cadence: "daily", zone: "UTC", locale: "en" } as const;

const signedUp: SubscriberEvent = { kind: "signed-up", request };
const confirmed = (signUp: number): SubscriberEvent => ({ kind: "confirmed", topic: "harbour", signUp });
const mailed: SubscriberEvent = { kind: "mailed", run: "daily.1", attempt: 1, numbers: {} };

/** A log of these events, each on the day beside it. */
function log(...events: readonly (readonly [day: number, event: SubscriberEvent])[]): SubscriberEntry[] {
  return events.map(([at, event], place) => ({ number: place + 1, at: at * day, event, state }));
}

describe("an entry of a log", () => {
  const entries = log([0, signedUp], [1, confirmed(1)], [2, mailed], [3, mailed], [50, mailed]);

  test("is outdated 90 days after another took its place", () => {
    expect(outdatedEntries(entries, 93 * day - 1, kept)).toEqual([]);
    expect(outdatedEntries(entries, 93 * day, kept)).toEqual([3]);
    expect(outdatedEntries(entries, 140 * day, kept)).toEqual([3, 4]);
  });

  test("that is the newest never is", () => {
    expect(outdatedEntries(entries, 10_000 * day, kept)).toEqual([3, 4]);
    expect(outdatedEntries(log([0, mailed]), 10_000 * day, kept)).toEqual([]);
  });

  test("that shows consent is kept, also where it was taken back", () => {
    const story = log(
      [0, signedUp],
      [1, confirmed(1)],
      [2, { kind: "changed" }],
      [3, { kind: "left", topics: ["harbour"] }],
      [4, { kind: "suppressed", reason: "complaint" }],
      [5, { kind: "lifted", reason: "complaint" }],
      [6, { kind: "bounced", day: "2026-03-01" }],
      [7, mailed],
    );
    expect(outdatedEntries(story, 1000 * day, kept)).toEqual([3, 7]);
  });

  test("by which somebody signed up and never confirmed is no consent, once no link can confirm it", () => {
    const pending = log([0, signedUp], [1, confirmed(1)], [2, signedUp], [3, mailed], [200, mailed]);
    expect(outdatedEntries(pending, 98 * day, kept)).toEqual([]);
    expect(outdatedEntries(pending, 99 * day, kept)).toEqual([3]);
    expect(consentIn(pending).map(({ event }) => event.kind)).toEqual(["signed-up", "confirmed"]);
  });

  test("is the same to drop in one visit or in many", () => {
    const kinds = [mailed, { kind: "changed" } as const, signedUp, confirmed(2), { kind: "left", topics: [] } as const];
    const steps = fc.array(fc.tuple(fc.nat(40), fc.constantFrom(...kinds)), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(steps, fc.nat(400), fc.nat(400), (story, first, more) => {
        const days = story.map((_, place) => story.slice(0, place + 1).reduce((sum, [passed]) => sum + passed, 0));
        const entire = log(...story.map(([, event], place) => [days[place] ?? 0, event] as const));
        const early = new Set(outdatedEntries(entire, first * day, kept));
        const rest = entire.filter(({ number }) => !early.has(number));
        const late = outdatedEntries(rest, (first + more) * day, kept);
        const atOnce = outdatedEntries(entire, (first + more) * day, kept);
        // What was dropped before may have been what told when another was superseded: that one then waits for the next.
        expect(atOnce).toEqual(expect.arrayContaining([...early, ...late]));
        expect(rest.filter(({ number }) => !late.includes(number)).at(-1)).toEqual(entire.at(-1));
      }),
    );
  });
});
