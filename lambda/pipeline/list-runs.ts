import type { Hold } from "#core/account.ts";
import type { Books } from "#core/books.ts";
import type { Instant } from "#core/instant.ts";
import type { Run } from "#core/run.ts";
import type { Account } from "./ports/account.ts";
import type { Ledger } from "./ports/ledger.ts";
import { runBooks } from "./run-books.ts";

export interface ListRunsPorts {
  readonly ledger: Ledger;
  readonly account: Account;
}

/** One line of the list. */
export interface ListedRun {
  readonly run: Run;
  /** A stopped run is open too, and waits for a person. */
  readonly state: "open" | "stopped" | "closed";
  readonly isPlanned: boolean;
  readonly closedAt?: Instant;
  readonly books: Books;
}

export interface RunList {
  /** The last due first. */
  readonly runs: readonly ListedRun[];
  /** Older ones were left out. */
  readonly isCut: boolean;
  /** Why nothing of any run is sent just now. */
  readonly hold?: Hold;
}

/** Most closed runs in one list: half a megabyte of answer, of the 6 that Lambda takes. */
export const closedRunsMax = 1000;

/** The runs that were due since a time, and their books. */
export async function listRuns(ports: ListRunsPorts, since: Instant, which: "all" | "open"): Promise<RunList> {
  const { stopped, hold } = await ports.account.state();
  const open: ListedRun[] = [];
  for (const run of await ports.ledger.openRuns()) {
    if (run.dueAt < since) continue;
    open.push({ run, state: stopped.has(run.id) ? "stopped" : "open", ...(await runBooks(ports.ledger, run)) });
  }
  // No run is closed before it is due.
  const found = which === "open" ? [] : await ports.ledger.closedRuns(since, closedRunsMax);
  const closed = found
    .filter(({ run }) => run.dueAt >= since)
    .map((one): ListedRun => ({ ...one, state: "closed", isPlanned: true }));
  // A run that closes meanwhile is in both.
  const over = new Set(closed.map(({ run }) => run.id));
  const runs = [...open.filter(({ run }) => !over.has(run.id)), ...closed];
  const list = { runs: runs.sort(lastDueFirst), isCut: found.length === closedRunsMax };
  return hold === undefined ? list : { ...list, hold };
}

function lastDueFirst(a: ListedRun, b: ListedRun): number {
  return b.run.dueAt - a.run.dueAt || (a.run.id < b.run.id ? -1 : 1);
}
