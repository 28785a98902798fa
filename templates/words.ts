import { en } from "./words/en.ts";

export { pluralIn } from "./words/plural.ts";
export { type TimeManner, tellDay, tellMoment } from "./words/told-time.ts";

/** Every word of one locale. A locale that lacks one does not compile. */
export type Words = typeof en;

/** What the mails say in one locale. */
export type MailWords = Words["mails"];

/** What the pages say in one locale. */
export type PageWords = Words["pages"];

/** Which way a locale is written. */
export type Direction = "ltr" | "rtl";

/** The locales that have words, by BCP 47 tag. */
const spoken: ReadonlyMap<string, Words> = new Map([["en", en]]);

/** The locale whose words are used where the wanted one has none. */
export const defaultLocale = "en";

/** Languages written from right to left, by the first part of their tag (CLDR 48, `characterOrder`). */
const rightToLeft: ReadonlySet<string> = new Set([
  "ar",
  "arc",
  "ckb",
  "dv",
  "fa",
  "he",
  "ks",
  "ps",
  "sd",
  "ug",
  "ur",
  "yi",
]);

/** The words of the mails in `locale`, in its language, or in the default locale. */
export function mailWords(locale: string): MailWords {
  return wordsOf(locale).mails;
}

/** The words of the pages in `locale`, in its language, or in the default locale. */
export function pageWords(locale: string): PageWords {
  return wordsOf(locale).pages;
}

/** The locale whose words `locale` really gets, as a `lang` attribute must say it. */
export function spokenLocale(locale: string): string {
  return spoken.has(languageOf(locale)) ? locale : defaultLocale;
}

/** Which way `locale` is written. */
export function directionOf(locale: string): Direction {
  return rightToLeft.has(languageOf(locale)) ? "rtl" : "ltr";
}

function wordsOf(locale: string): Words {
  return spoken.get(locale) ?? spoken.get(languageOf(locale)) ?? en;
}

function languageOf(locale: string): string {
  return (locale.split("-")[0] ?? "").toLowerCase();
}
