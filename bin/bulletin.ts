#!/usr/bin/env node
/**
 * The command line: reads news on this machine, and has each change made by the stack's own function.
 *
 * Exit codes: 0 done, also when nothing was new; 1 something was refused or failed; 2 wrong usage.
 */
import { Command, CommanderError } from "commander";
import manifest from "../package.json" with { type: "json" };
import { addCompletion } from "./commands/completion.ts";
import { addCorrect } from "./commands/correct.ts";
import { addHeld } from "./commands/held.ts";
import { addKey } from "./commands/key.ts";
import { addPublish } from "./commands/publish.ts";
import { addPull } from "./commands/pull.ts";
import { addRun } from "./commands/run.ts";
import { addSource } from "./commands/source.ts";
import { addSplit } from "./commands/split.ts";
import { addSubscriber } from "./commands/subscriber.ts";
import { addSuppression } from "./commands/suppression.ts";
import { addTopic } from "./commands/topic.ts";
import { addWithdraw } from "./commands/withdraw.ts";
import { addExamples } from "./examples.ts";
import { remark } from "./say.ts";
import { addDevelopment } from "./topic-views.ts";
import { mistypedOption, shortError } from "./wrong-usage.ts";

const wrongUsage = 2;

function bulletin(): Command {
  const program = new Command("bulletin")
    .description("Newsletter pipeline: bring developments of running stories to the readers who follow them.")
    .version(manifest.version)
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ outputError: (words, write) => write(shortError(words)) })
    .addHelpText(
      "after",
      "\nResults go to stdout, all else to stderr. Exit codes: 0 done, 1 something was refused or failed, 2 wrong usage.",
    );
  const [news, readers] = [
    [addTopic, addDevelopment, addPull, addPublish, addCorrect, addWithdraw, addSplit, addHeld, addSource, addKey],
    [addRun, addSubscriber, addSuppression, addCompletion],
  ];
  for (const add of [...news, ...readers]) add(program);
  addExamples(program);
  return program;
}

/** Commander ends help that was asked for with 0 and help in place of an error with 1. */
function exitCodeOf(error: CommanderError): number {
  return error.exitCode === 0 ? 0 : wrongUsage;
}

// Whoever reads our output may close it early, as `head` does.
process.stdout.on("error", () => process.exit());

const program = bulletin();
try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  const mistyped = mistypedOption(error, program, process.argv.slice(2));
  if (mistyped !== undefined) remark(`(There is no option ${mistyped}.)`);
  process.exitCode = exitCodeOf(error);
}
