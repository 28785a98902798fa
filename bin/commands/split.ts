import type { Command } from "commander";
import { operate, type StackOptions } from "../operate.ts";
import { say } from "../say.ts";
import { developmentNumber, withStack } from "../wording-options.ts";

/** `bulletin split <topic> <number>`. */
export function addSplit(program: Command): void {
  withStack(
    program.command("split <topic>").argument("<number>", "the development's number in its topic", developmentNumber),
  )
    .description("make two of a development that was taken for one because two sources told it alike")
    .action(async (topic: string, development: number, options: StackOptions) => {
      await operate(options, { command: "split", topic, development }, (done) => {
        const words = `what the other source told is development ${done["number"]} now.`;
        say(done, `${topic}: development ${development} stands by itself, and ${words}`, options.json);
      });
    });
}
