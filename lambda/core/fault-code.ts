/**
 * Every way in which the world fails us, as log lines call it.
 *
 * The list is closed: an adapter that meets something new gets a new code here.
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
