/** A point in time: milliseconds since 1970-01-01T00:00:00Z, as `Date.now()` counts them. */
export type Instant = number;

/** How far two clocks may be apart, of two functions or of ours and SES's, in milliseconds: far more than they are. */
export const clockSkewMs = 15 * 60 * 1000;
