// The newsroom, stories and readers that the site's tests play with. None of them exists.

import type { Version } from "#core/development.ts";
import type { Newsroom } from "#core/newsroom.ts";
import type { Topic } from "#core/topic.ts";

export const origin = "https://news.saltmarsh.example";

export const newsroom: Newsroom = {
  name: "The Saltmarsh Courier",
  senderName: "The Saltmarsh Courier",
  senderAddress: "updates@saltmarsh.example",
  postalAddress: "4 Ropewalk\nSaltmarsh",
  privacyUrl: "https://saltmarsh.example/privacy",
  contact: "newsdesk@saltmarsh.example",
  locales: ["en"],
};

export const harbour: Topic = {
  slug: "harbour-bridge",
  title: "The closure of the harbour bridge",
  createdAt: Date.UTC(2026, 1, 20),
};

export const quarry: Topic = {
  slug: "quarry",
  title: "Tollen Quarry & the <aquifer>",
  createdAt: Date.UTC(2026, 1, 25),
};

const headlines = [
  "Engineers find a second crack in the eastern pier",
  "Ferries run every twenty minutes until the bridge reopens",
  "Council votes for emergency repairs",
  "Shops on the quay ask for help with lost trade",
  "Inspection report of last autumn is published",
  "Lorries are sent over the old toll road",
  "The bridge is closed to all traffic",
];

/** The harbour's developments, newest first. */
export function developments(count: number): Version[] {
  return Array.from({ length: count }, (_, index): Version => {
    const number = count - index;
    const at = Date.UTC(2026, 2, 1, 6) + number * 3_600_000;
    return {
      number,
      development: number,
      kind: number % 5 === 2 ? "corrected" : number % 5 === 4 ? "updated" : "new",
      importance: "notable",
      recordedAt: at + 60_000,
      publishedAt: at,
      headline: headlines[number % headlines.length] ?? "",
      text: "<p>The port authority says that <strong>nobody was hurt</strong> and that divers will look at the foundations again before the weekend, when the spring tide is due. It expects first results on Friday.</p>",
      ...(number % 2 === 0 && {
        url: `https://saltmarsh.example/harbour/${number}`,
        attribution: "Mira Osk, port correspondent",
      }),
      ...(number % 5 === 2 && { note: "The crack is in the eastern pier, not the western one." }),
    };
  });
}
