import type { Instant } from "#core/instant.ts";
import type { Alarm } from "#pipeline/ports/alarm.ts";
import { countedOnce } from "./embedded-metric.ts";

/** Calls a person by a metric: one line on standard output, which CloudWatch counts. */
export function metricAlarm(functionName: string, now: () => Instant): Alarm {
  return {
    async raise(code, fields) {
      const said = { level: "warn", event: "alarm.raised", function: functionName, code, ...fields };
      console.log(JSON.stringify({ ...said, ...countedOnce(code, [], now()) }));
    },
  };
}
