import type { Instant } from "./instant.ts";

/**
 * Why nothing is sent for the whole account.
 *
 * *quota*: the 24 hours' quota is used up; *account*: SES refuses this account, its identity or its configuration;
 * *brake*: too many bounces or complaints, and we stop before SES does.
 */
export type HoldReason = "quota" | "account" | "brake";

/** The account is on hold. A quota or an account's hold ends by itself when SES takes mail again; a brake by a person. */
export interface Hold {
  readonly reason: HoldReason;
  /** What SES said, where it said anything. */
  readonly code?: string;
  readonly since: Instant;
}

/** All that a lane looks at every second: one item. */
export interface AccountState {
  /** Mails a second that the account may send, as SES told last. */
  readonly rate?: number;
  readonly ratedAt?: Instant;
  readonly hold?: Hold;
  /** The ids of the runs that a person has stopped. */
  readonly stopped: ReadonlySet<string>;
  /** The ids of the alert runs that are open: digests make room for them. */
  readonly openAlerts: ReadonlySet<string>;
}
