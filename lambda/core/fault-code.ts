/**
 * Every way in which the world fails us, as log lines and metrics call it.
 *
 * The list is closed: an adapter that meets something new gets a new code here, and a heading in the operator's guide.
 */
export const faultCodes = [
  "dynamo.unavailable",
  "dynamo.malformed",
  "sqs.unavailable",
  "ses.quota-unknown",
  /** SES took a notice at no try: it was too busy, or out of reach. */
  "ses.unavailable",
  "secrets.unavailable",
  "secrets.malformed",
  /** A message of one of our queues that is none of ours, or of another version. */
  "message.malformed",
  /** A message names a run or a slice that does not exist. */
  "ledger.missing",
  /** An event of SES that was cut off, or of a kind that we do not know. */
  "event.malformed",
  /** An event of a mail that is neither a delivery nor a notice of ours. */
  "event.foreign",
] as const;

export type FaultCode = (typeof faultCodes)[number];

/** What a failure is called that is no fault of the world's but our own. */
export const bugCode = "bug";

/** Whether a log line that tells this code is counted as a failure. */
export function isFailureCode(code: unknown): code is FaultCode | typeof bugCode {
  return code === bugCode || faultCodes.some((known) => known === code);
}
