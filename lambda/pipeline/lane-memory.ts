import { type AccountState, alertIsOpen, knownRate } from "#core/account.ts";
import type { Instant } from "#core/instant.ts";
import { type LaneQueue, laneSpeed } from "#core/lane-speed.ts";
import { type LaneStep, lanePace, type Pace } from "./pace.ts";
import type { Account } from "./ports/account.ts";
import type { Clock } from "./ports/clock.ts";
import type { Quota } from "./ports/mailer.ts";

export interface LaneMemoryPorts {
  readonly account: Account;
  readonly quota: Pick<Quota, "rate">;
  readonly clock: Clock;
}

/** What one sending process remembers from slice to slice. */
export interface LaneMemory {
  /** SES has taken a mail from this process, and refused the account to it since by no answer. */
  isProven: boolean;
  /** The account's state, at most a second old. */
  account(): Promise<AccountState>;
  /** Has the account's state read anew: it has just been changed. */
  forgetAccount(): void;
  pace(queue: LaneQueue): Pace;
  /** How fast a lane may go now. */
  step(queue: LaneQueue): Promise<LaneStep>;
  /** Gives up the moments at which this lane sends where lanes take turns: another lane seems to have the same. */
  changeSeat(queue: LaneQueue): void;
}

/** How old the account's state may be, in milliseconds. */
const freshMs = 1000;

/** How long a rate is believed that SES told this process itself, in milliseconds. */
const askAgainMs = 60_000;

/**
 * The memory of a process that has sent nothing yet.
 *
 * @param lanes how many senders work on one queue at once
 */
export function laneMemory(ports: LaneMemoryPorts, lanes: number): LaneMemory {
  const { clock } = ports;
  const paces = new Map<LaneQueue, Pace>();
  const seats = new Map<LaneQueue, Promise<number>>();
  let asked: { readonly at: Instant; readonly rate: number } | undefined;
  let read: { readonly at: Instant; readonly state: Promise<AccountState> } | undefined;

  const isFresh = (at: Instant): boolean => Math.abs(clock.now() - at) < freshMs;

  const readAccount = async (): Promise<AccountState> => {
    if (read === undefined || !isFresh(read.at)) read = { at: clock.now(), state: ports.account.state() };
    const reading = read;
    try {
      return await reading.state;
    } catch (failure) {
      if (read === reading) read = undefined;
      throw failure;
    }
  };

  const askedRate = async (): Promise<number> => {
    const now = clock.now();
    if (asked === undefined || Math.abs(now - asked.at) >= askAgainMs) {
      asked = { at: now, rate: await ports.quota.rate() };
    }
    return asked.rate;
  };

  const seat = async (queue: LaneQueue): Promise<number> => {
    const known = seats.get(queue) ?? ports.account.seat(queue);
    seats.set(queue, known);
    try {
      return await known;
    } catch (failure) {
      if (seats.get(queue) === known) seats.delete(queue);
      throw failure;
    }
  };

  const account = async (): Promise<AccountState> => {
    let state = await readAccount();
    // An answer that took so long is old when it comes. A table that is that slow has other troubles: we ask once more.
    if (read === undefined || !isFresh(read.at)) state = await readAccount();
    if (state.hold !== undefined) memory.isProven = false;
    return state;
  };

  const memory: LaneMemory = {
    isProven: false,
    account,
    forgetAccount: () => {
      read = undefined;
    },
    pace: (queue) => {
      const pace = paces.get(queue) ?? lanePace(clock);
      paces.set(queue, pace);
      return pace;
    },
    step: async (queue) => {
      const state = await account();
      const rate = knownRate(state, clock.now()) ?? (await askedRate());
      const speed = laneSpeed({ rate, lanes, queue, alertIsOpen: alertIsOpen(state) });
      return { ...speed, seat: speed.catchUpPerSecond === undefined ? await seat(queue) : 0 };
    },
    changeSeat: (queue) => {
      seats.delete(queue);
    },
  };
  return memory;
}
