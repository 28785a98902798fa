/** The namespace of all our metrics. An alarm code is a metric of its name, without a dimension. */
export const metricNamespace = "Bulletin";

/** The metric that counts failures, by the dimension `code`: a fault's code, or `"bug"`. */
export const failuresMetric = "failures";
