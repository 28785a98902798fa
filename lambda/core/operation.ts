/**
 * What the command line asks of the stack's `operate` function, and what that answers: one list for both sides.
 *
 * The function's schema in `handlers/operate-input.ts` is held against it, so neither can know an operation that the
 * other does not.
 */

import type { Ability } from "./api-key.ts";
import type { FoundDevelopment, Importance, Wording } from "./development.ts";
import type { Related } from "./related.ts";

/** How what is published is kept from readers. */
export type Hold =
  | { readonly reason: "draft" }
  | { readonly reason: "embargo"; readonly releaseAt: number }
  | { readonly reason: "hold"; readonly forMs: number };

/** One thing that the stack is asked to do. */
export type Operation =
  | { readonly command: "topic.add"; readonly topic: string; readonly title: string }
  | { readonly command: "topic.rename"; readonly topic: string; readonly title?: string; readonly slug?: string }
  | { readonly command: "topic.close"; readonly topic: string; readonly note?: string }
  | { readonly command: "topic.reopen"; readonly topic: string }
  | { readonly command: "topic.merge"; readonly topic: string; readonly into: string }
  | { readonly command: "topic.list" }
  | {
      readonly command: "topic.show";
      readonly topic: string;
      readonly before?: number;
      readonly limit?: number;
      /** Without the followers, whose count takes a while. */
      readonly uncounted?: true;
    }
  | {
      readonly command: "audience.count";
      readonly topic: string;
      readonly importance?: Importance;
      readonly development?: number;
    }
  | {
      readonly command: "pull";
      readonly topic: string;
      readonly source: string;
      readonly title?: string;
      readonly importance?: Importance;
      readonly hold?: { readonly reason: "approval" };
      readonly developments: readonly FoundDevelopment[];
      readonly related?: readonly Related[];
      readonly isWholeList?: boolean;
    }
  | {
      readonly command: "publish";
      readonly topic: string;
      readonly importance?: Importance;
      readonly wording: Wording;
      readonly hold?: Hold;
    }
  | {
      readonly command: "correct";
      readonly topic: string;
      readonly development: number;
      readonly wording: Partial<Wording>;
      readonly note: string;
      readonly atOnce?: boolean;
    }
  | {
      readonly command: "withdraw";
      readonly topic: string;
      readonly development: number;
      readonly note?: string;
      readonly atOnce?: boolean;
    }
  | {
      readonly command: "run.list";
      readonly since?: number;
      readonly sinceAgoMs?: number;
      readonly open?: boolean;
    }
  | { readonly command: "run.show"; readonly run: string; readonly uncertain?: boolean }
  | {
      readonly command: "run.who";
      readonly run: string;
      readonly state?: "submitted" | "refused" | "uncertain" | "waiting";
      readonly after?: { readonly shard: number; readonly first: string };
    }
  | { readonly command: "run.stop"; readonly run: string }
  | { readonly command: "run.resume"; readonly run: string }
  | { readonly command: "run.resume-all" }
  | { readonly command: "subscriber.show"; readonly address: string }
  | { readonly command: "suppression.list"; readonly before?: number }
  | { readonly command: "suppression.lift"; readonly address: string }
  | {
      readonly command: "source.add";
      readonly topic: string;
      readonly url: string;
      readonly importance?: Importance;
      readonly includesOld?: true;
      readonly needsApproval?: true;
      readonly everyMinutes?: number;
    }
  | { readonly command: "split"; readonly topic: string; readonly development: number }
  | { readonly command: "source.list" }
  | { readonly command: "source.show" | "source.remove" | "source.poll"; readonly source: string }
  | {
      readonly command: "key.add";
      readonly name: string;
      readonly can: readonly Ability[];
      readonly topics?: readonly string[];
      readonly lastsMs?: number;
    }
  | { readonly command: "held.list"; readonly topic?: string }
  | { readonly command: "held.show" | "held.release" | "held.discard" | "held.keep"; readonly held: string }
  | { readonly command: "held.move"; readonly held: string; readonly releaseAt: number }
  | { readonly command: "key.list" }
  | { readonly command: "key.revoke"; readonly key: string };

/** What it answers: what was done, or one sentence that says why nothing was. */
export type Answer = { readonly done: Readonly<Record<string, unknown>> } | { readonly refused: string };
