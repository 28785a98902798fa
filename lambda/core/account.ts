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

/** How old the rate may be that the account's item tells, in milliseconds, either way: clocks may differ. */
const ratedMaxAgeMs = 5 * 60 * 1000;

/** The rate, where SES told it lately. */
export function knownRate({ rate, ratedAt }: AccountState, now: Instant): number | undefined {
  return ratedAt !== undefined && Math.abs(now - ratedAt) <= ratedMaxAgeMs ? rate : undefined;
}

/** Why nothing of a run is sent now, if nothing is. */
export type WaitReason = "run-stopped" | `hold-${HoldReason}`;

export function waitReason({ hold, stopped }: AccountState, run: string): WaitReason | undefined {
  if (hold !== undefined) return `hold-${hold.reason}`;
  return stopped.has(run) ? "run-stopped" : undefined;
}

/** Whether an alert is being sent: one that a person has stopped needs no room. */
export function alertIsOpen({ openAlerts, stopped }: AccountState): boolean {
  return [...openAlerts].some((run) => !stopped.has(run));
}
