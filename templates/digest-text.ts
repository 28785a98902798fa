import { footerText, ruleLine } from "./frame-text.ts";
import { plainText, wrapText } from "./plain-text.ts";
import type { DigestView, ItemView, SectionView } from "./views.ts";

/** The text part of a digest, a catch-up or an alert: what its html says, in the same order. */
export function digestText(view: DigestView): string {
  const { words, frame, slot, news } = view;
  const choices = [`${words.preferences}:\n${slot.preferencesUrl}`, `${view.leave}:\n${slot.leaveUrl}`];
  return [
    [wrapText(frame.newsroom), ...(view.kicker === "" ? [] : [wrapText(view.kicker)]), wrapText(view.heading)].join(
      "\n",
    ),
    ...choices,
    ruleLine,
    ...(news.corrections === undefined ? [] : [sectionText(news.corrections)]),
    ...(news.lead === undefined ? [] : [leadText(news.lead)]),
    ...news.sections.map(sectionText),
    ruleLine,
    ...choices,
    footerText(view),
  ].join("\n\n");
}

function leadText(lead: ItemView): string {
  return itemText(lead, lead.topic?.title);
}

function sectionText({ title, url, items, more }: SectionView): string {
  const heading = wrapText(title);
  return [
    [heading, "-".repeat(Math.min(heading.length, ruleLine.length)), ...(url === undefined ? [] : [url])].join("\n"),
    ...items.map((item) => itemText(item, item.label && [item.label, item.topic?.title].filter(Boolean).join(" · "))),
    ...(more === undefined ? [] : [`${wrapText(more.text)}\n${more.url}`]),
  ].join("\n\n");
}

function itemText({ headline, text, note, source, url }: ItemView, above: string | undefined): string {
  const said = text === undefined ? "" : plainText(text);
  // The text often links to the same page: one address is enough.
  const foot = [source && wrapText(source), url !== undefined && said.includes(url) ? "" : url]
    .filter((line) => line !== undefined && line !== "")
    .join("\n");
  return [
    [...(above ? [wrapText(above)] : []), wrapText(headline, "* ", "  ")].join("\n"),
    note === undefined ? "" : wrapText(note),
    said,
    foot,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}
