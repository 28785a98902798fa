import type { Hold } from "#core/account.ts";
import { utcDate } from "#core/calendar.ts";
import { type NudgePorts, nudgeRun } from "./nudge-run.ts";
import type { Account } from "./ports/account.ts";
import type { Clock } from "./ports/clock.ts";
import type { Tallies } from "./ports/tallies.ts";

export interface ResumeRunPorts extends NudgePorts {
  readonly account: Account;
  readonly clock: Clock;
}

export type ResumeRunOutcome =
  | {
      readonly kind: "resumed";
      /** Parts and slices that go on. */
      readonly nudged: number;
      /** The account is on hold: they wait all the same, until it ends. */
      readonly hold?: Hold;
    }
  /** There is nothing left to resume. */
  | { readonly kind: "closed" }
  | { readonly kind: "no-such-run" };

/** Lets a run go on that a person had stopped, or of which a slice was laid aside. Twice does no harm. */
export async function resumeRun(ports: ResumeRunPorts, id: string): Promise<ResumeRunOutcome> {
  const run = await ports.ledger.run(id);
  if (run === undefined) return { kind: "no-such-run" };
  await ports.account.resume(id);
  if ((await ports.ledger.books(id)) !== undefined) return { kind: "closed" };
  const { hold } = await ports.account.state();
  const nudged = await nudgeRun(ports, run, ports.clock.now());
  return hold === undefined ? { kind: "resumed", nudged } : { kind: "resumed", nudged, hold };
}

export interface ResumeAllPorts extends ResumeRunPorts {
  readonly tallies: Tallies;
}

export interface ResumeAllOutcome {
  /** The runs that go on, by id. */
  readonly runs: readonly string[];
  readonly nudged: number;
  /** The hold that it ended. */
  readonly released?: Hold;
}

/** Ends the account's hold, a brake among them, and lets every open run go on. The brake counts anew from here. */
export async function resumeAll(ports: ResumeAllPorts): Promise<ResumeAllOutcome> {
  const { hold, stopped } = await ports.account.state();
  const now = ports.clock.now();
  // The tally first: a brake that is released with it would be put again by the next event.
  await ports.tallies.clear(utcDate(now));
  for (const id of stopped) await ports.account.resume(id);
  if (hold !== undefined) await ports.account.release(hold.since);
  const runs = await ports.ledger.openRuns();
  let nudged = 0;
  for (const run of runs) nudged += await nudgeRun(ports, run, now);
  const ids = runs.map(({ id }) => id);
  return hold === undefined ? { runs: ids, nudged } : { runs: ids, nudged, released: hold };
}
