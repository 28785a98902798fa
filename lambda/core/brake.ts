/** What came of a day's mails, as SES's events tell it. */
export interface Tally {
  readonly sent: number;
  /** For good: a full mailbox does not count. */
  readonly bounced: number;
  readonly complained: number;
}

/** How many mails a day must have before its shares say anything. */
const sentLeast = 200;

/** SES reviews an account at these shares, and pauses it at 10 % and 0.5 % (docs.aws.amazon.com/ses, reputation). */
const bouncedMax = 0.05;
const complainedMax = 0.001;

/** Why all sending must stop, or undefined where it need not. */
export function brakeReason({ sent, bounced, complained }: Tally): "complaints" | "bounces" | undefined {
  if (sent < sentLeast) return undefined;
  if (complained >= sent * complainedMax) return "complaints";
  return bounced >= sent * bouncedMax ? "bounces" : undefined;
}
