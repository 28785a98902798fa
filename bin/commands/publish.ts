import type { Command } from "commander";
import type { Importance } from "#core/development.ts";
import { sayHeld } from "../held-words.ts";
import { type HoldingOptions, holdOf, withHolding } from "../holding-options.ts";
import { operate, type StackOptions } from "../operate.ts";
import { say } from "../say.ts";
import { importanceOption, type WordingOptions, withStack, withWording, wordingOf } from "../wording-options.ts";

type Options = StackOptions & WordingOptions & HoldingOptions & { readonly importance?: Importance };

/** `bulletin publish <topic> --headline "…"`. */
export function addPublish(program: Command): void {
  withStack(withHolding(withWording(program.command("publish <topic>").addOption(importanceOption()))))
    .description("publish one development of a topic")
    .action(async (topic: string, options: Options) => {
      const hold = holdOf(options);
      const importance = options.importance === undefined ? {} : { importance: options.importance };
      await operate(
        options,
        { command: "publish", topic, ...importance, ...hold, wording: await wordingOf(options) },
        (done) => {
          if ("hold" in hold) return sayHeld(done, options.json);
          const since = done["unchanged"] === 1 ? "already" : "now";
          say(done, `${topic} has this ${since}, as number ${done["number"]}.`, options.json);
        },
      );
    });
}
