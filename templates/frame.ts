import type { Newsroom } from "#core/newsroom.ts";
import { cleanLine, cleanText } from "./slots.ts";
import type { FrameView } from "./views.ts";
import { directionOf, spokenLocale } from "./words.ts";

/** What is the same in every mail of one newsroom. */
export interface MailSetting {
  readonly newsroom: Newsroom;
  /** Where the site answers, without a slash at the end: `"https://news.example"`. */
  readonly siteOrigin: string;
}

/** A mail before it is put into MIME: slots are the markers of `slots.ts`, lines end in LF. */
export interface WordedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** What frames a mail in `locale`. */
export function frameView({ newsroom, siteOrigin }: MailSetting, locale: string): FrameView {
  const lang = spokenLocale(locale);
  const direction = directionOf(lang);
  const name = cleanLine(newsroom.name);
  return {
    lang,
    direction,
    start: direction === "ltr" ? "left" : "right",
    newsroom: name,
    siteUrl: `${siteOrigin}/`,
    // The name stands above the address already.
    postalLines: cleanText(newsroom.postalAddress)
      .split("\n")
      .map((line) => line.trim())
      .filter((line, index) => line !== "" && !(index === 0 && line === name)),
    privacyUrl: newsroom.privacyUrl,
    contactUrl: newsroom.contact.includes("://") ? newsroom.contact : `mailto:${newsroom.contact}`,
  };
}

/** A text of at most `max` characters, cut between words where it is longer. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, max - 1);
  const words = cut.replace(/\s+\S*$/, "");
  // A script without blanks has no words to cut between; half of a surrogate pair must not stay.
  const kept = words.length > max / 2 ? words : cut.replace(/[\uD800-\uDBFF]$/, "");
  return `${kept}…`;
}
