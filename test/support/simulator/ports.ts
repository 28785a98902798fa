import { shardOf } from "#core/audience.ts";
import type { SliceKey } from "#core/slice.ts";
import type { Alarm } from "#pipeline/ports/alarm.ts";
import type { PlanMessage } from "#pipeline/ports/queues.ts";
import type { memoryStores } from "#test/support/memory/stores.ts";
import { laggingAudiences, laggingRuns } from "./lagging-lists.ts";
import { plainLinks } from "./plain-links.ts";
import type { SimulatedQueue } from "./queue.ts";
import type { simulatedSes } from "./ses.ts";
import { notingComposer } from "./told.ts";

/** Two are enough to have several. */
export const shards = 2;

/** Slow enough that a slice takes seconds, in which something else can happen. */
const mailsPerSecond = 4;

export type StepPorts = ReturnType<typeof realPorts>;

/** Everything that a step may ask for, over the stores in memory. */
export function realPorts(
  { timeline, dice: rolls, underWay }: Pick<Parameters<typeof simulatedSes>[0], "timeline" | "dice" | "underWay">,
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
  const meets = () => underWay()?.mishap;
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
        return mailsPerSecond;
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
