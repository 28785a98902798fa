import { defaultGraceMinutes } from "#core/grace.ts";
import type { Instant } from "#core/instant.ts";
import type { SliceKey } from "#core/slice.ts";
import { keepWatch } from "#pipeline/keep-watch.ts";
import { laneMemory } from "#pipeline/lane-memory.ts";
import { listen, type MailEvent } from "#pipeline/listen.ts";
import { notify } from "#pipeline/notify.ts";
import { planAlert } from "#pipeline/plan-alert.ts";
import { planPart } from "#pipeline/plan-part.ts";
import type { PlanMessage } from "#pipeline/ports/queues.ts";
import { releaseIfDue } from "#pipeline/release-held.ts";
import { sendSlice } from "#pipeline/send-slice.ts";
import { type Invocation, process } from "./boundaries.ts";
import type { Dice } from "./dice.ts";
import { type StepPorts, shards } from "./ports.ts";
import { type SimulatedQueue, simulatedQueue } from "./queue.ts";
import type { SimulatedSes } from "./ses.ts";
import type { Timeline } from "./timeline.ts";
import type { Ended } from "./world.ts";

const minuteMs = 60 * 1000;

/** As the stack has them: a function's time-out and a minute; see `lib/`. */
const longQueue = { visibilityMs: 6 * minuteMs, concurrency: 2, batch: 1, windowMs: 0 };
const noticeQueue = { visibilityMs: 2 * minuteMs, concurrency: 2, batch: 5, windowMs: 0 };
const eventQueue = { visibilityMs: 3 * minuteMs, concurrency: 2, batch: 1000, windowMs: minuteMs };

/** How long the event of an uncertain delivery is waited for, in milliseconds. */
const graceMs = defaultGraceMinutes * minuteMs;

/** How many senders work on a queue at once, as `concurrency` says above. */
const lanes = 2;

/** What planners are told instead, so that slices are short and a shard has several of them: a dozen in each. */
const lanesPlannedFor = 16;

/** How long a sender and a planner may work on one message, in milliseconds. */
const workMs = 4 * minuteMs + 40_000;

/** The stack's functions, and the queues that feed them. */
export interface Functions {
  readonly queues: {
    readonly plans: SimulatedQueue<PlanMessage>;
    readonly alerts: SimulatedQueue<SliceKey>;
    readonly digests: SimulatedQueue<SliceKey>;
    readonly notices: SimulatedQueue<string>;
    readonly events: SimulatedQueue<MailEvent>;
  };
  /** What the schedule's function does at a minute. */
  minute(at: Instant): Promise<void>;
}

export interface FunctionsSettings {
  readonly timeline: Timeline;
  readonly dice: Dice;
  readonly ses: SimulatedSes;
  readonly portsOf: (step: string, invocation: Invocation) => StepPorts;
  /** Told when anything but the schedule sets to work. */
  readonly stir: () => void;
  readonly onFailure: (failure: unknown) => void;
  readonly onEnd: (ended: Ended) => void;
}

export function functions(settings: FunctionsSettings): Functions {
  const { timeline, ses, portsOf, stir, onFailure, onEnd } = settings;

  const step = async <T>(name: string, invocation: Invocation, work: (ports: StepPorts) => Promise<T>): Promise<T> => {
    const began = timeline.now();
    const outcome = await work(portsOf(name, invocation));
    onEnd({ step: name, began, at: timeline.now(), invocation });
    return outcome;
  };
  const queue = <Message>(
    how: typeof longQueue,
    work: (message: Message, invocation: Invocation) => Promise<boolean>,
  ): SimulatedQueue<Message> =>
    simulatedQueue<Message>(settings, { ...how, onFailure }, async (messages, invocation) => {
      stir();
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
  const sender = (key: SliceKey, invocation: Invocation): Promise<boolean> =>
    step("send", invocation, async (ports) => {
      const until = ports.clock.now() + workMs;
      return (await sendSlice(ports, key, until, laneMemory(ports, lanes))).kind !== "no-such-slice";
    });
  const planner = (message: PlanMessage, invocation: Invocation): Promise<boolean> =>
    step("plan", invocation, async (ports) => {
      if (message.kind === "alert") await planAlert(ports, message.topic, shards);
      else if (message.kind === "release") await releaseIfDue(ports, message);
      else {
        const { kind } = await planPart(ports, message, ports.clock.now() + workMs, lanesPlannedFor);
        if (kind === "unfinished") await ports.planQueue.send([message]);
      }
      return true;
    });
  const notifier = (id: string, invocation: Invocation): Promise<boolean> =>
    step("notify", invocation, async (ports) => (await notify(ports, id)) !== "held");
  const listener = async (events: readonly MailEvent[], invocation: Invocation): Promise<readonly MailEvent[]> => {
    stir();
    await step("listen", invocation, (ports) => listen(ports, events));
    return [];
  };
  return {
    queues: {
      plans: queue(longQueue, planner),
      alerts: queue(longQueue, sender),
      digests: queue(longQueue, sender),
      notices: queue(noticeQueue, notifier),
      events: simulatedQueue(settings, { ...eventQueue, onFailure }, listener, (event) => ses.heard(event)),
    },
    minute: async (at) => {
      const began = timeline.now();
      const invocation = process();
      const ports = portsOf("watch", invocation);
      const limits = { shards, graceMs, until: ports.clock.now() + minuteMs };
      const { recovery, failures } = await keepWatch(ports, at, limits);
      for (const failure of failures) onFailure(failure);
      if (recovery !== undefined) onEnd({ step: "recover", began, at: timeline.now(), invocation });
    },
  };
}
