import { lanesRate } from "./lane-speed.ts";

/**
 * How many notices a second one of their senders may send.
 *
 * While lanes are at work it is the share that they leave. Otherwise nobody else sends: half of the rate, so that a lane
 * that begins meanwhile meets little of it before it is known to be at work.
 */
export function noticesPerSecond(rate: number, senders: number, lanesAreAtWork: boolean): number {
  return (lanesAreAtWork ? rate - lanesRate(rate) : rate / 2) / senders;
}
