import type { Command } from "commander";
import { operate, type StackOptions } from "../operate.ts";
import { say } from "../say.ts";
import { addTopicViews } from "../topic-views.ts";
import { withStack, words } from "../wording-options.ts";

/** `bulletin topic add <slug> --title "…"`. */
export function addTopic(program: Command): void {
  const topic = program.command("topic").description("the running stories that readers follow");
  addTopicViews(topic);
  withStack(topic.command("add <slug>"))
    .description("add a topic; done again with the same title it changes nothing")
    .requiredOption("--title <title>", 'what readers see: "The Port Averil harbour strike"', words)
    .action(async (slug: string, options: StackOptions & { readonly title: string }) => {
      await operate(options, { command: "topic.add", topic: slug, title: options.title }, (done) => {
        const words = done["created"] === false ? "was there already" : "is there now";
        say(done, `The topic ${slug} ${words}: ${options.title}`, options.json);
      });
    });
}
