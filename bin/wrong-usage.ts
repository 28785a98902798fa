import type { Command, CommanderError } from "commander";
import { commandTree } from "./command-tree.ts";
import { cut } from "./cut.ts";

/** What commander says of wrong usage, with a long argument cut: a whole article in an error helps nobody. */
export function shortError(words: string): string {
  return words.replace(
    /(argument|value) '([\s\S]{61,})' is invalid/,
    (_, what, typed) => `${what} '${cut(typed.slice(0, 200).replace(/\s+/g, " "))}' is invalid`,
  );
}

/**
 * The word that looks like an option and is none, where an option is said to be missing: commander speaks of the missing
 * one first.
 */
export function mistypedOption(error: CommanderError, program: Command, typed: readonly string[]): string | undefined {
  if (error.code !== "commander.missingMandatoryOptionValue") return undefined;
  const known = new Set(commandTree(program).flatMap(({ options }) => options.map(({ name }) => name)));
  return typed.find((word) => /^--[a-z]/.test(word) && !known.has(word.split("=")[0] ?? ""));
}
