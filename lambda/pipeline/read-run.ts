import type { Hold } from "#core/account.ts";
import type { Books } from "#core/books.ts";
import { deliveryId } from "#core/delivery.ts";
import type { Instant } from "#core/instant.ts";
import type { Run } from "#core/run.ts";
import type { Account } from "./ports/account.ts";
import type { Ledger, UncertainDelivery } from "./ports/ledger.ts";
import { runBooks } from "./run-books.ts";

export interface ReadRunPorts {
  readonly ledger: Ledger;
  readonly account: Account;
}

/** All that is known of a run. */
export interface RunView {
  readonly run: Run;
  readonly state: "open" | "stopped" | "closed";
  readonly isPlanned: boolean;
  readonly books: Books;
  /** How many mails too many SES took: see `doublesAmong`. */
  readonly doubled: number;
  /** Why nothing of it is sent just now, though nobody stopped it. */
  readonly hold?: Hold;
}

/** A delivery by the id that its mail is tagged with. */
export interface NamedDelivery {
  readonly delivery: string;
  readonly attempt: number;
  readonly uncertainSince?: Instant;
}

/** A run and its books, or undefined where there is no such run. */
export async function readRun(ports: ReadRunPorts, id: string): Promise<RunView | undefined> {
  const run = await ports.ledger.run(id);
  if (run === undefined) return undefined;
  const [sum, isClosed, account, doubled] = await Promise.all([
    runBooks(ports.ledger, run),
    ports.ledger.books(id).then((books) => books !== undefined),
    ports.account.state(),
    ports.ledger.doubled(id),
  ]);
  if (isClosed) return { run, state: "closed", ...sum, doubled: doubled.length };
  const state = account.stopped.has(id) ? "stopped" : "open";
  const view = { run, state, ...sum, doubled: doubled.length } as const;
  return account.hold === undefined ? view : { ...view, hold: account.hold };
}

/** Most deliveries named in one answer: each has some 100 bytes, and Lambda takes 6 MB. */
export const namedDeliveriesMax = 10_000;

/** The deliveries of a run of which nobody knows whether SES took them, and those that it took once too often. */
export async function doubtfulDeliveries(
  ledger: Ledger,
  run: Run,
): Promise<{ readonly uncertain: readonly NamedDelivery[]; readonly doubled: readonly NamedDelivery[] }> {
  const shards = Array.from({ length: run.shards }, (_, shard) => ledger.uncertain(run.id, shard));
  const uncertain = (await Promise.all(shards)).flat();
  const doubled = await ledger.doubled(run.id);
  return {
    uncertain: uncertain.slice(0, namedDeliveriesMax).map(named),
    doubled: doubled.slice(0, namedDeliveriesMax).map(named),
  };
}

function named(submission: UncertainDelivery): NamedDelivery {
  const { attempt, uncertainSince } = submission;
  const delivery = deliveryId(submission);
  return uncertainSince === undefined ? { delivery, attempt } : { delivery, attempt, uncertainSince };
}
