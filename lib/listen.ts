/**
 * Listen: what SES says became of each mail, by way of a topic and a queue, so that nothing public takes it in.
 */
import { Duration } from "aws-cdk-lib";
import { ConfigurationSetEventDestination, EmailSendingEvent, EventDestination } from "aws-cdk-lib/aws-ses";
import { Topic } from "aws-cdk-lib/aws-sns";
import { SqsSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";
import type { Mail } from "./mail.ts";
import { StageFunction, type Surroundings } from "./stage-function.ts";
import { TABLE_ACTIONS } from "./storage-stack.ts";
import { WorkQueue } from "./work-queue.ts";

const TIMEOUT = Duration.minutes(1);

/** Events of one slice come close together, and one write takes all that came in a window. */
const WINDOW = Duration.minutes(1);

/** An event has 1–3 kB; a batch must stay under Lambda's 6 MB, which the event source sees to by itself. */
const BATCH_SIZE = 1000;

const CONCURRENCY = 2;

/** Without DELIVERY: it would double the events, and no rule of ours needs it. */
const EVENTS = [
  EmailSendingEvent.SEND,
  EmailSendingEvent.REJECT,
  EmailSendingEvent.BOUNCE,
  EmailSendingEvent.COMPLAINT,
  EmailSendingEvent.RENDERING_FAILURE,
  EmailSendingEvent.DELIVERY_DELAY,
];

export interface ListenProps extends Surroundings {
  readonly mail: Mail;
}

export class Listen extends Construct {
  constructor(scope: Construct, id: string, props: ListenProps) {
    super(scope, id);
    const { alarms, code, config, mail, storage } = props;
    const queue = new WorkQueue(this, "Events", { alarms, timeout: TIMEOUT, window: WINDOW });
    // No KMS key: SES cannot publish to a topic under alias/aws/sns.
    const topic = new Topic(this, "Topic", { displayName: "Bulletin mail events", enforceSSL: true });
    topic.addSubscription(new SqsSubscription(queue.queue, { rawMessageDelivery: true }));
    new ConfigurationSetEventDestination(this, "Destination", {
      configurationSet: mail.configurationSet,
      destination: EventDestination.snsTopic(topic),
      events: EVENTS,
    });
    const listen = new StageFunction(this, "Listen", {
      name: "listen",
      code,
      timeout: TIMEOUT,
      memoryMegabytes: 256,
      environment: {
        TABLE_NAME: storage.table.tableName,
        HASH_KEY_SECRET: storage.hashKey.secretArn,
        SHARDS: String(config.sizes.shards),
        RETENTION: JSON.stringify(config.retention),
      },
    });
    storage.allowTable(listen, TABLE_ACTIONS);
    storage.allowHashKey(listen);
    queue.feed(listen, { batchSize: BATCH_SIZE, concurrency: CONCURRENCY });
    alarms.watchErrors(this, "ErrorsAlarm", listen);
  }
}
