/**
 * The API for programs: behind the site's own door, but a function, a role, a throttle and an alarm of its own.
 */
import { Duration } from "aws-cdk-lib";
import { Construct } from "constructs";
import { StageFunction, type Surroundings } from "./stage-function.ts";
import { TABLE_ACTIONS } from "./storage-stack.ts";
import type { WebDoor } from "./web-door.ts";
import type { WorkQueue } from "./work-queue.ts";

/** API Gateway waits 30 s; a pull reads for 10 s and then writes. */
const TIMEOUT = Duration.seconds(29);

export interface ApiProps extends Surroundings {
  readonly door: WebDoor;
  readonly parts: WorkQueue;
  readonly polls: WorkQueue;
}

export class Api extends Construct {
  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id);
    const { alarms, code, config, door, parts, polls, storage } = props;
    const api = new StageFunction(this, "Api", {
      name: "api",
      code,
      timeout: TIMEOUT,
      // An article of 8 MB is a tree of some 160 MB while it is read.
      memoryMegabytes: 1024,
      environment: {
        TABLE_NAME: storage.table.tableName,
        HASH_KEY_SECRET: storage.hashKey.secretArn,
        PLAN_QUEUE_URL: parts.url,
        GATHER_QUEUE_URL: polls.url,
        SOURCE_REACH: config.sourceReach,
        SITE_ORIGIN: door.origin,
        RETENTION: JSON.stringify(config.retention),
      },
    });
    storage.allowTable(api, TABLE_ACTIONS);
    storage.allowHashKey(api);
    for (const queue of [parts, polls]) queue.allowSending(api);
    door.leadProgramsTo(api);
    alarms.watchErrors(this, "ErrorsAlarm", api);
  }
}
