import type { Command } from "commander";
import { operate, type StackOptions } from "../operate.ts";
import { say } from "../say.ts";
import { developmentNumber, withStack, words } from "../wording-options.ts";

type Options = StackOptions & { readonly note?: string; readonly atOnce?: boolean };

/** `bulletin withdraw <topic> <number>`. */
export function addWithdraw(program: Command): void {
  withStack(
    program
      .command("withdraw <topic>")
      .argument("<number>", "the development's number in its topic", developmentNumber),
  )
    .description("withdraw a development: readers who were mailed it are told so")
    .option("--note <words>", "why, as readers see it", words)
    .option("--at-once", "tell them at once, not with their next digest")
    .action(async (topic: string, development: number, options: Options) => {
      const note = options.note === undefined ? {} : { note: options.note };
      const atOnce = options.atOnce === true ? { atOnce: true } : {};
      await operate(options, { command: "withdraw", topic, development, ...note, ...atOnce }, (done) =>
        say(done, `${topic}: development ${development} is withdrawn.`, options.json),
      );
    });
}
