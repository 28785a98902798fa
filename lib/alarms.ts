/**
 * The alarms, and the topic that tells an operator of them.
 *
 * Each alarm's description names the heading of `docs/operator.md` that says what to do.
 */
import { Duration } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type IMetric, Metric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";
import type { AlarmCode } from "#core/alarm-code.ts";
import { metricNamespace } from "#core/metric.ts";
import type { FunctionName } from "#handlers/settings.ts";
import type { StageFunction } from "./stage-function.ts";

/** CloudWatch evaluates whole periods; SQS reports its metrics every minute, but 5 minutes are soon enough to wake someone. */
export const ALARM_PERIOD = Duration.minutes(5);

/** What `docs/operator.md` says of each code. */
export const ALARM_HEADINGS: Readonly<Record<AlarmCode, string>> = {
  "account-held": "SES refuses the account",
  brake: "The brake has stopped all sending",
  "events-missing": "SES's events do not come",
  "source-silent": "A source is silent or broken",
};

export interface Watch {
  /** A heading of `docs/operator.md`. */
  readonly heading: string;
  readonly metric: IMetric;
  readonly comparison: ComparisonOperator;
  readonly threshold: number;
  /** In how many of the newest `periods` the threshold must be passed. */
  readonly badPeriods: number;
  readonly periods: number;
  readonly missingData: TreatMissingData;
}

export class Alarms extends Construct {
  readonly #topic: Topic;

  constructor(scope: Construct, id: string, props: { readonly address: string | undefined }) {
    super(scope, id);
    // No KMS key: CloudWatch cannot publish to a topic under alias/aws/sns, and an alarm names no reader.
    this.#topic = new Topic(this, "Topic", { displayName: "Bulletin alarms", enforceSSL: true });
    if (props.address !== undefined) this.#topic.addSubscription(new EmailSubscription(props.address));
  }

  /** Adds an alarm to the construct that it watches. */
  watch(scope: Construct, id: string, watch: Watch): void {
    const alarm = new Alarm(scope, id, {
      alarmDescription: `${watch.heading}: see docs/operator.md`,
      metric: watch.metric,
      comparisonOperator: watch.comparison,
      threshold: watch.threshold,
      datapointsToAlarm: watch.badPeriods,
      evaluationPeriods: watch.periods,
      treatMissingData: watch.missingData,
    });
    alarm.addAlarmAction(new SnsAction(this.#topic));
  }

  /** Tells when anything lies in a dead-letter queue. */
  watchDeadLetters(scope: Construct, id: string, metric: IMetric): void {
    const heading = "A dead-letter queue is not empty";
    this.#watchAny(scope, id, { heading, metric, badPeriods: 1, periods: 1 });
  }

  /** Tells when a function goes on failing; one failure alone is tried again by its queue or by the next minute. */
  watchErrors(scope: Construct, id: string, watched: StageFunction<FunctionName>): void {
    const metric = watched.lambda.metricErrors({ period: ALARM_PERIOD });
    this.#watchRepeats(scope, id, "A function keeps failing", metric);
  }

  /** Tells when readers go on meeting the page that says that something failed. */
  watchAnswers(scope: Construct, id: string, serverErrors: IMetric): void {
    this.#watchRepeats(scope, id, "The site answers with errors", serverErrors);
  }

  /** Tells when the code is raised: for this a person is needed, and the function itself does not fail. */
  watchCode(code: AlarmCode): void {
    const metric = new Metric({
      namespace: metricNamespace,
      metricName: code,
      statistic: "Sum",
      period: ALARM_PERIOD,
    });
    this.#watchAny(this, `${code}Alarm`, { heading: ALARM_HEADINGS[code], metric, badPeriods: 1, periods: 2 });
  }

  /** Tells when what should run every minute does not. */
  watchSilence(scope: Construct, id: string, metric: IMetric): void {
    this.watch(scope, id, {
      heading: "The tick is silent",
      metric,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      badPeriods: 2,
      periods: 2,
      missingData: TreatMissingData.BREACHING,
    });
  }

  /** What may happen once; twice within a quarter of an hour is too much. */
  #watchRepeats(scope: Construct, id: string, heading: string, metric: IMetric): void {
    this.#watchAny(scope, id, { heading, metric, badPeriods: 2, periods: 3 });
  }

  /** Anything above nothing counts, and silence is good. */
  #watchAny(scope: Construct, id: string, watch: Pick<Watch, "heading" | "metric" | "badPeriods" | "periods">): void {
    this.watch(scope, id, {
      ...watch,
      comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: 0,
      missingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
