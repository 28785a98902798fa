import type { Answer, Operation } from "#core/operation.ts";
import { sayRefused } from "./say.ts";

/** The stack that a command changes. */
export interface Stack {
  readonly operate: (operation: Operation) => Promise<Answer>;
}

/** Options that every command has which asks the stack. */
export interface StackOptions {
  readonly local?: boolean;
  readonly json?: boolean;
}

/** The stack that was asked for, or why it cannot be reached. */
export async function findStack(options: StackOptions): Promise<Stack | { readonly refused: string }> {
  // The AWS SDK is loaded here and not before: what needs no stack starts without it.
  const { connect } = await import("./stack.ts");
  return connect({ local: options.local === true });
}

/**
 * The stack that was asked for, or undefined when it cannot be reached; then that has been said.
 */
export async function reachStack(options: StackOptions): Promise<Stack | undefined> {
  const stack = await findStack(options);
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
