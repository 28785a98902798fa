import { knownRate } from "#core/account.ts";
import type { Instant } from "#core/instant.ts";
import { noticesPerSecond } from "#core/notice-speed.ts";
import { type LaneStep, lanePace } from "./pace.ts";
import type { Account } from "./ports/account.ts";
import type { Clock } from "./ports/clock.ts";
import type { Quota } from "./ports/mailer.ts";

export interface NoticeGatePorts {
  readonly account: Pick<Account, "state">;
  readonly quota: Pick<Quota, "rate">;
  readonly clock: Clock;
}

/** What every notice of a process passes: it keeps their pace, and is shut while SES takes nothing. */
export interface NoticeGate {
  /** Waits until the next notice may go. Says whether it may: if not, the account is on hold. */
  pass(): Promise<boolean>;
  /** SES said that it was too fast: nothing passes for a second. */
  slowDown(): void;
}

/** How long a rate is believed that SES told this process itself, in milliseconds. */
const askAgainMs = 60_000;

/** How long nothing passes after SES said that it was too fast, in milliseconds: SES counts by the second. */
const throttledWaitMs = 1000;

/**
 * The gate of one process.
 *
 * The first notice goes at once, and the next ones keep a distance: a confirmation is waited for. The brake does not hold
 * notices: each is asked for by the person who gets it.
 *
 * @param senders how many processes send notices at once
 */
export function noticeGate({ account, quota, clock }: NoticeGatePorts, senders: number): NoticeGate {
  const pace = lanePace(clock);
  let asked: { readonly at: Instant; readonly rate: number } | undefined;

  const askedRate = async (): Promise<number> => {
    const now = clock.now();
    if (asked === undefined || Math.abs(now - asked.at) >= askAgainMs) asked = { at: now, rate: await quota.rate() };
    return asked.rate;
  };
  const look = async (): Promise<LaneStep | undefined> => {
    const state = await account.state();
    if (state.hold !== undefined && state.hold.reason !== "brake") return undefined;
    // It is kept while a run is open, and only then.
    const known = knownRate(state, clock.now());
    const perSecond = noticesPerSecond(known ?? (await askedRate()), senders, known !== undefined);
    return { perSecond, catchUpPerSecond: perSecond, lanes: senders, seat: 0 };
  };

  return {
    pass: () => pace.next(look),
    slowDown: () => pace.hold(throttledWaitMs),
  };
}
