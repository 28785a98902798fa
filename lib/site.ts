/**
 * The site: prompt, confirmation, preferences, leaving. Its mails go through the queue of notices, never straight from here.
 */
import { Duration } from "aws-cdk-lib";
import { Construct } from "constructs";
import { StageFunction, type Surroundings } from "./stage-function.ts";
import { TABLE_ACTIONS } from "./storage-stack.ts";
import type { WebDoor } from "./web-door.ts";
import type { WorkQueue } from "./work-queue.ts";

/** API Gateway waits 29 s; nobody who reads a page waits longer than this. */
const TIMEOUT = Duration.seconds(10);

export interface SiteProps extends Surroundings {
  readonly door: WebDoor;
  readonly notices: WorkQueue;
  readonly polls: WorkQueue;
}

export class Site extends Construct {
  constructor(scope: Construct, id: string, props: SiteProps) {
    super(scope, id);
    const { alarms, code, config, door, notices, polls, storage } = props;
    const site = new StageFunction(this, "Site", {
      name: "site",
      code,
      timeout: TIMEOUT,
      memoryMegabytes: 512,
      environment: {
        TABLE_NAME: storage.table.tableName,
        LINK_KEYS_SECRET: storage.linkKeys.secretArn,
        HASH_KEY_SECRET: storage.hashKey.secretArn,
        NOTICE_QUEUE_URL: notices.url,
        GATHER_QUEUE_URL: polls.url,
        SITE_ORIGIN: door.origin,
        NEWSROOM: JSON.stringify(config.newsroom),
        SHARDS: String(config.sizes.shards),
        PENDING_DAYS: String(config.retention.pendingDays),
        RETENTION: JSON.stringify(config.retention),
      },
    });
    storage.allowTable(site, TABLE_ACTIONS);
    storage.allowLinkKeys(site);
    storage.allowHashKey(site);
    for (const queue of [notices, polls]) queue.allowSending(site);
    door.leadTo(site);
    door.watchedBy(alarms);
  }
}
