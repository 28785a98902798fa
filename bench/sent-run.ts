/** A daily run from its tick to its close, by the real steps over the real adapters, on virtual time. */
import { dynamoAccount } from "#adapters/dynamo/account.ts";
import { dynamoAlertsDue } from "#adapters/dynamo/alerts-due.ts";
import { dynamoAudiences } from "#adapters/dynamo/audiences.ts";
import { dynamoDueGroups } from "#adapters/dynamo/due-groups.ts";
import { dynamoLedger } from "#adapters/dynamo/ledger.ts";
import { dynamoNotices } from "#adapters/dynamo/notices.ts";
import { dynamoSubscribers } from "#adapters/dynamo/subscribers.ts";
import { dynamoSuppressions } from "#adapters/dynamo/suppressions.ts";
import type { DynamoTable } from "#adapters/dynamo/table.ts";
import { dynamoTallies } from "#adapters/dynamo/tallies.ts";
import { dynamoTicks } from "#adapters/dynamo/ticks.ts";
import { dynamoTopicLog } from "#adapters/dynamo/topic-log.ts";
import { dynamoTopics } from "#adapters/dynamo/topics.ts";
import type { Instant } from "#core/instant.ts";
import { type SliceKey, sliceSize } from "#core/slice.ts";
import { keepAccount } from "#pipeline/keep-account.ts";
import { laneMemory } from "#pipeline/lane-memory.ts";
import { listen, type MailEvent } from "#pipeline/listen.ts";
import { planPart } from "#pipeline/plan-part.ts";
import type { PlanMessage } from "#pipeline/ports/queues.ts";
import { recover } from "#pipeline/recover.ts";
import { sendSlice } from "#pipeline/send-slice.ts";
import { tick } from "#pipeline/tick.ts";
import { type Counts, countingClient } from "./counting-client.ts";
import { type EmbeddedTable, startEmbeddedTable } from "./embedded-table.ts";
import { eventBatches, type Taken } from "./event-batches.ts";
import { type InFlight, settling } from "./in-flight.ts";
import { type Readership, writeReadership } from "./readership.ts";
import { slidingSecond } from "./sliding-second.ts";
import { type VirtualClock, virtualClock } from "./virtual-clock.ts";

/** What one function did for the run. */
export interface Stage {
  readonly counts: Counts;
  readonly invocations: number;
  /** How long its invocations took together, in milliseconds. */
  readonly ms: number;
}

