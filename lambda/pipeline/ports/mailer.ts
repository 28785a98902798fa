import type { SubmitAnswer } from "#core/delivery.ts";

/** A mail for one recipient, ready for SES. */
export interface OutgoingMail {
  readonly to: string;
  /** The whole message. */
  readonly source: Uint8Array;
  /** Message tags, which SES's events carry back: names and values of `[A-Za-z0-9_-]`, at most 256 characters. */
  readonly tags: Readonly<Record<string, string>>;
}

/** The door to SES. */
export interface Mailer {
  /** Hands over one mail, once: it never tries again by itself, and never throws for an answer of SES. */
  submit(mail: OutgoingMail): Promise<SubmitAnswer>;
}

/** What the account may send. */
export interface Quota {
  /** Mails a second; more than 0. */
  rate(): Promise<number>;
  /** Whether the quota of 24 hours leaves room for a mail. Asked anew each time. */
  hasRoom(): Promise<boolean>;
}
