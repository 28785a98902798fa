import type { Command } from "commander";
import type { NewsReading } from "#adapters/web/read-news.ts";
import type { FoundDevelopment, Importance } from "#core/development.ts";
import { batches } from "../batches.ts";
import { reachStack, type Stack, type StackOptions } from "../operate.ts";
import { remark, say, sayRefused } from "../say.ts";
import { importanceOption, withStack } from "../wording-options.ts";

interface Options extends StackOptions {
  readonly topic?: string;
  readonly dryRun?: boolean;
  readonly importance?: Importance;
  readonly needsApproval?: boolean;
}

type News = Exclude<NewsReading, { refused: string }>;
type Counts = Readonly<Record<"added" | "updated" | "unchanged" | "heldBack", number>>;

/** `bulletin pull <file or URL>… --topic <slug>`. */
export function addPull(program: Command): void {
  const command = withStack(
    program
      .command("pull <inputs...>")
      .option("--topic <slug>", "the topic that the developments belong to; not needed for a dry run")
      .option("--dry-run", "print what is found and change nothing")
      .addOption(importanceOption())
      .option("--needs-approval", "keep what is found until “bulletin held release”"),
  )
    .description('take the developments out of articles with a list headed "Latest developments", or out of feeds')
    .addHelpText("after", "\nAn input is a file or an address. Pulling the same again adds nothing.")
    .action(async (inputs: readonly string[], options: Options) => {
      if (options.dryRun) return eachNews(inputs, options, async (input, news) => showNews(input, news, options));
      const { topic } = options;
      if (topic === undefined) return command.error("error: --topic <slug> is needed, except for a dry run");
      const stack = await reachStack(options);
      if (stack === undefined) return;
      return eachNews(inputs, options, (input, news) => pullNews(stack, { ...options, topic }, input, news));
    });
}

async function eachNews(
  inputs: readonly string[],
  options: Options,
  take: (input: string, news: News) => Promise<void>,
): Promise<void> {
  // Loaded here, so that help and wrong usage are answered without the parsers.
  const { readNews } = await import("#adapters/web/read-news.ts");
  for (const input of inputs) {
    const news = await readNews(input);
    if ("refused" in news) {
      sayRefused({ input, refused: news.refused }, options.json);
      continue;
    }
    if (news.leftOut > 0) remark(`${input}: ${news.leftOut} more were left out; one pull takes the first 2,000.`);
    await take(input, news);
  }
}

async function pullNews(stack: Stack, options: Options & { topic: string }, input: string, news: News): Promise<void> {
  const { topic, importance } = options;
  const approval = options.needsApproval === true ? { hold: { reason: "approval" as const } } : {};
  const related = news.kind === "article" ? news.related : undefined;
  const more = {
    title: news.title,
    ...(importance === undefined ? {} : { importance }),
    ...(related === undefined ? {} : { related }),
    ...approval,
  };
  let sum: Counts = { added: 0, updated: 0, unchanged: 0, heldBack: 0 };
  // Lists and feeds put the newest on top. Numbers are given in order, and readers see the highest first.
  const parts = batches(news.developments.toReversed());
  const isWholeList = parts.length === 1 && news.leftOut === 0;
  for (const developments of parts) {
    const answer = await stack.operate({ command: "pull", topic, source: input, ...more, developments, isWholeList });
    if ("refused" in answer) return sayRefused({ input, refused: answer.refused }, options.json);
    sum = plus(sum, answer.done);
  }
  const { heldBack, ...counts } = sum;
  const held = options.needsApproval === true ? { heldBack } : {};
  const words = `${input} → ${topic}: ${sum.added} added, ${sum.updated} updated, ${sum.unchanged} unchanged`;
  const alsoHeld = options.needsApproval === true ? `, ${heldBack} held for approval` : "";
  say({ input, topic, ...counts, ...held }, `${words}${alsoHeld}`, options.json);
}

function plus(sum: Counts, done: Readonly<Record<string, unknown>>): Counts {
  const count = (name: keyof Counts) => sum[name] + Number(done[name] ?? 0);
  return {
    added: count("added"),
    updated: count("updated"),
    unchanged: count("unchanged"),
    heldBack: count("heldBack"),
  };
}

function showNews(input: string, news: News, options: Options): void {
  const { kind, title } = news;
  const result = { input, kind, title, ...ofArticle(news), developments: news.developments.map(shown) };
  const headlines = news.developments.map(({ headline }, at) => `  ${at + 1}. ${headline}`);
  const how = news.kind === "article" ? ` (found as ${news.found}, sure ${news.sure})` : "";
  say(result, [`${input}: ${title}${how}`, ...headlines].join("\n"), options.json);
}

/** What is told of an article besides its developments, with its moments as people write them. */
function ofArticle(news: News): object {
  if (news.kind !== "article") return {};
  const { url, language, publishedAt, modifiedAt, found, sure, related } = news;
  return {
    ...(url === undefined ? {} : { url }),
    ...(language === undefined ? {} : { language }),
    ...(publishedAt === undefined ? {} : { publishedAt: new Date(publishedAt).toISOString() }),
    ...(modifiedAt === undefined ? {} : { modifiedAt: new Date(modifiedAt).toISOString() }),
    found,
    sure,
    ...(related === undefined ? {} : { related }),
  };
}

/** A development as it is printed, with its moment as people write it. */
function shown({ headline, text, url, attribution, publishedAt, key }: FoundDevelopment): object {
  return {
    headline,
    ...(text === undefined ? {} : { text }),
    ...(url === undefined ? {} : { url }),
    ...(attribution === undefined ? {} : { attribution }),
    ...(publishedAt === undefined ? {} : { publishedAt: new Date(publishedAt).toISOString() }),
    ...(key === undefined ? {} : { key }),
  };
}
