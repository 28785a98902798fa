/**
 * What must survive: the table and the keys. It has a stack of its own, so that the pipeline can be torn down and built again.
 */
import { RemovalPolicy, Stack, type StackProps } from "aws-cdk-lib";
import { AttributeType, BillingMode, ProjectionType, Table } from "aws-cdk-lib/aws-dynamodb";
import { Secret, type SecretStringGenerator } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import type { FunctionName } from "#handlers/settings.ts";
import { acknowledge } from "./acknowledge.ts";
import { pinLogicalId } from "./pin-logical-id.ts";
import type { StageFunction } from "./stage-function.ts";

/** The only index: due groups, audiences and work lists, by list and place in it. */
export const INDEX_NAME = "byList";

/** What a function may do to items, by their keys. Nothing scans. */
export const TABLE_ACTIONS = ["DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"] as const;

export type TableAction = (typeof TABLE_ACTIONS)[number];

/** 64 characters out of 62 are 381 bits, more than HMAC-SHA-256 can use. */
const KEY_CHARACTERS = 64;

export class StorageStack extends Stack {
  readonly table: Table;
  /** `{"currentId","currentKey"}`; to rotate, an operator moves them to `previousId` and `previousKey`. */
  readonly linkKeys: Secret;
  /** `{"key"}`; it never rotates, or the hashes of suppressed addresses would no longer be found. */
  readonly hashKey: Secret;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, { ...props, description: "Bulletin: what must survive", terminationProtection: true });
    this.table = this.#addTable();
    this.linkKeys = this.#addSecret("LinkKeys", "Signs the links in mails", {
      secretStringTemplate: JSON.stringify({ currentId: "1" }),
      generateStringKey: "currentKey",
    });
    this.hashKey = this.#addSecret("HashKey", "Hashes addresses; never rotate it", {
      secretStringTemplate: "{}",
      generateStringKey: "key",
    });
    acknowledge(this.linkKeys, {
      "AwsSolutions-SMG4":
        "An operator rotates the link keys by hand: links in mails that were sent must go on working, so the old key stays beside the new one.",
    });
    acknowledge(this.hashKey, {
      "AwsSolutions-SMG4":
        "The hash key must never rotate: hashes of suppressed addresses are kept without the addresses and could not be made again.",
    });
  }

  /** Lets a function do to the table's items what its steps do, and no more. */
  allowTable(user: StageFunction<FunctionName>, actions: readonly TableAction[]): void {
    user.allow(
      actions.map((action) => `dynamodb:${action}`),
      [this.table.tableArn],
    );
  }

  /** Lets a function read lists: audiences, open runs, what waits. */
  allowLists(user: StageFunction<FunctionName>): void {
    user.allow(["dynamodb:Query"], [`${this.table.tableArn}/index/${INDEX_NAME}`]);
  }

  allowLinkKeys(user: StageFunction<FunctionName>): void {
    user.allow(["secretsmanager:GetSecretValue"], [this.linkKeys.secretArn]);
  }

  allowHashKey(user: StageFunction<FunctionName>): void {
    user.allow(["secretsmanager:GetSecretValue"], [this.hashKey.secretArn]);
  }

  #addTable(): Table {
    const table = new Table(this, "Table", {
      partitionKey: { name: "pk", type: AttributeType.STRING },
      sortKey: { name: "sk", type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      timeToLiveAttribute: "expiresAt",
    });
    table.addGlobalSecondaryIndex({
      indexName: INDEX_NAME,
      partitionKey: { name: "list", type: AttributeType.STRING },
      sortKey: { name: "place", type: AttributeType.STRING },
      projectionType: ProjectionType.KEYS_ONLY,
    });
    pinLogicalId(table, "Table");
    return table;
  }

  #addSecret(id: string, description: string, generated: SecretStringGenerator): Secret {
    const secret = new Secret(this, id, {
      description,
      generateSecretString: { ...generated, passwordLength: KEY_CHARACTERS, excludePunctuation: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    pinLogicalId(secret, id);
    return secret;
  }
}
