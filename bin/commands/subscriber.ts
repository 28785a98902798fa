import type { Command } from "commander";
import { z } from "zod";
import { operate, type StackOptions } from "../operate.ts";
import { say } from "../say.ts";
import { type Cell, shortMoment, stretches, table } from "../table.ts";
import { withStack } from "../wording-options.ts";

const numbers = z.array(z.number());
const byTopic = z.record(z.string(), numbers);

const event = z.looseObject({ kind: z.string() });

const viewShape = z.object({
  subscriber: z.string(),
  createdAt: z.string(),
  suppressed: z.string().optional(),
  locale: z.string(),
  schedule: z.object({ zone: z.string(), hour: z.string(), weekday: z.number() }),
  pausedUntil: z.string().optional(),
  alerting: z
    .object({
      quiet: z.object({ from: z.string(), to: z.string() }).optional(),
      breakingPasses: z.boolean(),
      perDay: z.number(),
      bigNewsOnly: z.boolean(),
    })
    .optional(),
  subscriptions: z.array(
    z.object({ topic: z.string(), cadence: z.string(), mark: z.number(), owed: numbers, waiting: numbers }),
  ),
  deliveries: z.array(
    z.object({
      run: z.string(),
      dueAt: z.string(),
      state: z.string(),
      reason: z.string().optional(),
      attempt: z.number().optional(),
      numbers: byTopic.optional(),
    }),
  ),
  log: z.array(z.object({ number: z.number(), at: z.string(), event })),
});

const forgottenShape = z.object({
  suppressed: z.string().optional(),
  had: z.array(z.object({ subscriber: z.string(), log: z.array(z.object({ at: z.string(), event })) })).optional(),
});

type View = z.infer<typeof viewShape>;

/** Entries of the log that are shown to people; `--json` has all that were read. */
const entriesShown = 20;

/** `bulletin subscriber show <address>`. */
export function addSubscriber(program: Command): void {
  const subscriber = program.command("subscriber").description("those who signed up");
  withStack(subscriber.command("show <address>"))
    .description("show what an address follows, what it was mailed last, and why it was not")
    .action(async (address: string, options: StackOptions) => {
      await operate(options, { command: "subscriber.show", address }, (done) => {
        say(done, shown(address, done).join("\n"), options.json);
      });
    });
}

function shown(address: string, done: Readonly<Record<string, unknown>>): string[] {
  if (done["subscriber"] === undefined) return shownForgotten(address, done);
  const view = viewShape.parse(done);
  const { zone, hour, weekday } = view.schedule;
  return [
    `${address}: ${view.suppressed === undefined ? "active" : `suppressed (${view.suppressed})`}`,
    `subscriber ${view.subscriber} since ${shortMoment(view.createdAt)}, locale ${view.locale}`,
    `mailed at ${hour} in ${zone}, weekly ones on ${weekdays[weekday - 1] ?? weekday}`,
    ...(view.pausedUntil === undefined ? [] : [`paused until ${view.pausedUntil}`]),
    ...(view.alerting === undefined ? [] : [wishes(view.alerting)]),
    ...under("FOLLOWS", ["CADENCE", "SERVED UP TO", "OWED", "WAITING"], view.subscriptions.map(subscriptionRow)),
    ...under("RUN", ["DUE", "STATE", "WHY", "ATTEMPT", "BROUGHT"], view.deliveries.map(deliveryRow)),
    ...under("LOG", ["AT", "WHAT"], view.log.slice(0, entriesShown).map(entryRow)),
  ];
}

/** Whom the address had: who left long ago is known by what they had agreed to alone. */
function shownForgotten(address: string, done: Readonly<Record<string, unknown>>): string[] {
  const { suppressed, had = [] } = forgottenShape.parse(done);
  const rows = had.flatMap(({ subscriber, log }) =>
    log.map(({ at, event: one }): Cell[] => [subscriber, shortMoment(at), told(one)]),
  );
  return [
    `${address} is nobody's${suppressed === undefined ? "" : `, and suppressed: ${suppressed}`}.`,
    ...under("FORGOTTEN", ["AT", "WHAT"], rows),
  ];
}

function wishes({ quiet, breakingPasses, perDay, bigNewsOnly }: NonNullable<View["alerting"]>): string {
  const exception = breakingPasses ? " but for breaking ones" : "";
  const hours = quiet === undefined ? [] : [`none from ${quiet.from} to ${quiet.to}${exception}`];
  return `alerts: ${[`at most ${perDay} a day`, ...(bigNewsOnly ? ["big news only"] : []), ...hours].join(", ")}`;
}

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

function under(title: string, head: readonly string[], rows: readonly (readonly Cell[])[]): string[] {
  return rows.length === 0 ? [] : ["", ...table([title, ...head], rows)];
}

function subscriptionRow({ topic, cadence, mark, owed, waiting }: View["subscriptions"][number]): Cell[] {
  return [topic, cadence, mark, stretches(owed), stretches(waiting)];
}

function deliveryRow({ run, dueAt, state, reason, attempt, numbers }: View["deliveries"][number]): Cell[] {
  return [run, shortMoment(dueAt), state, reason ?? "", attempt === undefined ? "" : `${attempt}`, brought(numbers)];
}

function brought(numbers: Readonly<Record<string, readonly number[]>> | undefined): string {
  return Object.entries(numbers ?? {})
    .map(([topic, list]) => `${topic} ${stretches(list)}`)
    .join("; ");
}

function entryRow({ number, at, event }: View["log"][number]): Cell[] {
  return [number, shortMoment(at), told(event)];
}

/** An event in a line: its kind, and what belongs to it. */
function told({ kind, ...more }: z.infer<typeof event>): string {
  const details = Object.entries(more).map(([name, value]) => {
    if (name === "numbers") return brought(byTopic.safeParse(value).data);
    if (name === "request") return Object.values(z.record(z.string(), z.unknown()).parse(value)).join(" ");
    return name === "attempt" ? `(attempt ${value})` : String(value);
  });
  return [kind, ...details].join(" ");
}
