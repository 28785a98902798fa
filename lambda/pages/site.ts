// What every page of one newsroom shares: who publishes it, where it lives, and in which words it speaks.

import type { html } from "hono/html";
import type { Newsroom } from "#core/newsroom.ts";
import {
  type Direction,
  defaultLocale,
  directionOf,
  type PageWords,
  pageWords,
  spokenLocale,
} from "#templates/words.ts";

export interface Site {
  readonly newsroom: Newsroom;
  /** Scheme and host, without a slash at the end: the only source of absolute links. */
  readonly origin: string;
  /** The newsroom's default locale, as sign-ups carry it. */
  readonly locale: string;
  /** The locale whose words the pages really use. */
  readonly language: string;
  readonly direction: Direction;
  readonly words: PageWords;
}

/** Markup whose every value is escaped. */
export type Html = ReturnType<typeof html>;

/** A whole page: what a browser is shown, and in one sentence what a program is told. */
export interface Page {
  readonly title: string;
  readonly message: string;
  readonly html: Html;
}

/** The site of a newsroom at `origin`. */
export function newSite(newsroom: Newsroom, origin: string): Site {
  const locale = newsroom.locales[0] ?? defaultLocale;
  const language = spokenLocale(locale);
  return { newsroom, origin, locale, language, direction: directionOf(language), words: pageWords(locale) };
}
