/** What was asked of which service, by whom, and whether it was let through: the latest calls, oldest first. */
import type { Clock } from "../clock/clock.ts";

export interface Call {
  readonly at: string;
  readonly function: string;
  readonly service: string;
  readonly operation: string;
  readonly resource: string;
  readonly denied: boolean;
}

/** Enough for a journey; a mailing of thousands passes over it. */
const LATEST_CALLS = 10_000;

export interface Calls {
  record(call: Omit<Call, "at">): void;
  list(options?: { readonly denied?: boolean }): readonly Call[];
}

export function createCalls(clock: Clock, onDenied: (call: Call) => void): Calls {
  const calls: Call[] = [];
  return {
    record(call) {
      const recorded = { at: new Date(clock.now()).toISOString(), ...call };
      // Dropping a tenth at once keeps each call's cost flat.
      if (calls.length >= LATEST_CALLS) calls.splice(0, LATEST_CALLS / 10);
      calls.push(recorded);
      if (call.denied) onDenied(recorded);
    },
    list: ({ denied } = {}) => calls.filter((call) => denied === undefined || call.denied === denied),
  };
}
