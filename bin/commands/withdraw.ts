import type { Command } from "commander";
import { amendedAudience, amendRefusal } from "../amended.ts";
import { makeSeen, type SeeingOptions, shownItem, withSeeing } from "../seen-change.ts";
import { developmentNumber, withStack, withTopic, words } from "../wording-options.ts";

type Options = SeeingOptions & { readonly note?: string; readonly atOnce?: boolean };

/** `bulletin withdraw <topic> <number>`. */
export function addWithdraw(program: Command): void {
  const command = withTopic(program.command("withdraw"))
    .argument("<number>", "the development's number, as “bulletin topic show” lists it", developmentNumber)
    .description("withdraw a development: readers who were mailed it are told so");
  withStack(withSeeing(command))
    .option("--note <words>", "why, as readers see it", words)
    .option("--at-once", "tell them at once, not with their next digest")
    .addHelpText("after", examples)
    .action(withdraw);
}

async function withdraw(topic: string, development: number, options: Options): Promise<void> {
  const note = options.note === undefined ? {} : { note: options.note };
  const atOnce = options.atOnce === true ? { atOnce: true } : {};
  await makeSeen(options, {
    count: { topic, development },
    operation: { command: "withdraw", topic, development, ...note, ...atOnce },
    refusal: amendRefusal,
    mail: (seen) => ({
      kind: "correction",
      item: shownItem("withdrawn", { headline: "", ...seen.development }, "notable", options.note),
    }),
    words: (seen) => amendedAudience(seen, options.atOnce === true),
    question: "Withdraw it?",
    done: () => `${topic}: development ${development} is withdrawn.`,
  });
}

const examples = `
It says who is told, and asks if you sit at a terminal.

Example:
  bulletin withdraw harbour-strike 3 --note "The ferries run as usual." --at-once`;
