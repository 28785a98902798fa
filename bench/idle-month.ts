import { dollars, monthly } from "./price-list.ts";

/** What of the stack is paid for while nobody is mailed, counted in its templates. */
export interface IdleStack {
  readonly alarms: number;
  readonly secrets: number;
  readonly eventSources: number;
}

/** The parts of the bill of an idle month. */
export type IdlePart = "alarms" | "secrets" | "polling" | "ticks" | "table" | "logs";

/** Minutes of the longest month: the tick comes in each. */
const minutes = 31 * 24 * 60;

/** Lambda asks an empty queue by up to five pollers, each every 20 s (docs.aws.amazon.com/lambda, SQS). */
const asksAMinute = 5 * 3;

/** A tick with nothing to do: at most a second at 256 MB, 25 read units, a write unit, and half a kB of log. */
const tick = {
  invocations: { invocations: 1, gigabyteSeconds: 0.25 },
  table: { readUnits: 25, writeUnits: 1 },
  logs: { loggedKilobytes: 0.5 },
} as const;

/** What an idle month costs, in dollars, with nothing of AWS's free allowances left. */
export function idleMonth({ alarms, secrets, eventSources }: IdleStack): Readonly<Record<IdlePart, number>> {
  return {
    alarms: alarms * monthly.alarm,
    secrets: secrets * monthly.secret,
    polling: minutes * dollars({ queueRequests: eventSources * asksAMinute }),
    ticks: minutes * dollars(tick.invocations),
    table: minutes * dollars(tick.table),
    logs: minutes * dollars(tick.logs),
  };
}
