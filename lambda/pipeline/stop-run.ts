import type { Account } from "./ports/account.ts";
import type { Ledger } from "./ports/ledger.ts";

export interface StopRunPorts {
  readonly ledger: Ledger;
  readonly account: Account;
}

export type StopRunOutcome =
  | { readonly kind: "stopped" }
  /** There is nothing left to stop. */
  | { readonly kind: "closed" }
  | { readonly kind: "no-such-run" };

/**
 * Stops a run: 2 s later nothing of it is submitted any more, and what is not sent waits. Twice is once.
 *
 * A stopped run is resumed by a person. Once its time is over, what waits is refused as stale, and the next digest
 * carries it.
 */
export async function stopRun(ports: StopRunPorts, id: string): Promise<StopRunOutcome> {
  if ((await ports.ledger.run(id)) === undefined) return { kind: "no-such-run" };
  // Its own item, not the list of open runs: that lags.
  if ((await ports.ledger.books(id)) !== undefined) return { kind: "closed" };
  await ports.account.stop(id);
  return { kind: "stopped" };
}
