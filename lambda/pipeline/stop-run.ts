import type { Account } from "./ports/account.ts";
import type { Clock } from "./ports/clock.ts";
import type { Ledger } from "./ports/ledger.ts";

export interface StopRunPorts {
  readonly ledger: Ledger;
  readonly account: Account;
  readonly clock: Clock;
}

export type StopRunOutcome =
  | { readonly kind: "stopped" }
  /** There is nothing left to stop. */
  | { readonly kind: "closed" }
  | { readonly kind: "no-such-run" };

/** How long a run may be missing from the list of open ones, in milliseconds: an index lags by less. */
const listedAfterMs = 60_000;

/**
 * Stops a run: 2 s later nothing of it is submitted any more, and what is not sent waits. Twice is once.
 *
 * A stopped run is resumed by a person. Once its time is over, what waits is refused as stale, and the next digest
 * carries it.
 */
export async function stopRun(ports: StopRunPorts, id: string): Promise<StopRunOutcome> {
  const run = await ports.ledger.run(id);
  if (run === undefined) return { kind: "no-such-run" };
  const isOpen = (await ports.ledger.openRuns()).some((open) => open.id === id);
  if (!isOpen && ports.clock.now() - run.dueAt > listedAfterMs) return { kind: "closed" };
  await ports.account.stop(id);
  return { kind: "stopped" };
}
