/**
 * A resource that holds something is lost when its logical id changes: CloudFormation makes a new, empty one beside it.
 */
import { CfnResource } from "aws-cdk-lib";
import type { IConstruct } from "constructs";

/** Holds the logical id of a construct's main resource, wherever the construct moves to. */
export function pinLogicalId(construct: IConstruct, logicalId: string): void {
  const resource = construct.node.defaultChild;
  if (!(resource instanceof CfnResource))
    throw new TypeError(`${construct.node.path} has no resource of its own to pin.`);
  resource.overrideLogicalId(logicalId);
}
