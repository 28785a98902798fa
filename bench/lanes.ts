/** Lanes at work on virtual time: the real sender with its gate and its pace, a ledger in memory, an SES that throttles. */
import type { Instant } from "#core/instant.ts";
import { lanesRate } from "#core/lane-speed.ts";
import { type Slice, sliceSize } from "#core/slice.ts";
import { laneMemory } from "#pipeline/lane-memory.ts";
import { sendSlice } from "#pipeline/send-slice.ts";
import { diceOf } from "./dice.ts";
import { type LaneWorld, laneWorld, runId } from "./lane-world.ts";
import { slidingSecond } from "./sliding-second.ts";
import { virtualClock } from "./virtual-clock.ts";

export interface LanesTry {
  readonly rate: number;
  readonly lanes: number;
  readonly slices: number;
  /** All chance of the try comes from it. */
  readonly seed: number;
}

export interface LanesResult {
  /**
   * The share used of the rate given to the lanes, while all of them were at work: from the moment when the last had
   * started, cold as it was, to the moment when the first found nothing more to do.
   */
  readonly share: number;
  /** The share of submissions that SES refused as too fast. */
  readonly throttled: number;
}

/** What lies between the end of one slice and the beginning of the next, in milliseconds. */
const betweenMs = { least: 20, most: 100 };

/** How far apart cold lanes start, in milliseconds. */
const coldMs = { least: 0, most: 2000 };

/** The time a lane has for a slice, in milliseconds: what Lambda leaves it. */
const patienceMs = 280_000;

const startsAt = Date.UTC(2026, 10, 21, 7);

/** Sends slices by several lanes at once and tells how it went. */
export async function sendByLanes({ rate, lanes, slices, seed }: LanesTry): Promise<LanesResult> {
  const clock = virtualClock(startsAt);
  const dice = diceOf(seed);
  const pass = ({ least, most }: typeof coldMs) => clock.sleep(least + dice() * (most - least));
  const ses = slidingSecond(rate);
  const world: LaneWorld = { clock, pass, take: () => ses.take(clock.now()), rate };
  const size = sliceSize(rate, lanes);
  const queue = Array.from({ length: slices }, (_, place) => sliceOf(place, size)).values();
  const ports = laneWorld(world, slices, size);
  const ends: Instant[] = [];
  const starts: Instant[] = [];

  const lane = async (): Promise<void> => {
    await pass(coldMs);
    starts.push(clock.now());
    const memory = laneMemory(ports, lanes);
    for (const key of queue) {
      const { kind } = await sendSlice(ports, key, clock.now() + patienceMs, memory);
      if (kind !== "done") throw new Error(`a slice ended as ${kind}`);
      await pass(betweenMs);
    }
    ends.push(clock.now());
  };
  await clock.run(Promise.all(Array.from({ length: lanes }, lane)));

  const began = Math.max(...starts);
  const end = Math.min(...ends);
  const inTime = ses.taken.filter((at) => at >= began && at < end).length;
  const share = inTime / ((end - began) / 1000) / lanesRate(rate);
  return { share, throttled: ses.refused() / (ses.refused() + ses.taken.length) };
}

function sliceOf(place: number, size: number): Slice {
  const members = Array.from({ length: size }, (_, index) => `${place} ${index}`);
  return { run: runId, shard: 0, first: String(place), members, plannedAt: startsAt };
}
