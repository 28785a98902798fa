import { isFailureCode } from "#core/fault-code.ts";
import type { Instant } from "#core/instant.ts";
import { failuresMetric } from "#core/metric.ts";
import type { Log } from "#pipeline/ports/log.ts";
import { systemClock } from "./clock.ts";
import { countedOnce } from "./embedded-metric.ts";

/**
 * A log of one JSON line an event on standard output, as CloudWatch reads it.
 *
 * A warning whose field `code` is a fault's, or `"bug"`, counts in the metric `failures` of that code: whoever turns a
 * failure into an answer logs it, so none is forgotten.
 */
export function jsonLog(functionName: string, now: () => Instant = systemClock.now): Log {
  const write = (level: "info" | "warn", event: string, fields: Readonly<Record<string, unknown>>): void => {
    const isCounted = level === "warn" && isFailureCode(fields["code"]);
    const metric = isCounted ? countedOnce(failuresMetric, ["code"], now()) : {};
    console.log(JSON.stringify({ level, event, function: functionName, ...fields, ...metric }));
  };
  return {
    info: (event, fields) => write("info", event, fields),
    warn: (event, fields) => write("warn", event, fields),
  };
}
