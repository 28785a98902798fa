/**
 * Everything for which a person is needed and which no dead-letter queue shows. Each code is a metric, an alarm and a
 * heading of the operator's guide.
 */
export const alarmCodes = [
  /** SES refuses the account, its identity or its configuration. */
  "account-held",
  /** Bounces or complaints stopped all sending. */
  "brake",
  /** Deliveries stay uncertain: no events of later ones have come. */
  "events-missing",
  /** A source cannot be read, or has brought nothing new, for too long. */
  "source-silent",
] as const;

export type AlarmCode = (typeof alarmCodes)[number];
