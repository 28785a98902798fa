import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Instant } from "#core/instant.ts";

/** The one table, and what its items need besides: see `docs/data-model.md`. */
export interface DynamoTable {
  readonly client: DynamoDBClient;
  readonly name: string;
  /** A keyed hash of an address, in characters that may stand in a key: the same for ever for the same address. */
  readonly hash: (address: string) => string;
  /** Tells what has expired: DynamoDB's own expiry may come days late. */
  readonly now: () => Instant;
  readonly retention: Retention;
}

/** How long what is only looked back at is kept. */
export interface Retention {
  /** Runs, slices, outcomes and notices, in days. */
  readonly runDays: number;
}

/** The index of lists: every item that has `list` and `place` stands in it, keys only. */
export const byList = "byList";

const dayMs = 24 * 60 * 60 * 1000;

/** When something of `at` may be deleted. */
export function logsUntil(table: DynamoTable, at: Instant): Instant {
  return at + table.retention.runDays * dayMs;
}
