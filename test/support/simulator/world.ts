// The stack without AWS, processes or waiting: the real steps, on virtual time, behind boundaries at which things go wrong.

import type { AlarmCode } from "#core/alarm-code.ts";
import { shardOf } from "#core/audience.ts";
import { Fault } from "#core/fault.ts";
import { defaultGraceMinutes } from "#core/grace.ts";
import type { Instant } from "#core/instant.ts";
import type { SliceKey } from "#core/slice.ts";
import { endHold } from "#pipeline/end-hold.ts";
import { keepAccount } from "#pipeline/keep-account.ts";
import { laneMemory } from "#pipeline/lane-memory.ts";
import { listen, type MailEvent } from "#pipeline/listen.ts";
import { notify } from "#pipeline/notify.ts";
import { planAlert } from "#pipeline/plan-alert.ts";
import { planPart } from "#pipeline/plan-part.ts";
import type { Alarm } from "#pipeline/ports/alarm.ts";
import type { PlanMessage } from "#pipeline/ports/queues.ts";
import { recover } from "#pipeline/recover.ts";
import { sendSlice } from "#pipeline/send-slice.ts";
import { tick } from "#pipeline/tick.ts";
import { memoryStores } from "#test/support/memory/stores.ts";
import { type Boundaries, boundaries, type Invocation, process } from "./boundaries.ts";
import { dice } from "./dice.ts";
import { laggingAudiences, laggingRuns } from "./lagging-lists.ts";
import type { MishapPlan } from "./mishap.ts";
import { plainLinks } from "./plain-links.ts";
import { type SimulatedQueue, simulatedQueue } from "./queue.ts";
import { type Postman, simulatedSes } from "./ses.ts";
import { timeline as newTimeline } from "./timeline.ts";
import { notingComposer } from "./told.ts";
import { witnessed } from "./witness.ts";

/** Two are enough to have several. */
export const shards = 2;

const minuteMs = 60 * 1000;

/** As the stack has them: a function's time-out and a minute; see `lib/`. */
const longQueue = { visibilityMs: 6 * minuteMs, concurrency: 2, batch: 1, windowMs: 0 };
const noticeQueue = { visibilityMs: 2 * minuteMs, concurrency: 2, batch: 5, windowMs: 0 };
const eventQueue = { visibilityMs: 3 * minuteMs, concurrency: 2, batch: 1000, windowMs: minuteMs };

/** How long the event of an uncertain delivery is waited for, in milliseconds. */
const graceMs = defaultGraceMinutes * minuteMs;

/** Mails a second: slow enough that a slice takes seconds, in which something else can happen. */
const rate = 4;

/** How many senders work on a queue at once, as `concurrency` says above. */
const lanes = 2;

/** How long a sender and a planner may work on one message, in milliseconds. */
const workMs = 4 * minuteMs + 40_000;

export type World = ReturnType<typeof simulatedWorld>;
export type StepPorts = ReturnType<typeof realPorts>;

/** What a run of the simulator is made of. */
export interface WorldSettings {
  readonly seed: number;
  readonly startsAt: Instant;
  readonly plan: MishapPlan;
  /** From when nothing goes wrong any more. */
  readonly calmFrom: Instant;
  readonly postman: Postman;
  /** Breaks a port on purpose, to see whether anyone notices. */
  readonly sabotage?: (ports: StepPorts) => StepPorts;
}

