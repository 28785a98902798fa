import type { Run } from "#core/run.ts";
import type { SliceKey } from "#core/slice.ts";

/** Longest that a message may be delayed, in milliseconds (SQS's own limit, 15 minutes). */
export const delayMaxMs = 15 * 60 * 1000;

/** What is asked of the planner. */
export type PlanMessage =
  | { readonly kind: "part"; readonly run: string; readonly shard: number }
  | { readonly kind: "alert"; readonly topic: string }
  /** A held development's moment may have come. */
  | { readonly kind: "release"; readonly topic: string; readonly id: string };

/** Where the planner's work waits. A message may arrive twice, late, or in another order. */
export interface PlanQueue {
  /** @param delayMs how long nobody gets them, at most `delayMaxMs` */
  send(messages: readonly PlanMessage[], delayMs?: number): Promise<void>;
}

/** Where the senders' work waits: digests have a queue, and what comes at once (alerts, corrections) has another. */
export interface SliceQueue {
  send(kind: Run["kind"], keys: readonly SliceKey[]): Promise<void>;
}

/** Where notices wait. */
export interface NoticeQueue {
  send(noticeId: string): Promise<void>;
}
