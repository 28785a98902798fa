import type { Log } from "#pipeline/ports/log.ts";
import { told } from "./each-message.ts";

/**
 * What a function is given, once it is there. A failure is counted, and ends the start: the function is started anew
 * with the next call, instead of failing ever after.
 */
export async function started<World>(log: Log, world: Promise<World>): Promise<World> {
  try {
    return await world;
  } catch (failure) {
    log.warn("start.failed", told(failure));
    throw failure;
  }
}
