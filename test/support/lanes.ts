// Lanes that send at once on virtual time, and an SES that counts every sliding second.

import { laneSpeed, lanesRate } from "#core/lane-speed.ts";
import { sliceSize } from "#core/slice.ts";
import { type LaneStep, lanePace, type Pace } from "#pipeline/pace.ts";
import { diceOf } from "../../bench/dice.ts";
import { slidingSecond } from "../../bench/sliding-second.ts";
import { virtualClock } from "../../bench/virtual-clock.ts";

export interface LanesTry {
  readonly rate: number;
  readonly lanes: number;
  readonly slices: number;
  /** All chance of the try comes from it. */
  readonly seed: number;
  /** Which lane is replaced by a new process in the middle of its work, if one is. */
  readonly replaced?: number;
}

export interface LanesResult {
  /** The share used of the rate given to the lanes, while all of them had work. */
  readonly share: number;
  /** The share of submissions that SES refused as too fast. */
  readonly throttled: number;
}

/** How long a claim takes, and SES's answer, in milliseconds. */
const claimMs = { least: 2, most: 15 };
const answerMs = { least: 30, most: 100 };

/** What lies between the end of one slice and the beginning of the next, in milliseconds. */
const betweenMs = { least: 20, most: 100 };

/** How far apart cold lanes start, in milliseconds. */
const coldMs = { least: 0, most: 2000 };

const atOnce = 64;

/** Sends slices by several lanes at once and tells how it went. */
export async function sendByLanes({ rate, lanes, slices, seed, replaced }: LanesTry): Promise<LanesResult> {
  const clock = virtualClock(Date.UTC(2026, 10, 21, 7));
  const dice = diceOf(seed);
  const pass = ({ least, most }: typeof claimMs) => clock.sleep(least + dice() * (most - least));
  const ses = slidingSecond(rate);
  const speed = laneSpeed({ rate, lanes, queue: "digest", alertIsOpen: false });
  const size = sliceSize(rate, lanes);
  const ends: number[] = [];
  let seats = 0;

  const send = async (pace: Pace, step: LaneStep & { seat: number }): Promise<void> => {
    for (;;) {
      await pace.next(async () => step);
      await pass(claimMs);
      const isTaken = ses.take(clock.now());
      await pass(answerMs);
      if (isTaken) return;
      pace.hold(1000);
      Object.assign(step, { seat: seats++ });
    }
  };
  const lane = async (_: unknown, number: number): Promise<void> => {
    await pass(coldMs);
    const mine = Math.floor(slices / lanes);
    let [pace, step] = [lanePace(clock), { ...speed, seat: seats++ }];
    for (let slice = 0; slice < mine; slice++) {
      if (number === replaced && slice === Math.floor(mine / 2)) {
        await pass(coldMs);
        [pace, step] = [lanePace(clock), { ...speed, seat: seats++ }];
      }
      const members = Array.from({ length: size }).keys();
      await Promise.all(
        Array.from({ length: atOnce }, async () => {
          for (const _member of members) await send(pace, step);
        }),
      );
      await pass(betweenMs);
    }
    ends.push(clock.now());
  };
  await clock.run(Promise.all(Array.from({ length: lanes }, lane)));

  const [began = 0] = ses.taken;
  const end = Math.min(...ends);
  const inTime = ses.taken.filter((at) => at < end).length;
  const share = inTime / ((end - began) / 1000) / lanesRate(rate);
  return { share, throttled: ses.refused() / (ses.refused() + ses.taken.length) };
}
