/**
 * Send: one slice of a run an invocation. Alerts have a queue of their own, so that they never wait behind digests.
 */
import { Duration } from "aws-cdk-lib";
import { Construct } from "constructs";
import { sendTimeoutSeconds } from "#core/grace.ts";
import type { Mail } from "./mail.ts";
import { StageFunction, type Surroundings } from "./stage-function.ts";
import { TABLE_ACTIONS } from "./storage-stack.ts";
import { WorkQueue } from "./work-queue.ts";

/** A slice holds at most a minute of a lane's pace; the rest is for a lane that was told to wait. */
const TIMEOUT = Duration.seconds(sendTimeoutSeconds);

/** A lane mostly waits for SES's pace, and its price is this memory times that wait. */
const MEMORY_MEGABYTES = 256;

export interface SendProps extends Surroundings {
  readonly mail: Mail;
  readonly siteOrigin: string;
}

export class Send extends Construct {
  readonly digests: WorkQueue;
  readonly alerts: WorkQueue;

  constructor(scope: Construct, id: string, props: SendProps) {
    super(scope, id);
    const { alarms, code, config, mail, storage } = props;
    this.digests = new WorkQueue(this, "Digests", { alarms, timeout: TIMEOUT });
    this.alerts = new WorkQueue(this, "Alerts", { alarms, timeout: TIMEOUT });
    const send = new StageFunction(this, "Send", {
      name: "send",
      code,
      timeout: TIMEOUT,
      memoryMegabytes: MEMORY_MEGABYTES,
      environment: {
        TABLE_NAME: storage.table.tableName,
        LINK_KEYS_SECRET: storage.linkKeys.secretArn,
        DIGEST_QUEUE_URL: this.digests.url,
        ALERT_QUEUE_URL: this.alerts.url,
        SITE_ORIGIN: props.siteOrigin,
        NEWSROOM: JSON.stringify(config.newsroom),
        CONFIGURATION_SET: mail.configurationSetName,
        LANES: String(config.sizes.lanes),
        SHARDS: String(config.sizes.shards),
        RETENTION: JSON.stringify(config.retention),
      },
    });
    // Deletes: what goes back to someone who left its topic may take them out of an audience.
    storage.allowTable(send, TABLE_ACTIONS);
    // Which runs are open: a mail that one of them holds may be overtaken.
    storage.allowLists(send);
    storage.allowLinkKeys(send);
    mail.allowSending(send);
    mail.allowAskingQuota(send);
    for (const queue of [this.digests, this.alerts]) {
      queue.allowSending(send);
      queue.feed(send, { batchSize: 1, concurrency: config.sizes.lanes });
    }
    alarms.watchErrors(this, "ErrorsAlarm", send);
  }
}
