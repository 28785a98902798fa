// The schemas of the API: they check what comes in, and the document is made from them.

import * as z from "zod";
import { textAsTyped } from "#adapters/web/typed-text.ts";
import { keyMaxLength, textMaxLength } from "#core/development.ts";
import { slugMaxLength, titleMaxLength } from "#core/topic.ts";
import { beside, headline, importance, key, note } from "../wording-schema.ts";
import { type Cursor, readCursor } from "./cursor.ts";

/** Most developments in one request: each is a write, and some 10 ms. */
export const publishedMax = 200;

/** Most developments on one page, and how many where the request does not say. */
export const pageMax = 100;
const pageUsual = 20;

/** Longest address of news that is pulled, in characters. */
const addressMaxLength = 2_000;

const moment = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .describe("A moment with its zone");

/** Plain text or simple HTML, as it comes out of a CMS: line breaks and blocks part paragraphs, what else there is goes. */
const text = z
  .string()
  .max(textMaxLength, `must have at most ${textMaxLength} characters`)
  .transform((typed, context) => {
    const html = textAsTyped(typed);
    if (html !== undefined) return html;
    context.addIssue("must have words that are seen");
    return z.NEVER;
  })
  .describe("Plain text with empty lines between paragraphs, or simple HTML: p, a, strong, em, ul, ol, li, blockquote");

const wording = {
  ...beside,
  text: text.exactOptional(),
  publishedAt: moment.exactOptional(),
};

export const slug = z
  .string()
  .max(slugMaxLength, `must have at most ${slugMaxLength} characters`)
  .describe("Lower-case letters and digits, with single hyphens between them");

export const newTopic = z.strictObject({
  slug,
  title: z.string().max(titleMaxLength, `must have at most ${titleMaxLength} characters`).describe("What readers see"),
});

const development = z.strictObject({
  headline,
  ...wording,
  key: key.describe("Your own name for it: the same key again is the same development").exactOptional(),
  importance: importance.exactOptional(),
});

export const one = development;
export const many = z.array(development).min(1).max(publishedMax);
export const batch = z.strictObject({ developments: many, importance: importance.exactOptional() });

export type PublishedDevelopment = z.output<typeof development>;

const atOnce = z
  .boolean()
  .describe("Tell those who were mailed an earlier version now, not with their next digest")
  .exactOptional();

const changed = { headline: headline.exactOptional(), ...wording };

export const update = z.strictObject({ kind: z.literal("update"), ...changed });
export const correct = z.strictObject({ kind: z.literal("correct"), ...changed, note, atOnce });
export const withdraw = z.strictObject({ kind: z.literal("withdraw"), note: note.exactOptional(), atOnce });

export const change = z.discriminatedUnion("kind", [update, correct, withdraw]);

const named = { key: key.describe("The key under which the development was published") };

export const hookChange = z.discriminatedUnion("kind", [
  z.strictObject({ ...update.shape, ...named }),
  z.strictObject({ ...correct.shape, ...named }),
  z.strictObject({ ...withdraw.shape, ...named }),
]);

/** Where news is read on the web. */
export const address = z
  .string()
  .max(addressMaxLength, `must have at most ${addressMaxLength} characters`)
  .regex(/^https?:\/\//i, "must begin with http:// or https://");

export const pull = z.strictObject({
  topic: slug,
  url: address,
  importance: importance.exactOptional(),
  dryRun: z.boolean().describe("Tell what is found and change nothing").exactOptional(),
});

const pageSize = z.coerce
  .number("must be a whole number")
  .int("must be a whole number")
  .min(1)
  .max(pageMax)
  .default(pageUsual);

export const page = z.strictObject({
  limit: pageSize.describe("Most developments on the page"),
  cursor: z
    .string()
    .transform((text, context): Cursor => {
      const cursor = readCursor(text);
      if (cursor !== undefined) return cursor;
      context.addIssue("is none that Bulletin gave");
      return z.NEVER;
    })
    .describe("The “next” of the page before")
    .exactOptional(),
});

/** What comes back is described, not checked: tests hold the answers to it. */
export const time = z.iso.datetime();
const count = z.int().min(0);

export const topicSaid = z.strictObject({ slug: z.string(), title: z.string(), createdAt: time });
export const topicViewSaid = z.strictObject({
  ...topicSaid.shape,
  developments: count.describe("How many developments it has, withdrawn ones too"),
  updatedAt: time.exactOptional(),
  related: z
    .array(z.strictObject({ label: z.string(), text: z.string(), url: z.string() }))
    .describe("What to read next, as the newest of its articles says")
    .exactOptional(),
});
export const topicsSaid = z.strictObject({ topics: z.array(topicSaid) });

export const publishedSaid = z.strictObject({
  topic: z.string(),
  added: count,
  updated: count,
  unchanged: count,
  numbers: z.array(count).describe("The developments' numbers, in the order of the request"),
});

export const changedSaid = z.strictObject({
  topic: z.string(),
  number: count,
  version: count.describe("The version that stands now: a number in the topic's log"),
  changed: z.boolean().describe("False where it said just this already"),
});

const versionSaid = z.strictObject({
  version: count,
  kind: z.enum(["new", "updated", "corrected", "withdrawn"]),
  importance,
  headline: z.string(),
  text: z.string().exactOptional(),
  url: z.string().exactOptional(),
  attribution: z.string().exactOptional(),
  publishedAt: time.exactOptional(),
  key: z.string().max(keyMaxLength).exactOptional(),
  note: z.string().exactOptional(),
  recordedAt: time,
});

export const developmentsSaid = z.strictObject({
  developments: z.array(z.strictObject({ number: count, versions: count, ...versionSaid.shape })),
  next: z.string().describe("The cursor of the next page; absent on the last").exactOptional(),
});

export const developmentSaid = z.strictObject({
  topic: z.string(),
  number: count,
  versions: z.array(versionSaid).describe("Oldest first"),
});

const foundSaid = z.strictObject({
  headline: z.string(),
  text: z.string().exactOptional(),
  url: z.string().exactOptional(),
  attribution: z.string().exactOptional(),
  publishedAt: time.exactOptional(),
});

export const pulledSaid = z.strictObject({
  topic: z.string(),
  kind: z.enum(["article", "feed"]),
  title: z.string(),
  found: count,
  leftOut: count.describe("How many more there were than one pull takes"),
  added: count.exactOptional(),
  updated: count.exactOptional(),
  unchanged: count.exactOptional(),
  developments: z.array(foundSaid).describe("Of a dry run").exactOptional(),
});

export const problemSaid = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z
    .array(
      z.strictObject({
        pointer: z.string().exactOptional(),
        parameter: z.string().exactOptional(),
        detail: z.string(),
      }),
    )
    .exactOptional(),
});
