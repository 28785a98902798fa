import { type Command, InvalidArgumentError } from "commander";
import { z } from "zod";
import type { Importance } from "#core/development.ts";
import { everyMinutesMax, everyMinutesMin } from "#core/source.ts";
import { operate, reachStack, type StackOptions } from "../operate.ts";
import { remark, say, sayRefused } from "../say.ts";
import { shortMoment, table } from "../table.ts";
import { importanceOption, withStack } from "../wording-options.ts";

const shown = z.looseObject({
  source: z.string(),
  topic: z.string(),
  url: z.string(),
  state: z.string(),
  title: z.string().optional(),
  problem: z.string().optional(),
  ended: z.string().optional(),
  addedAt: z.string(),
  polledAt: z.string().optional(),
  readAt: z.string().optional(),
  newsAt: z.string().optional(),
  nextPollAt: z.string().optional(),
});

type Shown = z.infer<typeof shown>;

/** How long `source poll` waits for what comes of it, and how often it looks, in milliseconds. */
const pollWaitMs = 20_000;
const lookEveryMs = 250;

interface AddOptions extends StackOptions {
  readonly topic: string;
  readonly importance?: Importance;
  readonly includeOld?: boolean;
  readonly needsApproval?: boolean;
  readonly every?: number;
  readonly dryRun?: boolean;
}

/** `bulletin source add <url> --topic <slug>`, `source list`, `show`, `poll`, `remove`. */
export function addSource(program: Command): void {
  const source = program.command("source").description("feeds and article pages that are watched for a topic");
  withStack(source.command("add <url>"))
    .description("watch a feed or an article page: what is published from now on goes to the topic")
    .requiredOption("--topic <slug>", "the topic that it brings news of")
    .addOption(importanceOption())
    .option("--include-old", "what it holds now is news too")
    .option("--needs-approval", "what it brings waits until you release it: see “bulletin held list”")
    .option(
      "--every <span>",
      "how often to look: 5m, 2h; 10m if not said, and less often if the source asks",
      everyMinutes,
    )
    .option("--dry-run", "read it from here, print what it holds, and change nothing")
    .addHelpText(
      "after",
      "\nIt is polled by the stack, from the public internet. Adding the same again changes nothing.",
    )
    .action(add);
  withStack(source.command("list")).description("list them, with how each stands").action(list);
  withStack(source.command("show <source>")).description("show one, by its id").action(show);
  withStack(source.command("poll <source>")).description("poll one now, and say what came of it").action(poll);
  withStack(source.command("remove <source>"))
    .description("watch it no more; what it has brought stays")
    .action(async (id: string, options: StackOptions) => {
      await operate(options, { command: "source.remove", source: id }, (done) => {
        say(done, `${id} is watched no more.`, options.json);
      });
    });
}

async function add(url: string, options: AddOptions): Promise<void> {
  if (options.dryRun === true) return tryOut(url, options);
  const { topic, importance, includeOld, needsApproval, every } = options;
  const more = {
    ...(importance === undefined ? {} : { importance }),
    ...(includeOld === true ? { includesOld: true as const } : {}),
    ...(needsApproval === true ? { needsApproval: true as const } : {}),
    ...(every === undefined ? {} : { everyMinutes: every }),
  };
  await operate(options, { command: "source.add", topic, url, ...more }, (done) => {
    const words = done["created"] === false ? "was watched already" : "is watched now";
    say(done, `${url} ${words}, as ${done["source"]}.`, options.json);
  });
}

async function tryOut(url: string, options: AddOptions): Promise<void> {
  const { readNews } = await import("#adapters/web/read-news.ts");
  const news = await readNews(url);
  if ("refused" in news) return sayRefused({ input: url, refused: news.refused }, options.json);
  const { kind, title, developments } = news;
  const words = `${url} can be read: ${kind} “${title}” with ${developments.length} developments.`;
  say({ url, kind, title, developments: developments.length }, words, options.json);
}

async function list(options: StackOptions): Promise<void> {
  await operate(options, { command: "source.list" }, ({ sources }) => {
    const found = z.array(shown).parse(sources);
    const rows = found.map((one) => [one.source, one.state, momentOf(one.newsAt), momentOf(one.nextPollAt), one.url]);
    if (options.json) for (const one of found) say(one, "", true);
    else if (found.length === 0) remark("No source is watched.");
    else say({}, table(["SOURCE", "STATE", "LAST NEWS", "NEXT POLL", "ADDRESS"], rows).join("\n"), false);
  });
}

async function show(id: string, options: StackOptions): Promise<void> {
  await operate(options, { command: "source.show", source: id }, (done) => {
    say(done, told(shown.parse(done)), options.json);
  });
}

/** Has the stack poll it, and waits until it has. */
async function poll(id: string, options: StackOptions): Promise<void> {
  const stack = await reachStack(options);
  if (stack === undefined) return;
  const asked = await stack.operate({ command: "source.poll", source: id });
  if ("refused" in asked) return sayRefused({ refused: asked.refused }, options.json);
  const askedAt = String(asked.done["askedAt"]);
  for (let waitedMs = 0; waitedMs < pollWaitMs; waitedMs += lookEveryMs) {
    const answer = await stack.operate({ command: "source.show", source: id });
    if ("refused" in answer) return sayRefused({ refused: answer.refused }, options.json);
    const one = shown.parse(answer.done);
    if (one.polledAt !== undefined && one.polledAt >= askedAt) {
      if (one.problem === undefined) return say(one, told(one), options.json);
      return sayRefused({ input: one.url, refused: `${one.url} ${one.problem}.` }, options.json);
    }
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
  sayRefused(
    { refused: `${id} has not been polled within ${pollWaitMs / 1000} s: look with “source show” later.` },
    options.json,
  );
}

function told(one: Shown): string {
  const lines: [name: string, value: string | undefined][] = [
    ["address", one.url],
    ["title", one.title],
    ["topic", one.topic],
    ["state", one.state],
    ["problem", one.problem ?? one.ended],
    ["added", momentOf(one.addedAt)],
    ["last poll", one.polledAt && momentOf(one.polledAt)],
    ["last read", one.readAt && momentOf(one.readAt)],
    ["last news", one.newsAt && momentOf(one.newsAt)],
    ["next poll", one.nextPollAt && momentOf(one.nextPollAt)],
  ];
  const said = lines.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name.padEnd(10)} ${value}`]));
  return [one.source, ...said].join("\n");
}

function momentOf(written: string | undefined): string {
  return written === undefined ? "–" : shortMoment(written);
}

const unitMinutes: Readonly<Record<string, number>> = { m: 1, h: 60, d: 24 * 60 };

function everyMinutes(typed: string): number {
  const [, count, unit = ""] = /^(\d{1,5})([mhd])$/.exec(typed) ?? [];
  const minutes = Number(count) * (unitMinutes[unit] ?? Number.NaN);
  if (minutes >= everyMinutesMin && minutes <= everyMinutesMax) return minutes;
  throw new InvalidArgumentError("Say a span from 1m to 24h, such as 5m or 2h.");
}
