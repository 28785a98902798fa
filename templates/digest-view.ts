import { creditOf, headlineMaxLength, type Wording } from "#core/development.ts";
import type { DigestContents, DigestTopic } from "#core/digest.ts";
import { addressOf, titleMaxLength } from "#core/topic.ts";
import type { ArrangedDigest, ArrangedTopic, PlacedItem } from "./arrange-digest.ts";
import { type MailSetting, shorten } from "./frame.ts";
import { cleanLine, cleanText } from "./slots.ts";
import type { ItemView, NewsView, SectionView } from "./views.ts";
import { type MailWords, type TimeManner, tellMoment } from "./words.ts";

/** Longest attribution and longest note that a mail shows, in characters: longer ones are read on the web. */
const attributionMaxLength = 200;
const noteMaxLength = 1_000;

/** Longest address that a mail links to, in characters: what browsers and gateways are sure to take. */
const urlMaxLength = 2_000;

/** In whose words and on whose clock the items are told. */
export interface Telling extends MailSetting {
  readonly words: MailWords;
  readonly time: TimeManner;
}

/** Whether all of a mail is about one topic, which its heading names. */
export function isOfOneTopic(kind: DigestContents["kind"]): boolean {
  return kind === "alert" || kind === "correction";
}

/** What a mail brings, as its template shows it. */
export function newsView(arranged: ArrangedDigest, kind: DigestContents["kind"], telling: Telling): NewsView {
  const { words, siteOrigin } = telling;
  const { corrections, hiddenCorrections, lead } = arranged;
  const webOnly = { text: words.moreOnTheWeb(hiddenCorrections), url: `${siteOrigin}/` };
  const correctionsView: SectionView = {
    title: words.corrections,
    items: corrections.map((one) => itemView(one, telling, !isOfOneTopic(kind))),
    ...(hiddenCorrections > 0 && { more: webOnly }),
  };
  return {
    ...(correctionsView.items.length + hiddenCorrections > 0 && { corrections: correctionsView }),
    ...(lead && { lead: itemView(lead, telling, !isOfOneTopic(kind)) }),
    sections: arranged.topics.map((topic) => sectionView(topic, kind, telling)),
  };
}

/** One item; `isAlone` where it does not stand under its topic. */
export function itemView({ item, topic }: PlacedItem, telling: Telling, isAlone: boolean): ItemView {
  const { words } = telling;
  const { version, label } = item;
  const isWithdrawn = label === "withdrawn";
  const note = noteOf(item.version.note, label, words);
  const source = sourceOf(item.version, telling);
  const text = cleanText(version.text ?? "").trim();
  return {
    headline: shorten(cleanLine(version.headline), headlineMaxLength),
    ...(label !== "new" && { label: isWithdrawn ? words.withdrawn : words.corrected }),
    ...(text !== "" && !isWithdrawn && { text }),
    ...(note !== undefined && { note }),
    ...(isLinkable(version.url) && !isWithdrawn && { url: cleanLine(version.url) }),
    ...(source !== "" && { source }),
    ...(isAlone && { topic: { title: titleOf(topic), url: topicUrl(topic, telling) } }),
  };
}

function sectionView({ topic, items, hidden }: ArrangedTopic, kind: DigestContents["kind"], telling: Telling) {
  const { words } = telling;
  const url = topicUrl(topic, telling);
  const views = items.map((one) => itemView(one, telling, false));
  const more = hidden > 0 && { more: { text: words.moreOnTheWeb(hidden), url } };
  return isOfOneTopic(kind)
    ? { title: words.more, items: views, ...more }
    : { title: titleOf(topic), url, items: views, ...more };
}

/** A topic's title as mails show it. */
export function titleOf(topic: DigestTopic): string {
  return shorten(cleanLine(topic.title), titleMaxLength);
}

function topicUrl(topic: DigestTopic, { siteOrigin }: MailSetting): string {
  return `${siteOrigin}/topics/${addressOf(topic)}`;
}

function noteOf(note: string | undefined, label: string, words: MailWords): string | undefined {
  const said = shorten(cleanLine(note ?? ""), noteMaxLength);
  if (label === "withdrawn") return said === "" ? words.withdrawnWithoutNote : words.whyWithdrawn(said);
  return label === "corrected" && said !== "" ? words.whatChanged(said) : undefined;
}

function sourceOf(version: Wording, { time }: Telling): string {
  const attribution = shorten(cleanLine(creditOf(version) ?? ""), attributionMaxLength);
  const moment = version.publishedAt === undefined ? "" : tellMoment(version.publishedAt, time);
  return [attribution, moment].filter((part) => part !== "").join(" · ");
}

function isLinkable(url: string | undefined): url is string {
  return url !== undefined && url.length <= urlMaxLength && /^https?:\/\//i.test(url);
}
