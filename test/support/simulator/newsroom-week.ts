// One week and a half in the life of a newsroom, over the night on which London's clocks go forward.

import type { Cadence } from "#core/cadence.ts";
import {
  alerting,
  change,
  correct,
  leave,
  type Person,
  type Planned,
  publish,
  type Scenario,
  withdraw,
} from "./scenario.ts";

const startsAt = Date.parse("2026-03-27T08:00:00Z");

const zones = ["Europe/London", "Europe/London", "Asia/Kolkata"];
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

/** Between two who sign up, in milliseconds. */
const apartMs = 4000;

/** Fifty-four people; every fourth follows two topics, and the last two never look at their mail. */
const people: readonly Person[] = Array.from({ length: 54 }, (_, index): Person => {
  const cadence = cadences[index % cadences.length] ?? "daily";
  const at = startsAt + 5 * minuteMs + index * apartMs;
  const first = { topic: index % 5 === 4 ? "orchard" : "harbour", cadence, at };
  const second = {
    topic: index % 5 === 4 ? "harbour" : "orchard",
    cadence: cadences[(index + 4) % 9] ?? "daily",
    at: at + 6 * minuteMs,
  };
  return {
    address: `reader-${index}@reader.example`,
    zone: zones[index % zones.length] ?? "UTC",
    wishes: index % 4 === 0 ? [first, second] : [first],
    confirms: index < 52,
  };
});

const deeds: readonly Planned[] = [
  { at: "2026-03-27T08:01:00Z", deed: publish("harbour", ["Dockers vote to strike"], "routine") },
  { at: "2026-03-27T08:01:30Z", deed: publish("orchard", ["The old orchard is for sale"], "routine") },
  { at: "2026-03-27T09:00:00Z", deed: alerting(7, { perDay: "1" }) },
  { at: "2026-03-27T09:00:02Z", deed: alerting(25, { bigNewsOnly: "yes" }) },
  {
    at: "2026-03-27T09:00:04Z",
    deed: alerting(34, { quietFrom: "09:00", quietTo: "18:30", breakingPasses: "yes" }),
  },
  { at: "2026-03-27T09:00:06Z", deed: alerting(43, { quietFrom: "22:00", quietTo: "07:00" }) },
  { at: "2026-03-27T09:00:08Z", deed: { kind: "pause", person: 0, until: "2026-03-30" } },
  { at: "2026-03-27T12:00:00Z", deed: publish("harbour", ["Ferries stop at noon", "The port calls for talks"]) },
  { at: "2026-03-27T12:02:00Z", deed: publish("harbour", ["Two cruise ships turn back"]) },
  { at: "2026-03-27T12:04:00Z", deed: publish("harbour", ["The mayor asks both sides in"]) },
  { at: "2026-03-27T12:03:00Z", deed: publish("orchard", ["A buyer comes forward"], "routine") },
  { at: "2026-03-27T12:04:30Z", deed: publish("orchard", ["Neighbours want to buy it together"]) },
  { at: "2026-03-28T07:00:01Z", within: 3000, deed: { kind: "stop-run", run: "daily.", forMs: 11 * minuteMs } },
  { at: "2026-03-28T07:00:00Z", within: 3000, deed: publish("harbour", ["Talks run through the night"]) },
  { at: "2026-03-28T09:00:00Z", deed: publish("harbour", ["Both sides sign"], "breaking") },
  {
    at: "2026-03-28T09:04:00Z",
    deed: { kind: "reword", topic: "harbour", headline: "Both sides sign", text: "<p>At nine.</p>" },
  },
  { at: "2026-03-28T09:05:00Z", deed: correct("harbour", "Two cruise ships turn back", "One cruise ship turns back") },
  { at: "2026-03-28T09:06:00Z", deed: leave(10, "harbour") },
  { at: "2026-03-28T18:00:00Z", deed: publish("harbour", ["What the strike cost"], "routine") },
  { at: "2026-03-28T18:00:30Z", deed: publish("orchard", ["The neighbours have half the money"], "routine") },
  { at: "2026-03-29T06:00:00Z", within: 5000, deed: leave(4, "orchard") },
  { at: "2026-03-29T06:00:00Z", within: 5000, deed: leave(8, "harbour") },
  { at: "2026-03-29T06:00:00Z", within: 5000, deed: leave(2, "harbour") },
  { at: "2026-03-29T06:00:00Z", within: 5000, deed: change(6, { action: "save", hour: "07:30" }) },
  { at: "2026-03-29T12:00:00Z", deed: withdraw("harbour", "The port calls for talks") },
  { at: "2026-03-29T12:01:00Z", deed: publish("orchard", ["The barn has burnt down"], "routine") },
  { at: "2026-03-29T12:02:00Z", deed: withdraw("orchard", "The barn has burnt down") },
  { at: "2026-03-29T12:03:00Z", deed: change(13, { action: "save", topic: "harbour", cadence: "weekly" }) },
  { at: "2026-03-29T12:03:05Z", deed: change(1, { action: "save", topic: "harbour", cadence: "daily" }) },
  { at: "2026-03-29T12:03:10Z", deed: change(18, { action: "save", zone: "America/New_York" }) },
  { at: "2026-03-29T12:03:15Z", deed: change(38, { action: "save", topic: "harbour", cadence: "instant" }) },
  { at: "2026-03-29T17:00:00Z", deed: publish("orchard", ["The bank lends the rest"]) },
  { at: "2026-03-29T17:00:00Z", within: 6000, deed: leave(12, "orchard") },
  { at: "2026-03-30T06:00:00Z", within: 6000, deed: leave(16, "harbour") },
  { at: "2026-03-30T06:00:00Z", within: 5000, deed: publish("harbour", ["The first ferry sails again"]) },
  { at: "2026-03-30T06:00:00Z", within: 5000, deed: withdraw("harbour", "What the strike cost") },
  // Whatever kept a slice from coming on is mended.
  { at: "2026-03-30T06:34:00Z", deed: { kind: "resume-all" } },
  { at: "2026-03-30T12:00:00Z", deed: { kind: "return", person: 10, topic: "harbour", cadence: "daily" } },
  {
    at: "2026-03-30T12:00:10Z",
    deed: {
      kind: "correct",
      topic: "harbour",
      headline: "The mayor asks both sides in",
      to: "The mayor asks the dockers in",
      atOnce: true,
    },
  },
  {
    at: "2026-03-30T12:00:20Z",
    deed: { kind: "withdraw", topic: "orchard", headline: "A buyer comes forward", atOnce: true },
  },
  { at: "2026-03-30T16:00:00Z", deed: publish("orchard", ["The orchard is theirs"], "breaking") },
  { at: "2026-03-30T16:03:00Z", deed: publish("orchard", ["A feast on Sunday"], "routine") },
  { at: "2026-03-31T06:10:00Z", deed: publish("harbour", ["Ferries run to plan"], "routine") },
  {
    at: "2026-03-31T06:12:00Z",
    deed: correct("orchard", "The neighbours have half the money", "The neighbours had a third of the money"),
  },
  { at: "2026-03-31T09:00:00Z", deed: publish("harbour", ["Fares stay as they are"]) },
  // Longer than an alert is worth sending: what it did not bring comes with the next catch-up.
  { at: "2026-03-31T09:00:00.500Z", within: 1500, deed: { kind: "stop-run", run: "alert.", forMs: 130 * minuteMs } },
  // Nothing goes wrong any more: whatever did must be made good by these.
  { at: "2026-04-01T00:00:01Z", deed: { kind: "resume-all" } },
  { at: "2026-04-02T12:00:00Z", deed: publish("harbour", ["The port has a new director"]) },
  { at: "2026-04-02T12:00:00Z", deed: publish("orchard", ["The first blossom"], "routine") },
];

