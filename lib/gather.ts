/**
 * Gather: polls the watched sources, one a message, and publishes what is new in them.
 */
import { Duration } from "aws-cdk-lib";
import { Construct } from "constructs";
import { StageFunction, type Surroundings } from "./stage-function.ts";
import { TABLE_ACTIONS } from "./storage-stack.ts";
import { WorkQueue } from "./work-queue.ts";

/** Asking takes 10 s at most, and publishing 2,000 developments some 30. */
const TIMEOUT = Duration.minutes(2);

/** The least that SQS takes. Two pollers do some 10,000 polls in an hour of sources that answer within half a second. */
const CONCURRENCY = 2;

export interface GatherProps extends Surroundings {
  readonly parts: WorkQueue;
  /** Where hubs call back. */
  readonly siteOrigin: string;
}

export class Gather extends Construct {
  readonly queue: WorkQueue;

  constructor(scope: Construct, id: string, props: GatherProps) {
    super(scope, id);
    const { alarms, code, config, parts, storage } = props;
    this.queue = new WorkQueue(this, "Polls", { alarms, timeout: TIMEOUT });
    const gather = new StageFunction(this, "Gather", {
      name: "gather",
      code,
      timeout: TIMEOUT,
      // The longest feeds that are read take some 350 MB.
      memoryMegabytes: 512,
      environment: {
        TABLE_NAME: storage.table.tableName,
        PLAN_QUEUE_URL: parts.url,
        GATHER_QUEUE_URL: this.queue.url,
        SITE_ORIGIN: props.siteOrigin,
        SOURCE_REACH: config.sourceReach,
        RETENTION: JSON.stringify(config.retention),
      },
    });
    storage.allowTable(gather, TABLE_ACTIONS);
    for (const queue of [this.queue, parts]) queue.allowSending(gather);
    // One poll a message and one message an invocation: a slow source keeps no other waiting.
    this.queue.feed(gather, { batchSize: 1, concurrency: CONCURRENCY });
    alarms.watchErrors(this, "ErrorsAlarm", gather);
  }
}
