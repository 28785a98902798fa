import { type Command, InvalidArgumentError } from "commander";
import { z } from "zod";
import { audienceShape, followersWords } from "./audience.ts";
import { cut } from "./cut.ts";
import { operate, type StackOptions } from "./operate.ts";
import { remark, say } from "./say.ts";
import { shortMoment, table } from "./table.ts";
import { developmentNumber, withStack, withTopic } from "./wording-options.ts";

const listedTopics = z.array(z.looseObject({ topic: z.string(), title: z.string(), createdAt: z.string() }));

const listedDevelopments = z.array(
  z.looseObject({
    number: z.number(),
    kind: z.string(),
    importance: z.string(),
    headline: z.string(),
    publishedAt: z.string().optional(),
    recordedAt: z.string(),
  }),
);

/** Developments that a topic is shown with. */
const shownMax = 10;

/** Developments on a list unless someone says otherwise, and at most. */
const listedUsually = 50;
const listedMax = 500;

interface ListOptions extends StackOptions {
  readonly limit: number;
  readonly before?: number;
}

/** Adds `topic list` and `topic show <topic>`. */
export function addTopicViews(topic: Command): void {
  withStack(topic.command("list")).description("list the topics").action(listTopics);
  withStack(withTopic(topic.command("show")))
    .description("show a topic: its newest developments with their numbers, and how many follow it")
    .addHelpText("after", "\nExample:\n  bulletin topic show harbour-strike")
    .action(showTopic);
}

/** `bulletin development list <topic>`. */
export function addDevelopment(program: Command): void {
  const development = program.command("development").description("what was published of a topic");
  withStack(withTopic(development.command("list")))
    .description("list a topic's developments, the newest first: “correct” and “withdraw” take their numbers")
    .option("--limit <count>", `how many, at most ${listedMax}`, limit, listedUsually)
    .option("--before <number>", "only those with a lower number", developmentNumber)
    .addHelpText("after", "\nExample:\n  bulletin development list harbour-strike --limit 5")
    .action(listDevelopments);
}

async function listTopics(options: StackOptions): Promise<void> {
  await operate(options, { command: "topic.list" }, ({ topics }) => {
    const found = listedTopics.parse(topics);
    if (options.json) for (const one of found) say(one, "", true);
    else if (found.length === 0) remark("There is no topic: add one with “bulletin topic add <slug> --title …”.");
    else {
      const rows = found.map((one) => [one.topic, shortMoment(one.createdAt), one.title]);
      say({}, table(["TOPIC", "ADDED", "TITLE"], rows).join("\n"), false);
    }
  });
}

async function showTopic(topic: string, options: StackOptions): Promise<void> {
  await operate(options, { command: "topic.show", topic, limit: shownMax }, (done) => {
    const audience = audienceShape.parse(done["audience"]);
    const developments = listedDevelopments.parse(done["developments"]);
    const more = done["hasMore"] === true ? [`… “bulletin development list ${topic}” lists all ${done["total"]}.`] : [];
    const lines = [
      `${topic}: ${done["title"]}`,
      `Followers: ${followersWords(audience)}`,
      ...(developments.length === 0 ? ["Nothing was published yet."] : developmentTable(developments)),
      ...more,
    ];
    say(done, lines.join("\n"), options.json);
  });
}

async function listDevelopments(topic: string, options: ListOptions): Promise<void> {
  const { limit, before } = options;
  const asked = { topic, limit, uncounted: true as const, ...(before === undefined ? {} : { before }) };
  await operate(options, { command: "topic.show", ...asked }, (done) => {
    const found = listedDevelopments.parse(done["developments"]);
    if (options.json) for (const one of found) say(one, "", true);
    else if (found.length === 0)
      remark(before === undefined ? "Nothing was published yet." : "There are no older ones.");
    else say({}, developmentTable(found).join("\n"), false);
    if (done["hasMore"] === true) remark(`There are older ones: ask for them with --before ${found.at(-1)?.number}.`);
  });
}

function developmentTable(developments: z.infer<typeof listedDevelopments>): string[] {
  const rows = developments.map((one) => [
    ...[one.number, one.kind, one.importance, shortMoment(one.publishedAt ?? one.recordedAt)],
    cut(one.headline),
  ]);
  return table(["NUMBER", "STATE", "IMPORTANCE", "TOLD", "HEADLINE"], rows);
}

function limit(typed: string): number {
  const count = /^[1-9]\d{0,2}$/.test(typed) ? Number(typed) : Number.NaN;
  if (count <= listedMax) return count;
  throw new InvalidArgumentError(`Say a number from 1 to ${listedMax}.`);
}
