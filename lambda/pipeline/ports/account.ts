import type { AccountState, Hold } from "#core/account.ts";
import type { Instant } from "#core/instant.ts";
import type { LaneQueue } from "#core/lane-speed.ts";

/** What holds for the whole account: one item, read by every lane once a second, changed by single updates. */
export interface Account {
  state(): Promise<AccountState>;
  /** Notes the rate that SES told. */
  setRate(rate: number, at: Instant): Promise<void>;
  /** Puts the account on hold. A hold that stands stays, unless the new one is a brake. Says whether it was put. */
  hold(hold: Hold): Promise<boolean>;
  /** Ends the hold if it is the one that began at `since`. */
  release(since: Instant): Promise<void>;
  /** Stops a run. Twice is once. */
  stop(run: string): Promise<void>;
  /** Lets a stopped run go on. */
  resume(run: string): Promise<void>;
  /** Notes that an alert run is open, or not any more. */
  openAlert(run: string): Promise<void>;
  closeAlert(run: string): Promise<void>;
  /** A number for a lane that takes turns with others of its queue: one more than the lane before it got, from 1. */
  seat(queue: LaneQueue): Promise<number>;
}
