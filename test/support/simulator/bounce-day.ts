// A morning on which half of the mailboxes are gone, and the account is braked before SES pauses it.

import { type Person, type Planned, publish, type Scenario } from "./scenario.ts";

const startsAt = Date.parse("2026-03-27T08:00:00Z");
const minuteMs = 60 * 1000;

/** Forty-eight people who want to know at once: after four alerts the day has almost two hundred mails. */
const people: readonly Person[] = Array.from({ length: 48 }, (_, index) => ({
  address: `reader-${index}@reader.example`,
  zone: "Europe/London",
  wishes: [{ topic: "harbour", cadence: "instant", at: startsAt + 5 * minuteMs + index * 2000 }],
  confirms: true,
}));

const headlines = ["Ferries stop", "Talks begin", "Talks go on", "Both sides stay", "Talks end", "Both sides sign"];

const deeds: readonly Planned[] = [
  ...headlines.map((headline, index): Planned => {
    return { at: `2026-03-27T10:${index}0:00Z`, deed: publish("harbour", [headline]) };
  }),
  { at: "2026-03-27T11:30:00Z", deed: { kind: "resume-all" } },
  { at: "2026-03-27T11:40:00Z", deed: publish("harbour", ["Ferries sail"]) },
  // Nothing goes wrong any more, and what is mailed then tells what became of mails before.
  { at: "2026-03-28T12:00:00Z", deed: publish("harbour", ["One ferry is new"]) },
  { at: "2026-03-29T09:30:00Z", deed: publish("harbour", ["Fares stay as they are"]) },
  ...["27T12:00:01", "27T14:00:01", "27T18:00:01", "28T07:30:01", "28T09:00:01", "29T07:30:01", "29T09:00:01"].map(
    (at): Planned => ({ at: `2026-03-${at}Z`, deed: { kind: "resume-all" } }),
  ),
];

/** A day on which too many mails bounce. */
export const bounceDay: Scenario = {
  name: "bounce-day",
  startsAt,
  calmFrom: Date.parse("2026-03-27T12:00:00Z"),
  // The catch-up of each morning brings what alerts did not.
  endsAt: Date.parse("2026-03-29T12:00:00Z"),
  topics: { harbour: "the harbour strike" },
  people,
  deeds,
  ses: {
    answers: {},
    // One in ten of the day's mails: SES would pause the account.
    fates: Object.fromEntries(people.slice(0, 26).map(({ address }) => [address, "bounces"])),
    fatesFrom: Date.parse("2026-03-27T10:40:00Z"),
  },
};
