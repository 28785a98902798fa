import { alarmNamespace } from "#core/alarm-code.ts";
import type { Instant } from "#core/instant.ts";
import type { Alarm } from "#pipeline/ports/alarm.ts";

/**
 * Calls a person by a metric: one line on standard output, in CloudWatch's embedded metric format.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function metricAlarm(functionName: string, now: () => Instant): Alarm {
  return {
    async raise(code, fields) {
      const metric = { Namespace: alarmNamespace, Dimensions: [[]], Metrics: [{ Name: code, Unit: "Count" }] };
      const _aws = { Timestamp: now(), CloudWatchMetrics: [metric] };
      const said = { level: "warn", event: "alarm.raised", function: functionName, code, ...fields };
      console.log(JSON.stringify({ ...said, [code]: 1, _aws }));
    },
  };
}
