import type { Version } from "#core/development.ts";
import type { DigestContents, DigestItem, DigestTopic } from "#core/digest.ts";
import type { Newsroom } from "#core/newsroom.ts";
import type { MailSetting } from "#templates/frame.ts";

/** A newsroom that does not exist. */
export const newsroom: Newsroom = {
  name: "The Saltmere Courier",
  senderName: "The Saltmere Courier",
  senderAddress: "updates@courier.example",
  replyTo: "readers@courier.example",
  postalAddress: "The Saltmere Courier\n4 Chandlers Wharf\nSaltmere SM1 2AB",
  privacyUrl: "https://courier.example/privacy",
  contact: "readers@courier.example",
  locales: ["en"],
};

export const setting: MailSetting = { newsroom, siteOrigin: "https://news.courier.example" };

export const manner = { locale: "en", zone: "Europe/London" };

/** An item with what a test says of it. */
export function item(number: number, version: Partial<Version> = {}, label: DigestItem["label"] = "new"): DigestItem {
  const kind = label === "new" ? "new" : label;
  const recordedAt = Date.UTC(2026, 2, 28, 9, number);
  return {
    label,
    version: {
      number,
      development: number,
      kind,
      importance: "notable",
      recordedAt,
      headline: `Development ${number} of the story`,
      ...version,
    },
  };
}

export function topic(slug: string, items: readonly DigestItem[], title = `About ${slug}`): DigestTopic {
  return { slug, title, items };
}

export function digest(...topics: DigestTopic[]): DigestContents {
  return { kind: "digest", cadence: "daily", topics };
}

/** A day's news of two topics, with a correction and a withdrawal. */
export const exampleDigest: DigestContents = digest(
  topic(
    "old-quay-bridge",
    [
      item(
        14,
        {
          headline: "Bridge to stay shut for nine weeks, says harbour office",
          text: "<p>The first lorries are turned away from 22:00.</p>",
          url: "https://courier.example/news/nine-weeks?from=mail&part=2",
          note: "We first wrote nine months.",
        },
        "corrected",
      ),
      item(13, {
        headline: "Council votes 31 to 12 to close the Old Quay bridge",
        importance: "breaking",
        text:
          '<p>Cars may cross until <strong>Sunday</strong>. <a href="https://courier.example/report?a=1&amp;b=2">The engineers’ ' +
          "report</a> calls the cracks “not yet dangerous, but growing”.</p><ul><li>Hanger 14: 11 mm</li><li>Hanger 15: 7 mm</li></ul>",
        url: "https://courier.example/news/vote",
        attribution: "Mara Quill, city reporter",
        publishedAt: Date.UTC(2026, 2, 29, 6, 10),
      }),
      item(12, { headline: "Ferry to run every ten minutes", attribution: "Harbour police say" }),
    ],
    "Old Quay bridge",
  ),
  topic(
    "tidal-barrier",
    [
      item(8, { headline: "Barrier “ready by June”", note: "The minister’s office denies it." }, "withdrawn"),
      item(7, { headline: "Divers begin their survey of the western pier", publishedAt: Date.UTC(2026, 2, 29, 0, 30) }),
    ],
    "The tidal barrier",
  ),
);

/** What has just happened in one topic. */
export const exampleAlert: DigestContents = {
  kind: "alert",
  cadence: "instant",
  topics: [
    topic(
      "old-quay-bridge",
      [
        item(13, {
          headline: "Council votes 31 to 12 to close the Old Quay bridge",
          text: "<p>Cars may cross until Sunday.</p>",
          url: "https://courier.example/news/vote",
        }),
        item(12, { headline: "Protest on the quay ends", importance: "routine" }),
      ],
      "Old Quay bridge",
    ),
  ],
};

/** What was told wrongly, told at once. */
export const exampleCorrection: DigestContents = {
  kind: "correction",
  cadence: "instant",
  topics: [
    topic(
      "old-quay-bridge",
      [
        item(
          14,
          {
            headline: "Bridge to stay shut for nine weeks, says harbour office",
            text: "<p>The first lorries are turned away from 22:00.</p>",
            url: "https://courier.example/news/nine-weeks",
            note: "We first wrote nine months.",
          },
          "corrected",
        ),
      ],
      "Old Quay bridge",
    ),
  ],
};

export const digestSlots = {
  to: "rowan.reader+news@mail.example",
  leaveUrl: `https://news.courier.example/unsubscribe/${"lT0k3n.".repeat(20)}?a=1&b=2`,
  preferencesUrl: "https://news.courier.example/preferences/pT0k3n",
};

export const noticeSlots = {
  to: "rowan.reader+news@mail.example",
  actionUrl: `https://news.courier.example/confirm/${"cT0k3n-".repeat(14)}`,
};
