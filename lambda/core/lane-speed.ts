import type { Run } from "./run.ts";

/** The queues that lanes work on: digests have one, and what goes at once, alerts and corrections, has another. */
export type LaneQueue = "alert" | "digest";

export function laneQueue(kind: Run["kind"]): LaneQueue {
  return kind === "digest" ? "digest" : "alert";
}

/** How fast one lane goes. */
export interface LaneSpeed {
  /** Mails a second. */
  readonly perSecond: number;
  /** How many lanes go at this speed. */
  readonly lanes: number;
  /**
   * Mails a second while it makes up for what it missed, between two slices for instance. Undefined where the account's
   * rate is so low that lanes which do not know of each other could together pass it: then they take turns.
   */
  readonly catchUpPerSecond: number | undefined;
}

/** What lanes share, and how many they are. */
export interface LanesShare {
  /** Mails a second that the account may send. */
  readonly rate: number;
  /** How many lanes each queue has. */
  readonly lanes: number;
  readonly queue: LaneQueue;
  /** An alert is being sent: digests make room. */
  readonly alertIsOpen: boolean;
}

/** The share of the rate that is kept for notices, and the least of it in mails a second. */
const noticesShare = 0.02;
const noticesLeastPerSecond = 0.5;

/** The share of the lanes' rate that alerts take while one is open. */
const alertsShare = 0.9;

/** The share of its rate that a lane uses: SES counts a second where we cannot see it begin. */
const shareUsed = 0.98;

/** Mails a second that all lanes may send together: the account's rate less what is kept for notices. */
export function lanesRate(rate: number): number {
  const notices = Math.min(rate / 2, Math.max(noticesLeastPerSecond, rate * noticesShare));
  return rate - notices;
}

/** The speed of one lane. */
export function laneSpeed({ rate, lanes, queue, alertIsOpen }: LanesShare): LaneSpeed {
  const share = queue === "alert" ? alertsShare : 1 - alertsShare;
  const shares = alertIsOpen ? [share, 1 - share] : [1];
  const perLane = shares.map((each) => (each * lanesRate(rate)) / lanes);
  // However the lanes' mails fall, none has more than this many in one second.
  const mostInASecond = perLane.reduce((sum, each) => sum + lanes * Math.ceil(each), 0);
  const own = perLane[0] ?? 0;
  return { perSecond: own * shareUsed, lanes, catchUpPerSecond: mostInASecond <= rate ? own : undefined };
}