export function simulatedWorld({
  seed,
  startsAt,
  calmFrom,
  plan,
  postman,
  sabotage = (ports) => ports,
}: WorldSettings) {
  const timeline = newTimeline(startsAt);
  const rolls = dice(seed, "latency");
  const base = { timeline, dice: rolls, meets: () => line.meets() };
  const memory = memoryStores(timeline.now, shards);
  const { ledger, witness } = witnessed(memory.ledger, timeline.now);
  const stores = { ...memory, ledger };
  const bugs: unknown[] = [];
  const onFailure = (failure: unknown): void => {
    if (!(failure instanceof Fault)) bugs.push(failure);
  };
  let onStir = (): void => undefined;

  const queue = <Message>(
    settings: typeof longQueue,
    work: (message: Message, invocation: Invocation) => Promise<boolean>,
  ): SimulatedQueue<Message> =>
    simulatedQueue<Message>(base, { ...settings, onFailure }, async (messages, invocation) => {
      onStir();
      const again: Message[] = [];
      const failed = (failure: unknown): boolean => {
        onFailure(failure);
        return false;
      };
      for (const message of messages) {
        if (!(await work(message, invocation).catch(failed))) again.push(message);
      }
      return again;
    });
  const sender = async (key: SliceKey, invocation: Invocation): Promise<boolean> => {
    const ports = line.portsOf("send", invocation);
    const outcome = await sendSlice(ports, key, timeline.now() + workMs, laneMemory(ports, lanes));
    return outcome.kind !== "no-such-slice";
  };
  const queues = {
    plans: queue<PlanMessage>(longQueue, async (message, invocation) => {
      const ports = line.portsOf("plan", invocation);
      if (message.kind === "alert") await planAlert(ports, message.topic, shards);
      else if ((await planPart(ports, message, timeline.now() + workMs, lanes)).kind === "unfinished") {
        await ports.planQueue.send([message]);
      }
      return true;
    }),
    alerts: queue<SliceKey>(longQueue, sender),
    digests: queue<SliceKey>(longQueue, sender),
    notices: queue<string>(noticeQueue, async (id, invocation) => {
      return (await notify(line.portsOf("notify", invocation), id)) !== "held";
    }),
    events: simulatedQueue<MailEvent>(
      base,
      { ...eventQueue, onFailure },
      async (events, invocation) => {
        onStir();
        await listen(line.portsOf("listen", invocation), events);
        return [];
      },
      (event) => ses.heard(event),
    ),
  };
  const ses = simulatedSes(base, postman, () => queues.events);
  const alarms: { readonly code: AlarmCode; readonly at: Instant }[] = [];
  const alarm: Alarm = {
    async raise(code) {
      alarms.push({ code, at: timeline.now() });
    },
  };
  const real = sabotage(realPorts(base, stores, queues, ses, alarm, postman.hasRoom));
  const line: Boundaries<StepPorts> = boundaries(real, { timeline, dice: rolls, plan, calmFrom });

  return {
    timeline,
    stores,
    /** What was seen of the ledger's writes. */
    witness,
    queues,
    ses,
    /** The alarms that were raised, in order. */
    alarms,
    line,
    dice: rolls,
    /** What no step may throw: faults of the world are theirs to throw, anything else is a mistake of ours. */
    bugs,
    onFailure,
    /** Has it told when anything but the tick sets to work. */
    onStir: (told: () => void) => {
      onStir = told;
    },
    stir: () => onStir(),
    waiting: () => Object.values(queues).reduce((sum, one) => sum + one.waiting(), 0),
    laidAside: () => Object.values(queues).reduce((sum, one) => sum + one.laidAside.length, 0),
    /** What the schedule's function does each minute. */
    minute: async (at: Instant): Promise<void> => {
      const invocation = process();
      const steps: (() => Promise<unknown>)[] = [
        () => tick(line.portsOf("tick", invocation), at, shards),
        () => keepAccount(line.portsOf("keep-account", invocation)),
      ];
      if (Math.floor(at / minuteMs) % 5 === 0) {
        const until = timeline.now() + minuteMs;
        steps.push(() => endHold(line.portsOf("end-hold", invocation)));
        steps.push(() => recover(line.portsOf("recover", invocation), { graceMs, until }));
      }
      for (const step of steps) await step().catch(onFailure);
    },
  };
}

function realPorts(
  { timeline, dice: rolls, meets }: Pick<Parameters<typeof simulatedSes>[0], "timeline" | "dice" | "meets">,
  { dueGroups, ...stores }: ReturnType<typeof memoryStores>,
  queues: Pick<
    { plans: SimulatedQueue<PlanMessage>; notices: SimulatedQueue<string> } & Record<
      "alerts" | "digests",
      SimulatedQueue<SliceKey>
    >,
    "plans" | "alerts" | "digests" | "notices"
  >,
  ses: ReturnType<typeof simulatedSes>,
  alarm: Alarm,
  hasRoom: () => boolean,
) {
  let ids = 0;
  const isIn = (id: string, shard: number): boolean => shardOf(id, shards) === shard;
  return {
    ...stores,
    audiences: laggingAudiences(stores.audiences, timeline.now, meets, isIn),
    ledger: laggingRuns(stores.ledger, timeline.now, meets),
    groups: dueGroups,
    alarm,
    clock: {
      now: timeline.now,
      sleep: (ms: number) => new Promise<void>((resolve) => timeline.after(ms, resolve)),
    },
    mailer: ses,
    quota: {
      async rate() {
        return rate;
      },
      async hasRoom() {
        return hasRoom();
      },
    },
    composer: notingComposer,
    links: plainLinks,
    ids: {
      subscriber: () => `reader-${String(rolls.between(0, 99_999)).padStart(5, "0")}${String(++ids).padStart(4, "0")}`,
    },
    planQueue: {
      async send(messages: readonly PlanMessage[]) {
        for (const message of messages) queues.plans.send(message, meets());
      },
    },
    sliceQueue: {
      async send(kind: "digest" | "alert" | "correction", keys: readonly SliceKey[]) {
        for (const key of keys) queues[kind === "digest" ? "digests" : "alerts"].send(key, meets());
      },
    },
    noticeQueue: {
      async send(id: string) {
        queues.notices.send(id, meets());
      },
    },
  };
}
