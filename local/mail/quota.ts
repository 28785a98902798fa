/** SES's two limits: so many mails a second, so many in 24 hours. */
import type { Instant } from "#core/instant.ts";

export interface Quota {
  /** Mails a second. */
  readonly rate: number;
  /** Mails in any 24 hours. */
  readonly daily: number;
}

/** A new account out of the sandbox has about this (docs.aws.amazon.com/ses, quotas). */
const USUAL: Quota = { rate: 200, daily: 50_000 };

const DAY_MS = 24 * 60 * 60 * 1000;

export interface SendingLimits {
  quota(): Quota;
  set(quota: Quota): void;
  /** Takes one mail's share, or says why it cannot be sent now, in SES's words. */
  take(): string | undefined;
  sentInDay(): number;
}

/**
 * The rate runs by the machine's time, as waiting does; the 24 hours by the clock that can be turned.
 *
 * @param sentSince when each mail of earlier starts was sent that came after an instant, oldest first
 */
export function createSendingLimits(
  now: () => Instant,
  sentSince: (since: Instant) => readonly Instant[],
  machineMs: () => number = () => performance.now(),
): SendingLimits {
  let quota = USUAL;
  let tokens = quota.rate;
  let filledAt = machineMs();
  const times: Instant[] = [...sentSince(now() - DAY_MS)];
  let oldest = 0;

  const sentInDay = () => {
    const since = now() - DAY_MS;
    while (oldest < times.length && (times[oldest] ?? 0) <= since) oldest += 1;
    return times.length - oldest;
  };
  const fill = () => {
    const at = machineMs();
    tokens = Math.min(quota.rate, tokens + ((at - filledAt) / 1000) * quota.rate);
    filledAt = at;
  };
  return {
    quota: () => quota,
    set(wanted) {
      quota = wanted;
      tokens = wanted.rate;
      filledAt = machineMs();
    },
    take() {
      if (sentInDay() >= quota.daily) return "Daily message quota exceeded.";
      fill();
      if (tokens < 1) return "Maximum sending rate exceeded.";
      tokens -= 1;
      times.push(now());
      return undefined;
    },
    sentInDay,
  };
}
