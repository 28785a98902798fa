import { type Command, InvalidArgumentError, Option } from "commander";
import { oneLine } from "#adapters/web/clean-text.ts";
import { momentOf } from "#adapters/web/moment.ts";
import { webUrl } from "#adapters/web/web-url.ts";
import { headlineMaxLength, importances, textMaxLength, type Wording } from "#core/development.ts";
import type { Instant } from "#core/instant.ts";
import { isSlug } from "#core/topic.ts";

/** What the options of `withWording` come to. */
export interface WordingOptions extends SomeWordingOptions {
  readonly headline: string;
}

/** The same where each of them may be left out. */
export interface SomeWordingOptions {
  readonly headline?: string;
  readonly text?: string;
  readonly url?: string;
  readonly attribution?: string;
  readonly publishedAt?: Instant;
}

/** Adds the options that give a development its words. Where it has words already, each of them may be left out. */
export function withWording(command: Command, hasWords = false): Command {
  const what = `what happened, in plain text, at most ${headlineMaxLength} characters`;
  const first = new Option("--headline <words>", what).argParser(headline).makeOptionMandatory(!hasWords);
  return command
    .addOption(first)
    .option("--text <text>", "what more is to say, as plain text or simple HTML", text)
    .option("--url <address>", "where it is told at length", url)
    .option("--attribution <words>", 'who says so, as readers see it: "the port authority said"', words)
    .option("--published-at <moment>", "when it was published, with its zone: 2026-11-23T09:40:00+01:00", moment);
}

/** Adds the options that say which stack is meant and how results are printed. */
export function withStack(command: Command): Command {
  return command
    .option("--local", "change the stack that runs on this machine, not the deployed one")
    .option("--json", "print one line of JSON for each result");
}

/** Who is mailed at once: said when developments come in. */
export function importanceOption(): Option {
  return new Option("--importance <importance>", "how much it matters; notable if not said").choices(importances);
}

/** The words alone, without the other options; the text is made harmless. */
export async function wordingOf(options: WordingOptions): Promise<Wording> {
  return { ...(await someWordingOf(options)), headline: options.headline };
}

/** The same of what may be left out. */
export async function someWordingOf(options: SomeWordingOptions): Promise<Partial<Wording>> {
  const { headline, text, url, attribution, publishedAt } = options;
  const { textAsTyped } = await import("#adapters/web/typed-text.ts");
  const html = text === undefined ? undefined : textAsTyped(text);
  return {
    ...(headline === undefined ? {} : { headline }),
    ...(html === undefined ? {} : { text: html }),
    ...(url === undefined ? {} : { url }),
    ...(attribution === undefined ? {} : { attribution }),
    ...(publishedAt === undefined ? {} : { publishedAt }),
  };
}

/** Adds the topic that a command is about. */
export function withTopic(command: Command): Command {
  return command.argument("<topic>", "the topic's slug, as “bulletin topic list” has it", topicSlug);
}

function topicSlug(typed: string): string {
  if (isSlug(typed)) return typed;
  throw new InvalidArgumentError("A topic's slug has lower-case letters, digits and single hyphens: harbour-strike.");
}

/** The number of a development in its topic. */
export function developmentNumber(typed: string): number {
  if (!/^[1-9]\d{0,8}$/.test(typed)) throw new InvalidArgumentError("A development's number is 1 or more.");
  return Number(typed);
}

/** Words on one line; there must be some. */
export function words(typed: string): string {
  const line = oneLine(typed);
  if (line === "") throw new InvalidArgumentError("It has no words.");
  return line;
}

function headline(typed: string): string {
  const line = words(typed);
  if (line.length <= headlineMaxLength) return line;
  throw new InvalidArgumentError(`It has ${line.length} characters; ${headlineMaxLength} is the most.`);
}

function text(typed: string): string {
  if (typed.length <= textMaxLength) return typed;
  throw new InvalidArgumentError(`It has ${typed.length} characters; ${textMaxLength} is the most.`);
}

function url(typed: string): string {
  const address = webUrl(typed);
  if (address === undefined) throw new InvalidArgumentError("It must be a complete address with http:// or https://.");
  return address;
}

/** A moment with its zone. */
export function moment(typed: string): Instant {
  const at = momentOf(typed);
  if (at === undefined) throw new InvalidArgumentError("It must be a moment with its zone: 2026-11-23T09:40:00+01:00.");
  return at;
}
