import type { Instant } from "#core/instant.ts";
import { metricNamespace } from "#core/metric.ts";

/**
 * The fields that make a log line count once in a metric as well, in CloudWatch's embedded metric format.
 *
 * @param dimensions names of other fields of the line, whose values part the metric
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function countedOnce(
  metric: string,
  dimensions: readonly string[],
  at: Instant,
): Readonly<Record<string, unknown>> {
  const directive = {
    Namespace: metricNamespace,
    Dimensions: [dimensions],
    Metrics: [{ Name: metric, Unit: "Count" }],
  };
  return { [metric]: 1, _aws: { Timestamp: at, CloudWatchMetrics: [directive] } };
}
