import type { Run } from "#core/run.ts";
import type { SliceKey } from "#core/slice.ts";

/** What is asked of the planner. */
export type PlanMessage =
  | { readonly kind: "part"; readonly run: string; readonly shard: number }
  | { readonly kind: "alert"; readonly topic: string };

/** Where the planner's work waits. A message may arrive twice, late, or in another order. */
export interface PlanQueue {
  send(messages: readonly PlanMessage[]): Promise<void>;
}

/** Where the senders' work waits: digests have a queue, and what comes at once (alerts, corrections) has another. */
export interface SliceQueue {
  send(kind: Run["kind"], keys: readonly SliceKey[]): Promise<void>;
}

/** Where notices wait. */
export interface NoticeQueue {
  send(noticeId: string): Promise<void>;
}
