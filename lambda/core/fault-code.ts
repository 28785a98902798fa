/**
 * Every way in which the world fails us. Each code is a metric and a heading of the runbook.
 *
 * The list is closed: an adapter that meets something new gets a new code here, and the runbook a new heading.
 */
export const faultCodes = [
  "dynamo.unavailable",
  "dynamo.malformed",
  "sqs.unavailable",
  "ses.quota-unknown",
  "ses.refuses-account",
  "secrets.unavailable",
  "secrets.malformed",
  "message.malformed",
  "ledger.missing",
] as const;

export type FaultCode = (typeof faultCodes)[number];
