import type { Command } from "commander";
import { isAgreed } from "../agreed.ts";
import { operate, type StackOptions } from "../operate.ts";
import { say, sayRefused } from "../say.ts";
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
  addRename(topic);
  addClose(topic);
  addMerge(topic);
}

interface RenameOptions extends StackOptions {
  readonly title?: string;
  readonly slug?: string;
}

function addRename(topic: Command): void {
  const rename = withStack(topic.command("rename <slug>"));
  rename
    .description("give it another title, another slug in its addresses, or both; old addresses lead to the new one")
    .option("--title <title>", "what readers see from now on", words)
    .option("--slug <slug>", "what stands in addresses from now on")
    .action(async (slug: string, { title, slug: address, ...options }: RenameOptions) => {
      if (title === undefined && address === undefined) return rename.error("error: say --title, --slug or both");
      const change = { ...(title === undefined ? {} : { title }), ...(address === undefined ? {} : { slug: address }) };
      await operate(options, { command: "topic.rename", topic: slug, ...change }, (done) =>
        say(done, `The topic ${slug} is now “${done["title"]}”, at /topics/${done["address"]}.`, options.json),
      );
    });
}

function addClose(topic: Command): void {
  withStack(topic.command("close <slug>"))
    .description("end its story: nobody can sign up, and only corrections and withdrawals are taken")
    .option("--note <words>", "what readers are told of the end", words)
    .action(async (slug: string, { note, ...options }: StackOptions & { readonly note?: string }) => {
      const more = note === undefined ? {} : { note };
      await operate(options, { command: "topic.close", topic: slug, ...more }, (done) =>
        say(
          done,
          `The topic ${slug} ${done["changed"] === true ? "is closed now" : "was closed already"}.`,
          options.json,
        ),
      );
    });
  withStack(topic.command("reopen <slug>"))
    .description("open a closed topic again")
    .action(async (slug: string, options: StackOptions) => {
      await operate(options, { command: "topic.reopen", topic: slug }, (done) =>
        say(
          done,
          `The topic ${slug} ${done["changed"] === true ? "is open again" : "was open already"}.`,
          options.json,
        ),
      );
    });
}

function addMerge(topic: Command): void {
  withStack(topic.command("merge <from> <into>"))
    .description("have one topic go on in another, for good: who follows it follows the other from then on")
    .option("--yes", "do not ask")
    .action(async (from: string, into: string, options: StackOptions & { readonly yes?: boolean }) => {
      if (options.yes !== true && !(await isAgreed(`Merging ${from} into ${into} cannot be undone. Merge them?`))) {
        return sayRefused(
          { refused: "Nothing was merged: say --yes, or answer yes when you are asked." },
          options.json,
        );
      }
      await operate(options, { command: "topic.merge", topic: from, into }, (done) =>
        say(done, `${from} goes on in ${done["into"]}: “${done["title"]}”.`, options.json),
      );
    });
}
