import { type Command, Option } from "commander";
import type { NewsReading } from "#adapters/web/read-news.ts";
import type { Importance } from "#core/development.ts";
import type { Related } from "#core/related.ts";
import { batches } from "../batches.ts";
import { findStack, type Stack, type StackOptions } from "../operate.ts";
import { progress, remark, say, sayRefused } from "../say.ts";
import { showNews } from "../show-news.ts";
import { parsePause, untilStopped } from "../stopping.ts";
import { type Counts, type Happening, watch } from "../watch.ts";
import { importanceOption, withStack } from "../wording-options.ts";

interface Options extends StackOptions {
  readonly topic?: string;
  readonly dryRun?: boolean;
  readonly importance?: Importance;
  readonly needsApproval?: boolean;
  readonly watch?: boolean;
  readonly every?: number;
}

type News = Exclude<NewsReading, { refused: string }>;

/** Pause between two looks at an input that is watched, in milliseconds, unless someone says otherwise. */
const everyUsuallyMs = 2 * 60 * 1000;

/** `bulletin pull <file or URL>… --topic <slug>`. */
export function addPull(program: Command): void {
  const command = withStack(
    program
      .command("pull <inputs...>")
      .option("--topic <slug>", "the topic that the developments belong to; not needed for a dry run")
      .addOption(new Option("--dry-run", "print what is found and change nothing").conflicts("watch"))
      .option("--watch", "pull again and again until you stop it with Ctrl-C")
      .option("--every <span>", "with --watch: how often, from 10s to 24h (default: 2m)", parsePause)
      .addOption(importanceOption())
      .option("--needs-approval", "keep what is found until “bulletin held release”"),
  )
    .description('take the developments out of articles with a list headed "Latest developments", or out of feeds')
    .addHelpText("after", examples)
    .action(async (inputs: readonly string[], options: Options) => {
      if (options.every !== undefined && options.watch !== true) {
        return command.error("error: --every <span> needs --watch");
      }
      if (options.dryRun) return eachNews(inputs, options, async (input, news) => showNews(input, news, options.json));
      const { topic } = options;
      if (topic === undefined) return command.error("error: --topic <slug> is needed, except for a dry run");
      const stack = await findStack(options);
      if ("refused" in stack) return refuseEach(inputs, stack.refused, options);
      const publish = publisher(stack, { ...options, topic });
      if (options.watch) return watchInputs(inputs, topic, options, publish);
      return eachNews(inputs, options, async (input, news) => {
        const sum = await publish(input, news);
        if ("refused" in sum) sayRefused({ input, refused: sum.refused }, options.json);
        else sayPulled(input, topic, sum, options.json);
      });
    });
}

const examples = `
An input is a file or an address. Pulling the same again adds nothing.

Examples:
  bulletin pull live.html --dry-run
  bulletin pull https://news.example/strike https://news.example/feed.xml --topic harbour-strike
  bulletin pull https://news.example/strike --topic harbour-strike --watch --every 1m`;

/** No stack, no pull: with JSON there is a line for each input all the same. */
function refuseEach(inputs: readonly string[], refused: string, { json }: Options): void {
  if (json) for (const input of inputs) sayRefused({ input, refused }, json);
  else sayRefused({ refused }, json);
}

async function eachNews(
  inputs: readonly string[],
  options: Options,
  take: (input: string, news: News) => Promise<void>,
): Promise<void> {
  // Loaded here, so that help and wrong usage are answered without the parsers.
  const { readNews } = await import("#adapters/web/read-news.ts");
  for (const [at, input] of inputs.entries()) {
    if (inputs.length > 1) progress(`${at + 1} of ${inputs.length}: ${input}`);
    const news = await readNews(input);
    if ("refused" in news) {
      sayRefused({ input, refused: news.refused }, options.json);
      continue;
    }
    if (news.leftOut > 0)
      remark(`${input}: ${news.leftOut} more were left out; one pull takes the first 2,000, or 6 MB.`);
    await take(input, news);
  }
}

type Publish = (
  input: string,
  news: Pick<News, "title" | "developments" | "leftOut"> & { readonly related?: readonly Related[] },
) => Promise<Counts | { refused: string }>;

function publisher(stack: Stack, { topic, importance, needsApproval }: Options & { topic: string }): Publish {
  const approval = needsApproval === true ? { hold: { reason: "approval" as const } } : {};
  return async (input, news) => {
    const more = {
      title: news.title,
      ...(importance === undefined ? {} : { importance }),
      ...(news.related === undefined ? {} : { related: news.related }),
      ...approval,
    };
    let sum: Counts = { added: 0, updated: 0, unchanged: 0, ...(needsApproval === true ? { heldBack: 0 } : {}) };
    // Lists and feeds put the newest on top. Numbers are given in order, and readers see the highest first.
    const parts = batches(news.developments.toReversed());
    const isWholeList = parts.length === 1 && news.leftOut === 0;
    for (const developments of parts) {
      const answer = await stack.operate({ command: "pull", topic, source: input, ...more, developments, isWholeList });
      if ("refused" in answer) return answer;
      sum = plus(sum, answer.done);
    }
    return sum;
  };
}

async function watchInputs(
  inputs: readonly string[],
  topic: string,
  { every = everyUsuallyMs, json }: Options,
  publish: Publish,
): Promise<void> {
  const { inputLooks } = await import("../watched-inputs.ts");
  const stopping = untilStopped();
  remark(`Watching ${inputs.length === 1 ? inputs[0] : `${inputs.length} inputs`}; Ctrl-C ends it.`);
  const sum = await watch(
    { ...stopping, now: Date.now, look: inputLooks(), publish, tell: tellHappening(topic, json) },
    inputs,
    every,
  );
  const words = `Stopped after ${sum.pulls} pulls: ${sum.added} added, ${sum.updated} updated, ${sum.failures} failures.`;
  say({ stopped: true, topic, ...sum }, words, json);
}

function tellHappening(topic: string, json: boolean | undefined): (happening: Happening) => void {
  return (happening) => {
    const { input, kind } = happening;
    if (kind === "changed") return sayPulled(input, topic, happening.counts, json);
    const words =
      kind === "failed"
        ? `${happening.refused.startsWith(input) ? "" : `${input}: `}${happening.refused} Trying again in ${Math.round(happening.againInMs / 1000)} s.`
        : `${input} ${kind === "gone" ? "has ended: its server says so." : "can be read again."}`;
    if (json) say(kind === "failed" ? { input, refused: happening.refused } : { input, [kind]: true }, "", true);
    else remark(words);
  };
}

function sayPulled(input: string, topic: string, sum: Counts, json: boolean | undefined): void {
  const words = `${input} → ${topic}: ${sum.added} added, ${sum.updated} updated, ${sum.unchanged} unchanged`;
  const held = sum.heldBack === undefined ? "" : `, ${sum.heldBack} held for approval`;
  say({ input, topic, ...sum }, `${words}${held}`, json);
}

function plus(sum: Counts, done: Readonly<Record<string, unknown>>): Counts {
  const count = (name: keyof Counts) => (sum[name] ?? 0) + Number(done[name] ?? 0);
  const held = sum.heldBack === undefined ? {} : { heldBack: count("heldBack") };
  return { added: count("added"), updated: count("updated"), unchanged: count("unchanged"), ...held };
}
