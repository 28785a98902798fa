/**
 * The findings of cdk-nag that stand, each with the reason why.
 */
import { Validations } from "aws-cdk-lib";
import type { IConstruct } from "constructs";

/** Accepts findings on a construct: the id of each, and a sentence that says why it may stand. */
export function acknowledge(construct: IConstruct, reasons: Readonly<Record<string, string>>): void {
  const findings = Object.entries(reasons).map(([id, reason]) => ({ id, reason }));
  Validations.of(construct).acknowledge(...findings);
}
