import type { Command } from "commander";
import { operate, type StackOptions } from "../operate.ts";
import { say } from "../say.ts";
import {
  developmentNumber,
  type WordingOptions,
  withStack,
  withWording,
  wordingOf,
  words,
} from "../wording-options.ts";

type Options = StackOptions & WordingOptions & { readonly note: string; readonly atOnce?: boolean };

/** `bulletin correct <topic> <number> --headline "…" --note "…"`. */
export function addCorrect(program: Command): void {
  withStack(
    withWording(
      program
        .command("correct <topic>")
        .argument("<number>", "the development's number in its topic", developmentNumber),
    ),
  )
    .description("correct a development: readers who were mailed the wrong wording get the right one")
    .requiredOption("--note <words>", "what was wrong, as readers see it", words)
    .option("--at-once", "tell them at once, not with their next digest")
    .addHelpText("after", "\nWhat is left out stays as it is.")
    .action(async (topic: string, development: number, options: Options) => {
      const wording = await wordingOf(options);
      const more = { note: options.note, ...(options.atOnce === true ? { atOnce: true } : {}) };
      await operate(options, { command: "correct", topic, development, wording, ...more }, (done) =>
        say(done, `${topic}: development ${development} is corrected.`, options.json),
      );
    });
}
