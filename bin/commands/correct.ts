import type { Command } from "commander";
import { amendedAudience, amendRefusal } from "../amended.ts";
import { makeSeen, type SeeingOptions, type Seen, shownItem, withSeeing } from "../seen-change.ts";
import {
  developmentNumber,
  type WordingOptions,
  withStack,
  withWording,
  wordingOf,
  words,
} from "../wording-options.ts";

type Options = SeeingOptions & WordingOptions & { readonly note: string; readonly atOnce?: boolean };

/** `bulletin correct <topic> <number> --headline "…" --note "…"`. */
export function addCorrect(program: Command): void {
  const correct = program
    .command("correct <topic>")
    .argument("<number>", "the development's number, as “bulletin topic show” lists it", developmentNumber)
    .description("correct a development: readers who were mailed the wrong wording get the right one");
  withStack(withSeeing(withWording(correct)))
    .requiredOption("--note <words>", "what was wrong, as readers see it", words)
    .option("--at-once", "tell them at once, not with their next digest")
    .addHelpText("after", examples)
    .action(async (topic: string, development: number, options: Options) => {
      const wording = await wordingOf(options);
      const { note } = options;
      const atOnce = options.atOnce === true ? { atOnce: true } : {};
      await makeSeen(options, {
        count: { topic, development },
        operation: { command: "correct", topic, development, wording, note, ...atOnce },
        refusal: amendRefusal,
        mail: (seen: Seen) => ({
          kind: "correction",
          item: shownItem("corrected", { ...seen.development, ...wording }, "notable", note),
        }),
        words: (seen) => amendedAudience(seen, options.atOnce === true),
        question: "Correct it?",
        done: () => `${topic}: development ${development} is corrected.`,
      });
    });
}

const examples = `
What is left out stays as it is. It says who is told, and asks if you sit at a terminal.

Example:
  bulletin correct harbour-strike 3 --headline "Four ferries stop at noon" --note "We had said five." --at-once`;
