/**
 * What AWS asks for, in dollars, in us-east-1 on demand, as its price pages said in November 2026, without any free allowance.
 *
 * The sources stand beside the prices in `docs/cost.md`.
 */
export const prices = {
  /** DynamoDB: a million write units, each up to 1 kB, and a million read units, each up to 4 kB read consistently. */
  writeUnits: 0.625,
  readUnits: 0.125,
  /** SQS: a million requests, each up to 64 kB and up to ten messages. */
  queueRequests: 0.4,
  /** SNS: a million messages published. What it hands to SQS is free. */
  published: 0.5,
  /** Lambda: a million invocations, and a million GB-seconds on arm64. */
  invocations: 0.2,
  gigabyteSeconds: 13.3334,
  /** CloudWatch Logs: a million kB. */
  loggedKilobytes: 0.5,
} as const;

/** What is paid for by the month, used or not: a standard alarm of CloudWatch, and a secret of Secrets Manager. */
export const monthly = { alarm: 0.1, secret: 0.4 } as const;

/** What is paid for. */
export type Priced = keyof typeof prices;

/** So many of each. */
export type Amounts = Readonly<Partial<Record<Priced, number>>>;

/** All that is paid for. */
export const priced = Object.keys(prices) as readonly Priced[];

/** What these amounts cost, in dollars. */
export function dollars(amounts: Amounts): number {
  return priced.reduce((sum, each) => sum + ((amounts[each] ?? 0) * prices[each]) / 1e6, 0);
}

/** The amounts of several together. */
export function together(all: readonly Amounts[]): Amounts {
  return Object.fromEntries(priced.map((each) => [each, all.reduce((sum, one) => sum + (one[each] ?? 0), 0)]));
}

/** So many times these amounts. */
export function times(factor: number, amounts: Amounts): Amounts {
  return Object.fromEntries(priced.map((each) => [each, (amounts[each] ?? 0) * factor]));
}
