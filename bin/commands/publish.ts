import type { Command } from "commander";
import type { Importance } from "#core/development.ts";
import { newsAudience } from "../audience.ts";
import { sayHeld } from "../held-words.ts";
import { type HoldingOptions, holdOf, withHolding } from "../holding-options.ts";
import { operate } from "../operate.ts";
import { makeSeen, type SeeingOptions, shownItem, withSeeing } from "../seen-change.ts";
import {
  importanceOption,
  type WordingOptions,
  withStack,
  withTopic,
  withWording,
  wordingOf,
} from "../wording-options.ts";

type Options = SeeingOptions & WordingOptions & HoldingOptions & { readonly importance?: Importance };

/** `bulletin publish <topic> --headline "…"`. */
export function addPublish(program: Command): void {
  const publish = withTopic(program.command("publish")).description("publish one development of a topic");
  withStack(withSeeing(withHolding(withWording(publish.addOption(importanceOption())))))
    .addHelpText("after", examples)
    .action(async (topic: string, options: Options) => {
      const wording = await wordingOf(options);
      const importance = options.importance === undefined ? {} : { importance: options.importance };
      const hold = holdOf(options);
      if ("hold" in hold && options.dryRun !== true) {
        const asked = { command: "publish" as const, topic, ...importance, ...hold, wording };
        return operate(options, asked, (done) => sayHeld(done, options.json));
      }
      await makeSeen(options, {
        count: { topic, ...importance },
        operation: { command: "publish", topic, ...importance, wording },
        mail: () => ({ kind: "alert", item: shownItem("new", wording, options.importance ?? "notable") }),
        words: newsAudience,
        question: "Publish it?",
        done: ({ unchanged, number }) =>
          `${topic} has this ${unchanged === 1 ? "already" : "now"}, as number ${number}.`,
      });
    });
}

const examples = `
It says who gets it at once and who by digest, and asks if you sit at a terminal.

Examples:
  bulletin publish harbour-strike --headline "Ferries stop at noon" --importance breaking
  bulletin publish harbour-strike --headline "The canteen opens" --importance routine --yes
  bulletin publish harbour-strike --headline "Ferries stop at noon" --dry-run`;
