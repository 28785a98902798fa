/**
 * Plan: cuts each run's audience into slices, one part of it a message.
 */
import { Duration } from "aws-cdk-lib";
import { Construct } from "constructs";
import { StageFunction, type Surroundings } from "./stage-function.ts";
import { TABLE_ACTIONS } from "./storage-stack.ts";
import { WorkQueue } from "./work-queue.ts";

const TIMEOUT = Duration.minutes(5);

const CONCURRENCY = 2;

export interface PlanProps extends Surroundings {
  readonly digests: WorkQueue;
  readonly alerts: WorkQueue;
}

export class Plan extends Construct {
  readonly queue: WorkQueue;

  constructor(scope: Construct, id: string, props: PlanProps) {
    super(scope, id);
    const { alarms, alerts, code, config, digests, storage } = props;
    this.queue = new WorkQueue(this, "Parts", { alarms, timeout: TIMEOUT });
    const plan = new StageFunction(this, "Plan", {
      name: "plan",
      code,
      timeout: TIMEOUT,
      memoryMegabytes: 512,
      environment: {
        TABLE_NAME: storage.table.tableName,
        PLAN_QUEUE_URL: this.queue.url,
        DIGEST_QUEUE_URL: digests.url,
        ALERT_QUEUE_URL: alerts.url,
        LANES: String(config.sizes.lanes),
        SHARDS: String(config.sizes.shards),
        RETENTION: JSON.stringify(config.retention),
      },
    });
    storage.allowTable(plan, TABLE_ACTIONS);
    storage.allowLists(plan);
    for (const queue of [this.queue, digests, alerts]) queue.allowSending(plan);
    // One part a message and one message an invocation, so that a long part never runs into another's time.
    this.queue.feed(plan, { batchSize: 1, concurrency: CONCURRENCY });
    alarms.watchErrors(this, "ErrorsAlarm", plan);
  }
}
