/** A day's news of three stories, ten developments each: the mail that every bench of mails is about. */
import type { Importance, Version } from "#core/development.ts";
import type { DigestContents } from "#core/digest.ts";
import type { Newsroom } from "#core/newsroom.ts";
import type { Topic } from "#core/topic.ts";
import type { MailSetting } from "#templates/frame.ts";

const newsroom: Newsroom = {
  name: "The Wrackline Gazette",
  senderName: "The Wrackline Gazette",
  senderAddress: "updates@gazette.example",
  replyTo: "readers@gazette.example",
  postalAddress: "The Wrackline Gazette\n12 Ropewalk\nWrackline WL1 4TD",
  privacyUrl: "https://gazette.example/privacy",
  contact: "readers@gazette.example",
  locales: ["en"],
};

export const setting: MailSetting = { newsroom, siteOrigin: "https://follow.gazette.example" };

export const manner = { locale: "en", zone: "Europe/London" };

/** When the mail is sent: the morning after. */
export const sentAt = Date.UTC(2026, 10, 18, 7);

const dayBefore = Date.UTC(2026, 10, 17, 7);
const minuteMs = 60_000;

const titles = {
  "harbour-tunnel": "The harbour tunnel",
  "teachers-pay": "Teachers’ pay",
  "north-marsh-floods": "Floods on the North Marsh",
} as const;

const slugs = Object.keys(titles) as (keyof typeof titles)[];

export const topics: readonly Topic[] = slugs.map((slug) => ({ slug, title: titles[slug], createdAt: dayBefore }));

const headlines = [
  "Water found behind the eastern lining for the second time in a month",
  "Union and county meet again after a night without an offer",
  "Pumps run at Saddler’s Sluice as the river passes four metres",
  "Minister says the opening “stays where it is”, engineers say summer",
  "One school in five closes its upper classes on Thursday",
  "Forty households on Causeway Lane spend the night in the sports hall",
  "Contractor asks £18 million more for the ventilation shafts",
  "Parents’ council backs the strike, but not the week that was chosen",
  "Railway embankment holds; trains go at walking pace until Friday",
  "Night ferry gets two more sailings while the old bridge is narrowed",
] as const;

const sentences = [
  "The inspectors’ note, eleven pages long, speaks of “seepage within the expected range” and asks for weekly readings until spring.",
  "Both sides left by the back door shortly before two; neither wanted to say whether there is a date for another meeting.",
  "At half past five the gauge showed 4.07 metres, nine centimetres above the forecast that the county had published at noon.",
  "The figure had stood at £11 million in March and at £14 million in July, and nobody at the office would call the new one final.",
  "Whoever needs a bed, a charger or a ride is asked to ring the hall rather than the police, who took 600 calls overnight.",
  "A spokeswoman said that the timetable had “always been a target”, and that safety comes before a ribbon.",
] as const;

const sources = ["Odile Marchetti, county reporter", "Gazette staff", "The harbour office says", undefined] as const;

/** The log of one story: ten developments, none reworded. */
export function versionsOf(slug: string): readonly Version[] {
  const place = slugs.indexOf(slug as keyof typeof titles);
  return Array.from({ length: 10 }, (_, index) => version(place, index));
}

function version(place: number, index: number): Version {
  const at = index * slugs.length + place;
  const number = index + 1;
  const importance: Importance = at === 19 ? "breaking" : "notable";
  const attribution = sources[at % sources.length];
  const url = `https://gazette.example/2026/11/17/${slugs[place]}/report-${number}?from=mail&part=${place}`;
  return {
    number,
    development: number,
    kind: "new",
    importance,
    recordedAt: dayBefore + at * 40 * minuteMs,
    headline: headlines[(index * 7 + place) % headlines.length] ?? "",
    text: `<p>${sentences[at % 6]} ${sentences[(at * 5 + 2) % 6]}</p><p>${sentences[(at + 3) % 6]} <a href="${url.replace("&", "&amp;")}">Our report</a></p>`,
    url,
    ...(attribution === undefined ? {} : { attribution }),
    publishedAt: dayBefore + at * 40 * minuteMs,
  };
}

/** What the mail brings, newest first. */
export const contents: DigestContents = {
  kind: "digest",
  cadence: "daily",
  topics: topics.map(({ slug, title }) => ({
    slug,
    title,
    items: versionsOf(slug)
      .toReversed()
      .map((one) => ({ label: "new", version: one })),
  })),
};
