// What the command line may ask the stack to do. The schemas check it and give its types.

import { z } from "zod";
import { onlyLimitedHtml } from "#adapters/web/limited-html.ts";
import {
  developmentsMax,
  headlineMaxLength,
  type Importance,
  importances,
  keyMaxLength,
  textMaxLength,
  urlMaxLength,
} from "#core/development.ts";
import { everyMinutesMax, everyMinutesMin } from "#core/source.ts";
import { slugMaxLength } from "#core/topic.ts";

/** Longest attribution and editor's note, in characters. */
const attributionMaxLength = 200;
const noteMaxLength = 1000;

/** Longest id of a run that is looked for, in characters: DynamoDB takes keys of 2,048 bytes. */
const runIdMaxLength = 500;

/** Longest id of a source that is looked for, in characters. */
const sourceIdMaxLength = 100;

/** Longest address as it is typed, with the spaces around it, in characters. */
const typedAddressMaxLength = 1000;

const url = z
  .string()
  .max(urlMaxLength)
  .regex(/^https?:\/\//, "expected an address that begins with http:// or https://");

const parts = {
  // Whoever may invoke the function may not write markup into readers' mails: its sender's word is not enough.
  text: z.string().max(textMaxLength).transform(onlyLimitedHtml).exactOptional(),
  url: url.exactOptional(),
  attribution: z.string().max(attributionMaxLength).exactOptional(),
  publishedAt: z.int().exactOptional(),
};

const headline = z.string().trim().min(1).max(headlineMaxLength);
const wording = z.strictObject({ headline, ...parts });
const importance = z.enum(importances as [Importance, ...Importance[]]).exactOptional();
const topic = z.string().max(slugMaxLength);
const development = z.int().min(1);
const note = z.string().trim().min(1).max(noteMaxLength);

const run = z.string().min(1).max(runIdMaxLength);
const instant = z.int().min(0);
/** Read with the rules for addresses later: a slip deserves a sentence, not a schema's words. */
const address = z.string().max(typedAddressMaxLength);

const source = z.string().min(1).max(sourceIdMaxLength);

/** One operation, as the command line sends it. */
export const operation = z.discriminatedUnion("command", [
  z.strictObject({ command: z.literal("topic.add"), topic: z.string(), title: z.string() }),
  z.strictObject({
    command: z.literal("pull"),
    topic,
    source: z.string(),
    title: z.string().exactOptional(),
    importance,
    developments: z
      .array(z.strictObject({ headline, ...parts, key: z.string().max(keyMaxLength).exactOptional() }))
      .max(developmentsMax),
  }),
  z.strictObject({ command: z.literal("publish"), topic, importance, wording }),
  z.strictObject({
    command: z.literal("correct"),
    topic,
    development,
    wording: z.strictObject({ headline: headline.exactOptional(), ...parts }),
    note,
    atOnce: z.boolean().exactOptional(),
  }),
  z.strictObject({
    command: z.literal("withdraw"),
    topic,
    development,
    note: note.exactOptional(),
    atOnce: z.boolean().exactOptional(),
  }),
  z.strictObject({
    command: z.literal("run.list"),
    since: instant.exactOptional(),
    sinceAgoMs: z.int().min(1).exactOptional(),
    open: z.boolean().exactOptional(),
  }),
  z.strictObject({ command: z.literal("run.show"), run, uncertain: z.boolean().exactOptional() }),
  z.strictObject({ command: z.literal("run.stop"), run }),
  z.strictObject({ command: z.literal("run.resume"), run }),
  z.strictObject({ command: z.literal("run.resume-all") }),
  z.strictObject({ command: z.literal("subscriber.show"), address }),
  z.strictObject({ command: z.literal("suppression.list"), before: instant.exactOptional() }),
  z.strictObject({ command: z.literal("suppression.lift"), address }),
  z.strictObject({
    command: z.literal("source.add"),
    topic,
    url,
    importance,
    includesOld: z.literal(true).exactOptional(),
    everyMinutes: z.int().min(everyMinutesMin).max(everyMinutesMax).exactOptional(),
  }),
  z.strictObject({ command: z.literal("source.list") }),
  z.strictObject({ command: z.literal("source.show"), source }),
  z.strictObject({ command: z.literal("source.remove"), source }),
  z.strictObject({ command: z.literal("source.poll"), source }),
]);

export type Operation = z.infer<typeof operation>;
