import type { AccountState } from "#core/account.ts";
import type { Run } from "#core/run.ts";
import type { Account } from "./ports/account.ts";
import type { Ledger } from "./ports/ledger.ts";

/** How things stand: what several steps of one minute look at, read once for all of them. */
export interface Standing {
  readonly account: AccountState;
  readonly openRuns: readonly Run[];
}

/** Reads how things stand. */
export async function readStanding(ports: {
  readonly account: Pick<Account, "state">;
  readonly ledger: Pick<Ledger, "openRuns">;
}): Promise<Standing> {
  const [account, openRuns] = await Promise.all([ports.account.state(), ports.ledger.openRuns()]);
  return { account, openRuns };
}
