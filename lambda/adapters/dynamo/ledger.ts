import type { Ledger } from "#pipeline/ports/ledger.ts";
import { dynamoOutcomes } from "./outcomes.ts";
import { dynamoRuns } from "./runs.ts";
import { dynamoSettlings } from "./settlings.ts";
import { dynamoSlices } from "./slices.ts";
import type { DynamoTable } from "./table.ts";

/** Runs, their slices and what came of every delivery. */
export function dynamoLedger(table: DynamoTable): Ledger {
  return { ...dynamoRuns(table), ...dynamoSlices(table), ...dynamoOutcomes(table), ...dynamoSettlings(table) };
}
