// One week and a half in the life of a newsroom, over the night on which London's clocks go forward.

import type { Cadence } from "#core/cadence.ts";
import type { Importance } from "#core/development.ts";
import type { Instant } from "#core/instant.ts";
import type { TypedAlerting } from "#pipeline/change-alerting.ts";
import type { TypedPreferences } from "#pipeline/change-preferences.ts";

export const startsAt = Date.parse("2026-03-27T08:00:00Z");

/** From here on nothing goes wrong any more. */
export const calmFrom = Date.parse("2026-04-01T00:00:00Z");

/** Each weekly group has been due once more by then. */
export const endsAt = Date.parse("2026-04-07T12:00:00Z");

/** Someone who signs up, and what they do then. */
export interface Person {
  readonly address: string;
  readonly zone: string;
  readonly wishes: readonly { readonly topic: string; readonly cadence: Cadence; readonly at: Instant }[];
  /** They look at the mail that asks them, and press its button. */
  readonly confirms: boolean;
}

export type Deed = EditorsDeed | ReadersDeed;

export type EditorsDeed =
  | {
      readonly kind: "publish";
      readonly topic: string;
      readonly headlines: readonly string[];
      readonly importance?: Importance;
    }
  | { readonly kind: "reword"; readonly topic: string; readonly headline: string; readonly text: string }
  | {
      readonly kind: "correct";
      readonly topic: string;
      readonly headline: string;
      readonly to: string;
      readonly atOnce?: boolean;
    }
  | { readonly kind: "withdraw"; readonly topic: string; readonly headline: string; readonly atOnce?: boolean };

export type ReadersDeed =
  | { readonly kind: "leave"; readonly person: number; readonly topic: string }
  | { readonly kind: "change"; readonly person: number; readonly typed: TypedPreferences }
  | { readonly kind: "alerting"; readonly person: number; readonly typed: TypedAlerting }
  | { readonly kind: "pause"; readonly person: number; readonly until: string }
  | { readonly kind: "return"; readonly person: number; readonly topic: string; readonly cadence: Cadence };

/** By slug, their titles. */
export const topics: Readonly<Record<string, string>> = {
  harbour: "the harbour strike",
  orchard: "the old orchard",
};

const zones = ["Europe/London", "Europe/London", "America/New_York", "Asia/Kolkata"];
const cadences: readonly Cadence[] = [
  "daily",
  "instant",
  "daily",
  "weekly",
  "daily",
  "hourly",
  "daily",
  "instant",
  "weekly",
];

const minuteMs = 60 * 1000;

/** Fifty-four people; every third follows two topics, and the last two never look at their mail. */
export const people: readonly Person[] = Array.from({ length: 54 }, (_, index): Person => {
  const cadence = cadences[index % cadences.length] ?? "daily";
  const at = startsAt + (5 + index) * minuteMs;
  const first = { topic: index % 5 === 4 ? "orchard" : "harbour", cadence, at };
  const second = {
    topic: index % 5 === 4 ? "harbour" : "orchard",
    cadence: cadences[(index + 4) % 9] ?? "daily",
    at: at + 40 * minuteMs,
  };
  return {
    address: `reader-${index}@reader.example`,
    zone: zones[index % zones.length] ?? "UTC",
    wishes: index % 3 === 0 ? [first, second] : [first],
    confirms: index < 52,
  };
});

/** Whose mailbox does not exist, and who calls a mail junk. */
export const bouncing = people[20]?.address ?? "";
export const complaining = people[22]?.address ?? "";

