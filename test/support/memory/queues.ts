import type { Run } from "#core/run.ts";
import type { SliceKey } from "#core/slice.ts";
import type { NoticeQueue, PlanMessage, PlanQueue, SliceQueue } from "#pipeline/ports/queues.ts";

/** What waits in the queues, in the order in which it came. */
export interface MemoryQueues {
  readonly planQueue: PlanQueue;
  readonly sliceQueue: SliceQueue;
  readonly noticeQueue: NoticeQueue;
  readonly waiting: {
    readonly plans: PlanMessage[];
    readonly slices: { readonly kind: Run["kind"]; readonly key: SliceKey }[];
    readonly notices: string[];
  };
}

/** The queues, in memory: each message comes once, in order, unless a test puts it in again. */
export function memoryQueues(): MemoryQueues {
  const waiting: MemoryQueues["waiting"] = { plans: [], slices: [], notices: [] };
  return {
    waiting,
    planQueue: {
      async send(messages) {
        waiting.plans.push(...messages);
      },
    },
    sliceQueue: {
      async send(kind, keys) {
        waiting.slices.push(...keys.map((key) => ({ kind, key })));
      },
    },
    noticeQueue: {
      async send(noticeId) {
        waiting.notices.push(noticeId);
      },
    },
  };
}
