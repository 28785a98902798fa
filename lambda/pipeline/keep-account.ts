import type { Instant } from "#core/instant.ts";
import type { Run } from "#core/run.ts";
import type { Account } from "./ports/account.ts";
import type { Clock } from "./ports/clock.ts";
import type { Ledger } from "./ports/ledger.ts";
import type { Quota } from "./ports/mailer.ts";
import { readStanding, type Standing } from "./standing.ts";

export interface KeepAccountPorts {
  readonly account: Account;
  readonly ledger: Ledger;
  readonly quota: Pick<Quota, "rate">;
  readonly clock: Clock;
}

/** How long a run may be missing from the list of open ones, in milliseconds: an index lags by less. */
const listedAfterMs = 60_000;

/**
 * Keeps the account's item true: notes the rate while a run is open, forgets the stops of runs that are closed, and
 * gives the rate back to digests when an alert is sent.
 *
 * @param standing how things stand, where that was read just now
 */
export async function keepAccount(ports: KeepAccountPorts, standing?: Standing): Promise<void> {
  const { account: state, openRuns } = standing ?? (await readStanding(ports));
  const open = new Map(openRuns.map((run) => [run.id, run]));
  const now = ports.clock.now();
  for (const id of state.stopped) {
    if (!open.has(id) && (await isGone(ports, id, now))) await ports.account.resume(id);
  }
  for (const id of state.openAlerts) {
    const run = open.get(id);
    const isOver = run === undefined ? await isGone(ports, id, now) : await isSent(ports, run);
    if (isOver) await ports.account.closeAlert(id);
  }
  // Last: SES may not answer.
  if (open.size > 0) await ports.account.setRate(await ports.quota.rate(), now);
}

async function isGone({ ledger }: KeepAccountPorts, id: string, now: Instant): Promise<boolean> {
  const run = await ledger.run(id);
  return run === undefined || now - run.dueAt > listedAfterMs;
}

/** Whether nothing of the run waits any more; what is uncertain of it needs no pace. */
async function isSent({ ledger }: KeepAccountPorts, run: Run): Promise<boolean> {
  for (let shard = 0; shard < run.shards; shard++) {
    if (!(await ledger.part(run.id, shard)).done) return false;
    const slices = await ledger.slices(run.id, shard);
    if (slices.some(({ books }) => books === undefined || books.waiting > 0)) return false;
  }
  return true;
}