/** Everything that the rules of the domain know, in one scenario. */
export const newsroomWeek: Scenario = {
  name: "newsroom-week",
  startsAt,
  calmFrom: Date.parse("2026-04-01T00:00:00Z"),
  // Each weekly group has been due once more by then.
  endsAt: Date.parse("2026-04-07T12:00:00Z"),
  topics: { harbour: "the harbour strike", orchard: "the old orchard" },
  people,
  deeds,
  ses: {
    answers: {
      14: { answer: { kind: "throttled" } },
      41: { answer: { kind: "unreached" } },
      52: { answer: { kind: "refused", reason: "message-refused" } },
      130: { answer: { kind: "quota" }, forMs: 12 * minuteMs },
      160: { answer: { kind: "account", code: "AccountSendingPausedException" }, forMs: 12 * minuteMs },
    },
    // Until they are back nobody can tell what became of the mail whose answer was lost.
    losesAnswer: { from: Date.parse("2026-03-31T06:00:02Z"), until: Date.parse("2026-03-31T06:30:00Z") },
    eventsCut: { from: Date.parse("2026-03-31T05:55:00Z"), until: Date.parse("2026-03-31T07:12:00Z") },
    fates: {
      "reader-20@reader.example": "bounces",
      "reader-22@reader.example": "calls it junk",
      "reader-5@reader.example": "bounces softly",
    },
  },
  poison: { person: 36, from: Date.parse("2026-03-30T05:59:00Z"), until: Date.parse("2026-03-30T06:33:00Z") },
};
