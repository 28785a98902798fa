/**
 * Operate: what the command line invokes to publish and to change things, so that the stack's own clock, settings and role hold.
 */
import { Duration } from "aws-cdk-lib";
import { Construct } from "constructs";
import { StageFunction, type Surroundings } from "./stage-function.ts";
import { TABLE_ACTIONS } from "./storage-stack.ts";
import type { WorkQueue } from "./work-queue.ts";

const TIMEOUT = Duration.minutes(1);

export interface OperateProps extends Surroundings {
  readonly parts: WorkQueue;
  readonly digests: WorkQueue;
  readonly alerts: WorkQueue;
  readonly polls: WorkQueue;
}

/** It has no alarm: whoever runs the command sees it fail. */
export class Operate extends Construct {
  readonly functionName: string;

  constructor(scope: Construct, id: string, props: OperateProps) {
    super(scope, id);
    const { alerts, code, config, digests, parts, polls, storage } = props;
    const operate = new StageFunction(this, "Operate", {
      name: "operate",
      code,
      timeout: TIMEOUT,
      memoryMegabytes: 512,
      environment: {
        TABLE_NAME: storage.table.tableName,
        HASH_KEY_SECRET: storage.hashKey.secretArn,
        PLAN_QUEUE_URL: parts.url,
        DIGEST_QUEUE_URL: digests.url,
        ALERT_QUEUE_URL: alerts.url,
        GATHER_QUEUE_URL: polls.url,
        SHARDS: String(config.sizes.shards),
        RETENTION: JSON.stringify(config.retention),
      },
    });
    storage.allowTable(operate, TABLE_ACTIONS);
    storage.allowLists(operate);
    storage.allowHashKey(operate);
    for (const queue of [parts, digests, alerts, polls]) queue.allowSending(operate);
    this.functionName = operate.lambda.functionName;
  }
}
