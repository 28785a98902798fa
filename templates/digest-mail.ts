import type { DigestContents } from "#core/digest.ts";
import { type ArrangedDigest, arrangeDigest, fitDigest, type PlacedItem } from "./arrange-digest.ts";
import { alertHtml } from "./compiled/alert.ts";
import { developmentHtml } from "./compiled/development.ts";
import { digestHtml } from "./compiled/digest.ts";
import { newsHtml } from "./compiled/news.ts";
import { digestText } from "./digest-text.ts";
import { isOfOneTopic, itemView, newsView, type Telling, titleOf } from "./digest-view.ts";
import { frameView, type MailSetting, shorten, type WordedMail } from "./frame.ts";
import { plainText } from "./plain-text.ts";
import { cleanLine, slots } from "./slots.ts";
import type { DigestView } from "./views.ts";
import { type MailWords, mailWords, type TimeManner } from "./words.ts";

/** Most bytes of html in a mail: Gmail clips at 102 kB, and with it the link to leave. */
export const htmlMaxBytes = 100_000;

/**
 * What is kept free for the slots, in bytes: the leave link and the preferences link stand there twice, the address
 * once. A leave link names topics in at most 400 characters (`leaveLink`), so it stays under 1,000.
 */
export const slotsReserveBytes = 4_000;

/** Longest part of a headline in a subject, in characters: no mail program shows more of it. */
const subjectHeadlineMaxLength = 150;

/** Length of the line that mail programs show beside the subject, in characters. */
const preheaderLength = 140;

/** A digest, a catch-up, an alert or a correction in words. The same contents give the same mail. */
export function digestMail(contents: DigestContents, manner: TimeManner, setting: MailSetting): WordedMail {
  const words = mailWords(manner.locale);
  const frame = frameView(setting, manner.locale);
  const telling: Telling = { ...setting, words, time: { locale: frame.lang, zone: manner.zone } };
  const arranged = arrangeDigest(contents);
  const around = aroundNews(contents, arranged, words, frame.newsroom);
  const viewOf = (shown: ArrangedDigest): DigestView => ({
    ...around,
    words,
    frame,
    slot: slots,
    news: newsView(shown, contents.kind, telling),
  });
  const template = isOfOneTopic(contents.kind) ? alertHtml : digestHtml;
  const whole = viewOf(arranged);
  const html = template(whole);
  const room = htmlMaxBytes - slotsReserveBytes;
  if (Buffer.byteLength(html) <= room) return { subject: around.subject, html, text: digestText(whole) };
  const { lead: _, ...empty } = fitDigest(arranged, 0, () => Number.POSITIVE_INFINITY);
  const fixed = Buffer.byteLength(template(viewOf(empty)));
  const cut = viewOf(fitDigest(arranged, room - fixed, (item) => itemBytes(item, telling)));
  return { subject: around.subject, html: template(cut), text: digestText(cut) };
}

/** The lead is set larger, but says the same: what it takes more is within the room that its headings leave. */
function itemBytes(item: PlacedItem, telling: Telling): number {
  const view = itemView(item, telling, true);
  const asRow = Buffer.byteLength(developmentHtml(view));
  const asLead = Buffer.byteLength(newsHtml({ lead: view, sections: [] }));
  return Math.max(asRow, asLead);
}

function aroundNews(contents: DigestContents, arranged: ArrangedDigest, words: MailWords, newsroom: string) {
  const { kind, cadence, topics } = contents;
  const title = topics[0] === undefined ? "" : titleOf(topics[0]);
  const others = [...arranged.corrections, ...arranged.topics.flatMap(({ items }) => items)];
  const first = arranged.lead ?? others.shift();
  const isOfOne = isOfOneTopic(kind);
  const headline = shorten(cleanLine(first?.item.version.headline ?? ""), subjectHeadlineMaxLength);
  return {
    subject: subjectOf(first, headline, others.length, isOfOne ? title : undefined, words),
    preheader: preheaderOf(first, others),
    kicker: isOfOne ? (arranged.lead === undefined ? words.correctionName : words.alertName) : "",
    heading: isOfOne ? title : words.digestName(cadence),
    why: whyOf(contents, title, words, newsroom),
    leave: isOfOne ? words.leaveTopic : words.leave,
  };
}

function whyOf({ kind, cadence, topics }: DigestContents, title: string, words: MailWords, newsroom: string): string {
  if (kind === "alert") return words.whyAlert(newsroom, title);
  if (kind === "correction") return words.whyCorrection(newsroom, title);
  return words.whyDigest(newsroom, topics.length, cadence);
}

function subjectOf(
  first: PlacedItem | undefined,
  headline: string,
  others: number,
  title: string | undefined,
  words: MailWords,
): string {
  if (first?.item.label === "withdrawn") return words.withdrawnSubject(headline);
  if (first?.item.label === "corrected") return words.correctedSubject(headline);
  return title === undefined ? words.subject(headline, others) : words.alertSubject(title, headline);
}

/** The other headlines, or how the lead goes on; filled up so that nothing of the mail's first lines follows it. */
function preheaderOf(first: PlacedItem | undefined, others: readonly PlacedItem[]): string {
  const said =
    others.length > 0
      ? others.slice(0, 5).map(({ item }) => cleanLine(item.version.headline))
      : [
          cleanLine(
            first === undefined || first.item.label === "withdrawn" ? "" : plainText(first.item.version.text ?? ""),
          ),
        ];
  const line = shorten(said.join(" · "), preheaderLength);
  return line + "\u034F\u200C\u00A0".repeat(Math.max(0, Math.ceil((preheaderLength - line.length) / 2)));
}
