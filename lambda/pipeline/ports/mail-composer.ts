import type { DigestContents } from "#core/digest.ts";
import type { NoticeContents } from "#core/notice.ts";

/** Who a mail is worded for: locale as a BCP 47 tag, zone as an IANA name (times in the mail are told in it). */
export interface MailManner {
  readonly locale: string;
  readonly zone: string;
}

/** What differs between two subscribers that get the same contents. */
export interface DigestSlots {
  /** The subscriber's address. */
  readonly to: string;
  /** Leaves what this mail carries: it is behind the links in the mail and in `List-Unsubscribe`. Absolute. */
  readonly leaveUrl: string;
  readonly preferencesUrl: string;
}

/** What differs between two notices of one kind. */
export interface NoticeSlots {
  readonly to: string;
  /** Where the notice's one button leads. Absolute. */
  readonly actionUrl: string;
}

/** A mail made once; filled for each subscriber. */
export interface ComposedMail<Slots> {
  /** Size of the html part in bytes, before the transfer encoding: Gmail clips beyond 102 kB. */
  readonly htmlBytes: number;
  /** The whole message as SES takes it: 7-bit, CRLF only, lines of at most 76 characters but for headers. */
  fill(slots: Slots): Uint8Array;
}

/** Turns contents into mails. Pure computing: the same contents and manner give the same mail. */
export interface MailComposer {
  digest(contents: DigestContents, manner: MailManner): ComposedMail<DigestSlots>;
  notice(contents: NoticeContents, manner: MailManner): ComposedMail<NoticeSlots>;
}
