/**
 * Notify: mails to one person outside any run, so that a confirmation never waits behind a digest.
 */
import { Duration } from "aws-cdk-lib";
import { Construct } from "constructs";
import type { Mail } from "./mail.ts";
import { StageFunction, type Surroundings } from "./stage-function.ts";
import { WorkQueue } from "./work-queue.ts";

const TIMEOUT = Duration.minutes(1);

/** Senders at once, which share what is kept for notices. */
const CONCURRENCY = 2;

/** The share of SES's rate that is kept for notices may be one mail every 2 s: a batch is done within the time-out. */
const BATCH_SIZE = 5;

export interface NotifyProps extends Surroundings {
  readonly mail: Mail;
  readonly siteOrigin: string;
}

export class Notify extends Construct {
  readonly queue: WorkQueue;

  constructor(scope: Construct, id: string, props: NotifyProps) {
    super(scope, id);
    const { alarms, code, config, mail, storage } = props;
    this.queue = new WorkQueue(this, "Notices", { alarms, timeout: TIMEOUT });
    const notify = new StageFunction(this, "Notify", {
      name: "notify",
      code,
      timeout: TIMEOUT,
      memoryMegabytes: 256,
      environment: {
        TABLE_NAME: storage.table.tableName,
        LINK_KEYS_SECRET: storage.linkKeys.secretArn,
        SITE_ORIGIN: props.siteOrigin,
        NEWSROOM: JSON.stringify(config.newsroom),
        CONFIGURATION_SET: mail.configurationSetName,
        LANES: String(CONCURRENCY),
        RETENTION: JSON.stringify(config.retention),
      },
    });
    storage.allowTable(notify, ["GetItem", "Query", "UpdateItem"]);
    storage.allowLinkKeys(notify);
    mail.allowSending(notify);
    mail.allowAskingQuota(notify);
    this.queue.feed(notify, { batchSize: BATCH_SIZE, concurrency: CONCURRENCY });
    alarms.watchErrors(this, "ErrorsAlarm", notify);
  }
}
