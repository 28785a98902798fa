import type { Instant } from "#core/instant.ts";
import type { LinkPurpose } from "#core/link.ts";
import type { NoticeContents } from "#core/notice.ts";

/** A mail to one person that waits to be sent, or was. */
export interface Notice {
  /** Its cause: two notices of the same cause are one. */
  readonly id: string;
  readonly subscriber: string;
  readonly contents: NoticeContents;
  readonly locale: string;
  readonly zone: string;
  /** The link behind its button. */
  readonly link: { readonly purpose: LinkPurpose; readonly signUp?: number };
  readonly causedAt: Instant;
}

/** How far a notice has come. *started* without an end: its sender stopped between the two, and SES may have it. */
export type NoticeState = "waiting" | "started" | "submitted" | "refused";

/** The notices, each claimed by its cause. */
export interface Notices {
  /**
   * Puts a notice unless one of the same cause was put after `coolFrom`. Says whether it was put.
   */
  put(notice: Notice, coolFrom: Instant): Promise<boolean>;
  get(id: string): Promise<{ readonly notice: Notice; readonly state: NoticeState } | undefined>;
  /** Moves it from one state to another. Says whether it was still in the first. */
  move(id: string, causedAt: Instant, from: NoticeState, to: NoticeState): Promise<boolean>;
  /**
   * The ids of notices that wait and were put, or noted as queued again, before `queuedBefore`: those that wait longest
   * first, at most `limit`. Eventually consistent.
   */
  waiting(queuedBefore: Instant, limit: number): Promise<readonly string[]>;
  /** Notes that a notice that waits was queued again. */
  noteQueued(id: string, at: Instant): Promise<void>;
}
