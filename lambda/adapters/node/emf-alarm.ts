import { alarmNamespace } from "#core/alarm-code.ts";
import type { Alarm } from "#pipeline/ports/alarm.ts";
import type { Clock } from "#pipeline/ports/clock.ts";

/**
 * Calls a person by a line in the log, out of which CloudWatch makes the metric that an alarm watches.
 *
 * It costs no call and needs no permission; a metric that is never raised costs nothing.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function emfAlarm(functionName: string, clock: Clock): Alarm {
  return {
    raise: async (code, fields) => {
      const metric = { Namespace: alarmNamespace, Dimensions: [[]], Metrics: [{ Name: code, Unit: "Count" }] };
      const line = { ...fields, level: "warn", event: `alarm.${code}`, function: functionName };
      console.log(
        JSON.stringify({ ...line, _aws: { Timestamp: clock.now(), CloudWatchMetrics: [metric] }, [code]: 1 }),
      );
    },
  };
}
