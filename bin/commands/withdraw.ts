import { type Command, InvalidArgumentError } from "commander";
import { isHeldId } from "#core/held.ts";
import { amendedAudience, amendRefusal } from "../amended.ts";
import { sayDiscarded } from "../held-words.ts";
import { operate } from "../operate.ts";
import { makeSeen, type SeeingOptions, shownItem, withSeeing } from "../seen-change.ts";
import { developmentNumber, withStack, withTopic, words } from "../wording-options.ts";

type Options = SeeingOptions & { readonly note?: string; readonly atOnce?: boolean };

/** `bulletin withdraw <topic> <number>`. */
export function addWithdraw(program: Command): void {
  const command = withTopic(program.command("withdraw"))
    .argument(
      "<number>",
      "the development's number, as “bulletin topic show” lists it; held:<id> for one that is held",
      numberOrHeld,
    )
    .description("withdraw a development: readers who were mailed it are told so");
  withStack(withSeeing(command))
    .option("--note <words>", "why, as readers see it", words)
    .option("--at-once", "tell them at once, not with their next digest")
    .addHelpText("after", examples)
    .action(withdraw);
}

async function withdraw(topic: string, development: number | Held, options: Options): Promise<void> {
  if (typeof development === "object") return discard(`${topic}.${development.held}`, options);
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

const examples = `
It says who is told, and asks if you sit at a terminal.

Example:
  bulletin withdraw harbour-strike 3 --note "The ferries run as usual." --at-once`;
