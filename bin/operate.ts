import type { Ability } from "#core/api-key.ts";
import type { FoundDevelopment, Importance, Wording } from "#core/development.ts";
import type { Related } from "#core/related.ts";
import { sayRefused } from "./say.ts";

/** How what is published is kept from readers. */
export type Hold =
  | { readonly reason: "draft" }
  | { readonly reason: "embargo"; readonly releaseAt: number }
  | { readonly reason: "hold"; readonly forMs: number };

/** What the stack's `operate` function is asked to do. */
export type Operation =
  | { readonly command: "topic.add"; readonly topic: string; readonly title: string }
  | { readonly command: "topic.rename"; readonly topic: string; readonly title?: string; readonly slug?: string }
  | { readonly command: "topic.close"; readonly topic: string; readonly note?: string }
  | { readonly command: "topic.reopen"; readonly topic: string }
  | { readonly command: "topic.merge"; readonly topic: string; readonly into: string }
  | {
      readonly command: "pull";
      readonly topic: string;
      readonly source: string;
      readonly title?: string;
      readonly importance?: Importance;
      readonly hold?: { readonly reason: "approval" };
      readonly developments: readonly FoundDevelopment[];
      readonly isWholeList?: boolean;
      readonly related?: readonly Related[];
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
      readonly wording: Wording;
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

/** The stack that a command changes. */
export interface Stack {
  readonly operate: (operation: Operation) => Promise<Answer>;
}

/** Options that every command has which asks the stack. */
export interface StackOptions {
  readonly local?: boolean;
  readonly json?: boolean;
}

/**
 * The stack that was asked for, or undefined when it cannot be reached; then that has been said.
 *
 * The AWS SDK is loaded here and not before: what needs no stack starts without it.
 */
export async function reachStack(options: StackOptions): Promise<Stack | undefined> {
  const { connect } = await import("./stack.ts");
  const stack = await connect({ local: options.local === true });
  if ("operate" in stack) return stack;
  sayRefused(stack, options.json);
  return undefined;
}

/** Has the stack do one thing, and tells what came of it in the words for what was done. */
export async function operate(
  options: StackOptions,
  operation: Operation,
  tell: (done: Readonly<Record<string, unknown>>) => void,
): Promise<void> {
  const stack = await reachStack(options);
  if (stack === undefined) return;
  const answer = await stack.operate(operation);
  if ("refused" in answer) sayRefused({ refused: answer.refused }, options.json);
  else tell(answer.done);
}
