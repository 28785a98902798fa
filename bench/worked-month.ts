/** A newsroom whose month is worked out in `docs/cost.md`. */
export interface WorkedNewsroom {
  readonly subscribers: number;
  /** The account's rate, in mails a second. */
  readonly rate: number;
}

/** What its month costs, in dollars. */
export interface WorkedMonth {
  readonly mails: number;
  readonly mailing: number;
  readonly events: number;
  readonly idle: number;
  /** SES's own fee. */
  readonly ses: number;
}

/** Everyone gets a digest each day; a fifth follow at once, and get two alerts a week. */
const digests = 30;
const alerts = 8;
const alertedShare = 0.2;

/** SES, a thousand mails: accounts of before July 2026, and those that chose to pay by the mail. */
export const sesPerThousand = 0.1;

/**
 * The month of a newsroom.
 *
 * @param perMillion what a million mails cost at its rate, in dollars, without SES's events and with them
 * @param idle what an idle month costs, in dollars
 */
export function workedMonth(
  { subscribers }: WorkedNewsroom,
  perMillion: { readonly mailing: number; readonly withEvents: number },
  idle: number,
): WorkedMonth {
  const mails = subscribers * (digests + alerts * alertedShare);
  const millions = mails / 1e6;
  return {
    mails,
    mailing: millions * perMillion.mailing,
    events: millions * (perMillion.withEvents - perMillion.mailing),
    idle,
    ses: (mails / 1000) * sesPerThousand,
  };
}
