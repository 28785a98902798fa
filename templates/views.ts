import type { Cadence } from "#core/cadence.ts";
import type { slots } from "./slots.ts";
import type { Direction, MailWords } from "./words.ts";

/** What frames every mail. */
export interface FrameView {
  readonly lang: string;
  readonly direction: Direction;
  /** The side on which a line begins. */
  readonly start: "left" | "right";
  readonly newsroom: string;
  readonly siteUrl: string;
  readonly postalLines: readonly string[];
  readonly privacyUrl: string;
  readonly contactUrl: string;
}

interface MailView {
  readonly words: MailWords;
  readonly slot: typeof slots;
  readonly frame: FrameView;
  readonly subject: string;
  /** What mail programs show beside the subject. */
  readonly preheader: string;
  /** Why the reader gets this mail. */
  readonly why: string;
}

/** One development as a mail shows it. Every text is plain but `text`, which is sanitised html. */
export interface ItemView {
  readonly headline: string;
  /** What a reader must know of it first: that it is a correction, or withdrawn. */
  readonly label?: string;
  readonly text?: string;
  /** What was corrected, or why it was withdrawn. */
  readonly note?: string;
  readonly url?: string;
  /** Who says so, and when. */
  readonly source?: string;
  /** Where the item does not stand under its topic. */
  readonly topic?: { readonly title: string; readonly url: string };
}

/** Developments under one heading, newest first. */
export interface SectionView {
  readonly title: string;
  /** The topic's page. */
  readonly url?: string;
  readonly items: readonly ItemView[];
  /** The way to what has no room here. */
  readonly more?: { readonly text: string; readonly url: string };
}

/** What a digest or an alert brings: corrections on top, then the lead, then topic by topic. */
export interface NewsView {
  readonly corrections?: SectionView;
  readonly lead?: ItemView;
  readonly sections: readonly SectionView[];
}

/** A digest, a catch-up or an alert. */
export interface DigestView extends MailView {
  /** A line above the heading; alerts have it. */
  readonly kicker: string;
  readonly heading: string;
  /** What the leave link says it does. */
  readonly leave: string;
  readonly news: NewsView;
}

/** A mail that asks for a sign-up to be confirmed. */
export interface ConfirmView extends MailView {
  readonly topicTitle: string;
  readonly cadence: Cadence;
}

/** A mail that carries a link to the preferences. */
export type PreferencesLinkView = MailView;
