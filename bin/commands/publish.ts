import type { Command } from "commander";
import type { Importance } from "#core/development.ts";
import { operate, type StackOptions } from "../operate.ts";
import { say } from "../say.ts";
import { importanceOption, type WordingOptions, withStack, withWording, wordingOf } from "../wording-options.ts";

type Options = StackOptions & WordingOptions & { readonly importance?: Importance };

/** `bulletin publish <topic> --headline "…"`. */
export function addPublish(program: Command): void {
  withStack(withWording(program.command("publish <topic>").addOption(importanceOption())))
    .description("publish one development of a topic")
    .action(async (topic: string, options: Options) => {
      const importance = options.importance === undefined ? {} : { importance: options.importance };
      await operate(
        options,
        { command: "publish", topic, ...importance, wording: await wordingOf(options) },
        (done) => {
          const since = done["unchanged"] === 1 ? "already" : "now";
          say(done, `${topic} has this ${since}, as number ${done["number"]}.`, options.json);
        },
      );
    });
}
