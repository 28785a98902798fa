/**
 * The tick: every minute it writes the runs that have fallen due and nudges what stands still.
 */
import { Duration } from "aws-cdk-lib";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { Construct } from "constructs";
import { ALARM_PERIOD } from "./alarms.ts";
import type { Mail } from "./mail.ts";
import { StageFunction, type Surroundings } from "./stage-function.ts";
import { TABLE_ACTIONS } from "./storage-stack.ts";
import type { WorkQueue } from "./work-queue.ts";

const TIMEOUT = Duration.minutes(1);

export interface TickProps extends Surroundings {
  readonly mail: Mail;
  readonly parts: WorkQueue;
  readonly digests: WorkQueue;
  readonly alerts: WorkQueue;
  readonly notices: WorkQueue;
  readonly polls: WorkQueue;
}

export class Tick extends Construct {
  constructor(scope: Construct, id: string, props: TickProps) {
    super(scope, id);
    const { alarms, alerts, code, config, digests, mail, notices, parts, polls, storage } = props;
    const tick = new StageFunction(this, "Tick", {
      name: "tick",
      code,
      timeout: TIMEOUT,
      memoryMegabytes: 256,
      environment: {
        TABLE_NAME: storage.table.tableName,
        HASH_KEY_SECRET: storage.hashKey.secretArn,
        PLAN_QUEUE_URL: parts.url,
        DIGEST_QUEUE_URL: digests.url,
        ALERT_QUEUE_URL: alerts.url,
        NOTICE_QUEUE_URL: notices.url,
        GATHER_QUEUE_URL: polls.url,
        SHARDS: String(config.sizes.shards),
        GRACE_MINUTES: String(config.grace),
        RETENTION: JSON.stringify(config.retention),
        READER_RETENTION: JSON.stringify(config.retention),
      },
    });
    storage.allowTable(tick, TABLE_ACTIONS);
    storage.allowLists(tick);
    storage.allowHashKey(tick);
    mail.allowAskingQuota(tick);
    for (const queue of [parts, digests, alerts, notices, polls]) queue.allowSending(tick);
    // A rule in UTC, not EventBridge Scheduler, which skips what falls into the spring gap. A lost tick is made up
    // for by the next, which works from the last one saved.
    new Rule(this, "EveryMinute", {
      description: "Bulletin: the tick",
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(tick.lambda, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
    });
    alarms.watchErrors(this, "ErrorsAlarm", tick);
    alarms.watchSilence(this, "SilenceAlarm", tick.lambda.metricInvocations({ period: ALARM_PERIOD }));
  }
}
