/** EventBridge's schedule: fires on each minute of the clock, and once at each stop of a turn. */
import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { Instant } from "#core/instant.ts";
import type { Gate } from "../access/gate.ts";
import type { Clock } from "../clock/clock.ts";
import type { LocalFunction } from "../functions/local-function.ts";
import type { Resource } from "../template/deployment.ts";

const RULE = z.strictObject({
  Description: z.string().optional(),
  Name: z.string().optional(),
  ScheduleExpression: z.string(),
  State: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
  Targets: z.array(z.strictObject({ Arn: z.string(), Id: z.string(), RetryPolicy: z.unknown().optional() })),
});

const MINUTE_MS = 60_000;

export interface Schedule {
  /** Fires once, for `at`. */
  fire(at: Instant): void;
  /** While the clock is turned, the minutes that pass do not fire. */
  setTurning(turning: boolean): void;
  stop(): void;
}

export interface ScheduleParts {
  readonly rules: readonly Resource[];
  readonly functions: readonly LocalFunction[];
  readonly clock: Clock;
  readonly gate: Gate;
  readonly region: string;
  readonly account: string;
}

export function createSchedule(parts: ScheduleParts): Schedule {
  const { clock } = parts;
  const rules = parts.rules.map((resource) => ({
    arn: resource.attributes["Arn"] ?? "",
    ...RULE.parse(resource.properties),
  }));
  for (const { arn, ScheduleExpression } of rules) {
    if (ScheduleExpression !== "rate(1 minute)") {
      throw new Error(`The local run knows rate(1 minute) alone, but ${arn} says ${ScheduleExpression}.`);
    }
  }
  let timer: NodeJS.Timeout | undefined;
  let turning = false;

  const fire = (at: Instant) => {
    for (const rule of rules) {
      if (rule.State === "DISABLED") continue;
      for (const target of rule.Targets) invoke(parts, rule.arn, target.Arn, at);
    }
  };
  const waitForMinute = () => {
    const now = clock.now();
    timer = setTimeout(
      () => {
        // A turn may have passed over this minute; then it has fired already.
        if (!turning) fire(Math.floor(clock.now() / MINUTE_MS) * MINUTE_MS);
        waitForMinute();
      },
      MINUTE_MS - (now % MINUTE_MS),
    );
  };
  waitForMinute();

  return {
    fire,
    setTurning(now) {
      turning = now;
      clearTimeout(timer);
      waitForMinute();
    },
    stop: () => clearTimeout(timer),
  };
}

function invoke(parts: ScheduleParts, ruleArn: string, targetArn: string, at: Instant): void {
  const target = parts.functions.find((each) => each.arn === targetArn);
  if (!target) throw new Error(`${ruleArn} has the target ${targetArn}, which the local run does not know.`);
  const service = "events.amazonaws.com";
  const mayInvoke = parts.gate.serviceMay(service, "lambda:InvokeFunction", targetArn, { "aws:SourceArn": ruleArn });
  // A tick that failed is not tried again here: the next one makes up for it, as the stack's rule says too.
  if (mayInvoke) void target.invoke(JSON.stringify(eventOf(parts, ruleArn, at)));
}

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html */
function eventOf({ region, account }: ScheduleParts, ruleArn: string, at: Instant): unknown {
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": "Scheduled Event",
    source: "aws.events",
    account,
    time: new Date(at).toISOString().replace(/\.\d{3}Z$/, "Z"),
    region,
    resources: [ruleArn],
    detail: {},
  };
}
