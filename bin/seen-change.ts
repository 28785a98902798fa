import type { Command } from "commander";
import { z } from "zod";
import { type Importance, importances, type VersionKind, type Wording } from "#core/development.ts";
import type { DigestItem } from "#core/digest.ts";
import type { Operation } from "#core/operation.ts";
import { agrees, canAsk } from "./agree.ts";
import { type Audience, audienceShape } from "./audience.ts";
import { mailBytes } from "./mail-size.ts";
import { reachStack, type StackOptions } from "./operate.ts";
import { remark, say, sayRefused } from "./say.ts";

/** What the options of `withSeeing` come to. */
export interface SeeingOptions extends StackOptions {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

/** Adds the options of what mails readers. */
export function withSeeing(command: Command): Command {
  return command
    .option("--yes", "do not ask")
    .option("--dry-run", "show who would get it and how large the mail is, and change nothing");
}

const seenShape = audienceShape.extend({
  topic: z.string(),
  title: z.string(),
  development: z
    .object({
      number: z.number(),
      kind: z.enum(["new", "updated", "corrected", "withdrawn"] satisfies VersionKind[]),
      importance: z.enum(importances as [Importance, ...Importance[]]),
      headline: z.string(),
      text: z.string().exactOptional(),
      url: z.string().exactOptional(),
      attribution: z.string().exactOptional(),
      publishedAt: z.number().exactOptional(),
    })
    .optional(),
});

/** What the stack tells before a change. */
export type Seen = z.infer<typeof seenShape>;

/** A change that is shown before it is made. */
export interface SeenChange {
  /** Whom it is about. */
  readonly count: { readonly topic: string; readonly importance?: Importance; readonly development?: number };
  readonly operation: Operation;
  /** Why it cannot be made, where that is plain already. */
  readonly refusal?: (seen: Seen) => string | undefined;
  /** The mail that tells it. */
  readonly mail: (seen: Seen) => { readonly kind: "alert" | "correction"; readonly item: DigestItem };
  /** Who gets it, in words. */
  readonly words: (seen: Seen) => string;
  readonly question: string;
  /** What came of it, in words. */
  readonly done: (done: Readonly<Record<string, unknown>>) => string;
}

/**
 * Tells who gets a change and how large the mail is, asks whoever sits at the terminal, and makes it.
 *
 * Where nobody can be asked it goes on without: scripts publish as they always did.
 */
export async function makeSeen(options: SeeingOptions, change: SeenChange): Promise<void> {
  const stack = await reachStack(options);
  if (stack === undefined) return;
  const counted = await stack.operate({ command: "audience.count", ...change.count });
  if ("refused" in counted) return sayRefused(counted, options.json);
  const seen = seenShape.parse(counted.done);
  const refusal = change.refusal?.(seen);
  if (refusal !== undefined) return sayRefused({ refused: refusal }, options.json);
  const { kind, item } = change.mail(seen);
  const bytes = await mailBytes({ slug: seen.topic, title: seen.title }, kind, item);
  const size = bytes === undefined ? "" : `; mail: ${Math.ceil(bytes / 1000)} kB`;
  const told = { audience: audienceOf(seen), ...(bytes === undefined ? {} : { mailBytes: bytes }) };
  if (options.dryRun === true) {
    const words = `${sentence(change.words(seen))}${size}\nNothing was changed: this was a dry run.`;
    return say({ dryRun: true, topic: seen.topic, ...told }, words, options.json);
  }
  const asks = options.yes !== true && canAsk();
  if (asks || options.json !== true) remark(`${sentence(change.words(seen))}${size}`);
  if (asks && !(await agrees(change.question))) {
    return sayRefused({ refused: "Nothing was changed." }, options.json);
  }
  const answer = await stack.operate(change.operation);
  if ("refused" in answer) return sayRefused(answer, options.json);
  say({ ...answer.done, ...told }, change.done(answer.done), options.json);
}

function audienceOf({ atOnce, byCadence, isEstimate, isCut }: Seen): Audience {
  return { atOnce, byCadence, isEstimate, isCut };
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** One development in a mail: its place is not known yet, and nobody sees it there. */
export function shownItem(
  label: DigestItem["label"],
  { headline, text, url, attribution, publishedAt }: Wording,
  importance: Importance,
  note?: string,
): DigestItem {
  const kinds = { new: "new", corrected: "corrected", withdrawn: "withdrawn" } as const;
  const parts = { text, url, attribution, publishedAt, note };
  const given = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
  const version = { number: 1, development: 1, kind: kinds[label], importance, recordedAt: Date.now(), headline };
  return { label, version: { ...version, ...given } };
}
