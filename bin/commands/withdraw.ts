import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import { isHeldId } from "#core/held.ts";
import { sayDiscarded } from "../held-words.ts";
import { operate, type StackOptions } from "../operate.ts";
import { say } from "../say.ts";
import { developmentNumber, withStack, words } from "../wording-options.ts";

type Options = StackOptions & { readonly note?: string; readonly atOnce?: boolean };

/** `bulletin withdraw <topic> <number>`. */
export function addWithdraw(program: Command): void {
  withStack(
    program
      .command("withdraw <topic>")
      .argument("<number>", "the development's number in its topic, or held:<id> for one that is held", numberOrHeld),
  )
    .description("withdraw a development: readers who were mailed it are told so")
    .option("--note <words>", "why, as readers see it", words)
    .option("--at-once", "tell them at once, not with their next digest")
    .action(async (topic: string, development: number | Held, options: Options) => {
      if (typeof development === "object") return discard(`${topic}.${development.held}`, options);
      const note = options.note === undefined ? {} : { note: options.note };
      const atOnce = options.atOnce === true ? { atOnce: true } : {};
      await operate(options, { command: "withdraw", topic, development, ...note, ...atOnce }, (done) =>
        say(done, `${topic}: development ${development} is withdrawn.`, options.json),
      );
    });
}

/** A development that is held yet, by its id within its topic. */
interface Held {
  readonly held: string;
}

function numberOrHeld(typed: string): number | Held {
  if (!typed.startsWith("held:")) return developmentNumber(typed);
  const held = typed.slice("held:".length);
  if (!isHeldId(held)) throw new InvalidArgumentError("It is held:<id>, as “bulletin held list” shows it.");
  return { held };
}

async function discard(held: string, options: Options): Promise<void> {
  await operate(options, { command: "held.discard", held }, (done) => sayDiscarded(done, options.json));
}