/** What is done, and when; `within` spreads it over so many milliseconds, as the dice fall. */
export const deeds: readonly { readonly at: string; readonly within?: number; readonly deed: Deed }[] = [
  { at: "2026-03-27T08:01:00Z", deed: publish("harbour", ["Dockers vote to strike"], "routine") },
  { at: "2026-03-27T08:01:30Z", deed: publish("orchard", ["The old orchard is for sale"], "routine") },
  { at: "2026-03-27T11:00:00Z", deed: { kind: "alerting", person: 7, typed: { perDay: "1" } } },
  { at: "2026-03-27T11:01:00Z", deed: { kind: "alerting", person: 25, typed: { bigNewsOnly: "yes" } } },
  {
    at: "2026-03-27T11:02:00Z",
    deed: { kind: "alerting", person: 34, typed: { quietFrom: "09:00", quietTo: "18:30", breakingPasses: "yes" } },
  },
  {
    at: "2026-03-27T11:03:00Z",
    deed: { kind: "alerting", person: 43, typed: { quietFrom: "22:00", quietTo: "07:00" } },
  },
  { at: "2026-03-27T11:04:00Z", deed: { kind: "pause", person: 0, until: "2026-03-30" } },
  { at: "2026-03-27T12:00:00Z", deed: publish("harbour", ["Ferries stop at noon", "The port calls for talks"]) },
  { at: "2026-03-27T12:02:00Z", deed: publish("harbour", ["Two cruise ships turn back"]) },
  { at: "2026-03-27T12:04:00Z", deed: publish("harbour", ["The mayor asks both sides in"]) },
  { at: "2026-03-27T15:00:00Z", deed: publish("orchard", ["A buyer comes forward"], "routine") },
  { at: "2026-03-27T15:10:00Z", deed: publish("orchard", ["Neighbours want to buy it together"]) },
  { at: "2026-03-28T07:00:59Z", within: 3000, deed: publish("harbour", ["Talks run through the night"]) },
  { at: "2026-03-28T09:00:00Z", deed: publish("harbour", ["Both sides sign"], "breaking") },
  {
    at: "2026-03-28T09:20:00Z",
    deed: { kind: "reword", topic: "harbour", headline: "Both sides sign", text: "<p>At nine.</p>" },
  },
  { at: "2026-03-28T10:00:00Z", deed: correct("harbour", "Two cruise ships turn back", "One cruise ship turns back") },
  { at: "2026-03-28T11:00:00Z", deed: leave(10, "harbour") },
  { at: "2026-03-28T18:00:00Z", deed: publish("harbour", ["What the strike cost"], "routine") },
  { at: "2026-03-28T18:30:00Z", deed: publish("orchard", ["The neighbours have half the money"], "routine") },
  { at: "2026-03-29T06:01:00Z", within: 4000, deed: leave(4, "orchard") },
  { at: "2026-03-29T06:01:00Z", within: 4000, deed: leave(8, "harbour") },
  { at: "2026-03-29T06:01:00Z", within: 4000, deed: leave(2, "harbour") },
  { at: "2026-03-29T06:01:00Z", within: 4000, deed: change(6, { action: "save", hour: "07:30" }) },
  { at: "2026-03-29T12:00:00Z", deed: { kind: "withdraw", topic: "harbour", headline: "The port calls for talks" } },
  { at: "2026-03-29T12:30:00Z", deed: publish("orchard", ["The barn has burnt down"], "routine") },
  { at: "2026-03-29T12:40:00Z", deed: { kind: "withdraw", topic: "orchard", headline: "The barn has burnt down" } },
  { at: "2026-03-29T14:00:00Z", deed: change(13, { action: "save", topic: "harbour", cadence: "weekly" }) },
  { at: "2026-03-29T14:05:00Z", deed: change(1, { action: "save", topic: "harbour", cadence: "daily" }) },
  { at: "2026-03-29T14:10:00Z", deed: change(18, { action: "save", zone: "America/New_York" }) },
  { at: "2026-03-29T14:15:00Z", deed: change(9, { action: "save", topic: "harbour", cadence: "instant" }) },
  { at: "2026-03-29T17:00:00Z", deed: publish("orchard", ["The bank lends the rest"]) },
  { at: "2026-03-29T17:00:00Z", within: 6000, deed: leave(12, "orchard") },
  { at: "2026-03-30T06:01:00Z", within: 6000, deed: leave(16, "harbour") },
  { at: "2026-03-30T06:01:00Z", within: 5000, deed: publish("harbour", ["The first ferry sails again"]) },
  {
    at: "2026-03-30T06:00:00Z",
    within: 5000,
    deed: { kind: "withdraw", topic: "harbour", headline: "What the strike cost" },
  },
  { at: "2026-03-30T10:00:00Z", deed: { kind: "return", person: 10, topic: "harbour", cadence: "daily" } },
  {
    at: "2026-03-30T12:00:00Z",
    deed: {
      kind: "correct",
      topic: "harbour",
      headline: "The mayor asks both sides in",
      to: "The mayor asks the dockers in",
      atOnce: true,
    },
  },
  {
    at: "2026-03-30T14:00:00Z",
    deed: { kind: "withdraw", topic: "orchard", headline: "A buyer comes forward", atOnce: true },
  },
  { at: "2026-03-30T16:00:00Z", deed: publish("orchard", ["The orchard is theirs"], "breaking") },
  { at: "2026-03-30T16:03:00Z", deed: publish("orchard", ["A feast on Sunday"], "routine") },
  {
    at: "2026-03-31T09:00:00Z",
    deed: correct("orchard", "The neighbours have half the money", "The neighbours had a third of the money"),
  },
  { at: "2026-03-31T12:00:00Z", deed: publish("harbour", ["Ferries run to plan"]) },
  // Nothing goes wrong any more: whatever did must be made good by these.
  { at: "2026-04-02T12:00:00Z", deed: publish("harbour", ["The port has a new director"]) },
  { at: "2026-04-02T12:00:00Z", deed: publish("orchard", ["The first blossom"], "routine") },
];

function publish(topic: string, headlines: readonly string[], importance?: Importance): Deed {
  return { kind: "publish", topic, headlines, ...(importance === undefined ? {} : { importance }) };
}

function correct(topic: string, headline: string, to: string): Deed {
  return { kind: "correct", topic, headline, to };
}

function leave(person: number, topic: string): Deed {
  return { kind: "leave", person, topic };
}

function change(person: number, typed: TypedPreferences): Deed {
  return { kind: "change", person, typed };
}
