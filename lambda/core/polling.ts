/** How often a feed asks to be polled, and when not. */
export interface FeedPace {
  /** Minutes for which what was read stays good. */
  readonly ttlMinutes?: number;
  /** Hours of UTC, 0–23, in which not to ask. */
  readonly skipHours?: readonly number[];
  /** Days of the week in UTC, Sunday is 0, on which not to ask. */
  readonly skipDays?: readonly number[];
}
