import type { Command } from "commander";
import { amendedAudience, amendRefusal } from "../amended.ts";
import { makeSeen, type SeeingOptions, type Seen, shownItem, withSeeing } from "../seen-change.ts";
import {
  developmentNumber,
  type SomeWordingOptions,
  someWordingOf,
  withStack,
  withTopic,
  withWording,
  words,
} from "../wording-options.ts";

type Options = SeeingOptions & SomeWordingOptions & { readonly note: string; readonly atOnce?: boolean };

/** `bulletin correct <topic> <number> --headline "…" --note "…"`. */
export function addCorrect(program: Command): void {
  const correct = withTopic(program.command("correct"))
    .argument("<number>", "the development's number, as “bulletin topic show” lists it", developmentNumber)
    .description("correct a development: readers who were mailed the wrong wording get the right one");
  withStack(withSeeing(withWording(correct, true)))
    .requiredOption("--note <words>", "what was wrong, as readers see it", words)
    .option("--at-once", "tell them at once, not with their next digest")
    .addHelpText("after", examples)
    .action(async (topic: string, development: number, options: Options) => {
      const wording = await someWordingOf(options);
      if (Object.keys(wording).length === 0) {
        return correct.error(
          "error: say what is corrected: --headline, --text, --url, --attribution or --published-at",
        );
      }
      const { note } = options;
      const atOnce = options.atOnce === true ? { atOnce: true } : {};
      await makeSeen(options, {
        count: { topic, development },
        operation: { command: "correct", topic, development, wording, note, ...atOnce },
        refusal: amendRefusal,
        mail: (seen: Seen) => ({
          kind: "correction",
          item: shownItem("corrected", { headline: "", ...seen.development, ...wording }, "notable", note),
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