/** What a run took, by the function that did it. */
export interface SentRun {
  readonly mails: number;
  readonly slices: number;
  readonly parts: number;
  /** From the first mail to the last, in milliseconds. */
  readonly lastedMs: number;
  /** SES's events about it. */
  readonly events: number;
  readonly plan: Stage;
  readonly send: Stage;
  readonly listen: Stage;
  /** One look of recovery at the run while it is open. */
  readonly look: Stage;
  /** The looks that settle and close it. */
  readonly close: Stage;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const dueAt = Date.UTC(2026, 10, 21, 7);

/** How long the table takes to answer, and SES, in milliseconds. */
const tableMs = 5;
const sesMs = 65;

/** The time that a function has, in milliseconds, less what it keeps back. */
const patienceMs = 280_000;

/** How long a lane waits for its next slice, in milliseconds. */
const betweenMs = 60;

const shards = 4;
const slicesInShard = 2;
const graceMs = 15 * minuteMs;

/** A reader follows three topics, which bring thirty developments together. */
const followed = { topics: ["harbour-strike", "bridge-repairs", "night-trains"], developments: 10 };

/** @param rate the account's, in mails a second */
export async function sendRun(rate: number, lanes: number): Promise<SentRun> {
  const embedded = await startEmbeddedTable();
  const inFlight = settling();
  const fine = virtualClock(dueAt - minuteMs, inFlight.settled);
  // A machine's clock tells whole milliseconds.
  const clock: VirtualClock = { ...fine, now: () => Math.floor(fine.now()) };
  try {
    const readership: Readership = { ...followed, shards, inShard: slicesInShard * sliceSize(rate, lanes) };
    // A day before: who was told something this minute would have their log looked through for another's claim.
    const table = tableOf(embedded, embedded.client, { now: () => dueAt - dayMs });
    await writeReadership(table, readership);
    return await clock.run(send({ rate, lanes, clock, embedded, inFlight }));
  } finally {
    await embedded.stop();
  }
}

interface World {
  readonly rate: number;
  readonly lanes: number;
  readonly clock: VirtualClock;
  readonly embedded: EmbeddedTable;
  readonly inFlight: InFlight;
}

async function send(world: World): Promise<SentRun> {
  const { clock, lanes, rate } = world;
  const plans: PlanMessage[] = [];
  const slices: SliceKey[] = [];
  const taken: Taken[] = [];
  const queues = {
    planQueue: { send: async (messages: readonly PlanMessage[]) => void plans.push(...messages) },
    sliceQueue: { send: async (_: unknown, keys: readonly SliceKey[]) => void slices.push(...keys) },
    noticeQueue: { send: async () => undefined },
  };
  const stage = () => stageOf(world, queues, taken);

  const planning = stage();
  await planning.ports.account.setRate(rate, clock.now());
  await clock.sleep(dueAt - clock.now());
  await planning.ports.ticks.save(dueAt - minuteMs);
  await planning.invoke(() => tick(planning.ports, dueAt, shards));
  for (const message of plans) {
    if (message.kind === "part")
      await planning.invoke(() => planPart(planning.ports, message, clock.now() + patienceMs, lanes));
  }
  const planned = slices.length;

  const sending = stage();
  const waiting = slices.values();
  const lane = async (): Promise<void> => {
    const memory = laneMemory(sending.ports, lanes);
    for (const key of waiting) {
      await sending.invoke(() => sendSlice(sending.ports, key, clock.now() + patienceMs, memory));
      await clock.sleep(betweenMs);
    }
  };
  const look = stage();
  const watch = async (): Promise<void> => {
    await clock.sleep(minuteMs / 2);
    await look.invoke(async () => {
      await keepAccount(look.ports);
      await recover(look.ports, { graceMs, until: clock.now() + patienceMs });
    });
  };
  await Promise.all([...Array.from({ length: lanes }, lane), watch()]);

  const listening = stage();
  const batches = eventBatches(taken);
  for (const batch of batches) await listening.invoke(() => listen(listening.ports, batch));
  const closing = stage();
  await closing.invoke(() => recover(closing.ports, { graceMs, until: clock.now() + patienceMs }));
  if ((await closing.ports.ledger.openRuns()).length > 0) throw new Error("the run did not close");

  const times = taken.map(({ at }) => at);
  return {
    mails: taken.length,
    slices: planned,
    parts: plans.length,
    lastedMs: Math.max(...times) - Math.min(...times),
    events: batches.reduce((sum, batch: readonly MailEvent[]) => sum + batch.length, 0),
    plan: planning.done(),
    send: sending.done(),
    listen: listening.done(),
    look: look.done(),
    close: closing.done(),
  };
}

type Queues = Pick<Parameters<typeof recover>[0], "planQueue" | "sliceQueue" | "noticeQueue">;

/** A function with a client of its own, so that its calls are counted apart. */
function stageOf(world: World, queues: Queues, taken: Taken[]) {
  const { clock, embedded, inFlight } = world;
  const { client, counts } = countingClient(embedded.client, async (ask) => {
    await clock.sleep(tableMs);
    return inFlight.during(ask);
  });
  let invocations = 0;
  let ms = 0;
  return {
    ports: { ...portsOf(world, tableOf(embedded, client, clock), taken), ...queues },
    invoke: async (work: () => Promise<unknown>): Promise<void> => {
      const beganAt = clock.now();
      await work();
      invocations += 1;
      ms += clock.now() - beganAt;
    },
    done: (): Stage => ({ counts, invocations, ms }),
  };
}

function portsOf({ clock, rate }: World, table: DynamoTable, taken: Taken[]) {
  const ses = slidingSecond(rate);
  return {
    topics: dynamoTopics(table),
    topicLog: dynamoTopicLog(table),
    alertsDue: dynamoAlertsDue(table),
    subscribers: dynamoSubscribers(table),
    suppressions: dynamoSuppressions(table),
    audiences: dynamoAudiences(table, shards),
    groups: dynamoDueGroups(table),
    ledger: dynamoLedger(table),
    notices: dynamoNotices(table),
    ticks: dynamoTicks(table),
    account: dynamoAccount(table),
    tallies: dynamoTallies(table),
    quota: { rate: async () => rate, hasRoom: async () => true },
    composer: { digest: () => mail, notice: () => mail },
    links: { url: () => "https://follow.tidewater.example/x", open: () => undefined },
    mailer: {
      submit: async ({ to, tags }: { readonly to: string; readonly tags: Readonly<Record<string, string>> }) => {
        const isTaken = ses.take(clock.now());
        if (isTaken)
          taken.push({ to, at: clock.now(), delivery: tags["delivery"] ?? "", attempt: Number(tags["attempt"]) });
        await clock.sleep(sesMs);
        return isTaken ? ({ kind: "taken" } as const) : ({ kind: "throttled" } as const);
      },
    },
    alarm: { raise: async (code: string) => Promise.reject(new Error(`the alarm ${code} was raised`)) },
    clock,
  };
}

const mail = { htmlBytes: 0, fill: () => new Uint8Array() };

function tableOf(
  { name }: EmbeddedTable,
  client: EmbeddedTable["client"],
  { now }: { now: () => Instant },
): DynamoTable {
  return { client, name, now, hash: (address) => address, retention: { runDays: 90 } };
}
