// The check of what the command line asks. Its operations are those of `core/operation.ts`, held by a test of types.

import * as z from "zod";
import { type Ability, abilities, keyNameMaxLength, keyTopicsMax } from "#core/api-key.ts";
import { developmentsMax, urlMaxLength } from "#core/development.ts";
import { everyMinutesMax, everyMinutesMin } from "#core/source.ts";
import { slugMaxLength } from "#core/topic.ts";
import { standings } from "#pipeline/read-deliveries.ts";
import {
  beside,
  developmentNumber,
  importance as givenImportance,
  headline,
  key,
  note,
  related,
} from "./wording-schema.ts";

/** Longest id of a run that is looked for, in characters: DynamoDB takes keys of 2,048 bytes. */
const runIdMaxLength = 500;

/** Longest id of a source that is looked for, in characters. */
const sourceIdMaxLength = 100;

/** Longest id of a subscriber, in characters. */
const idMaxLength = 16;

/** Longest address as it is typed, with the spaces around it, in characters. */
const typedAddressMaxLength = 1000;

/** Longest life of a key, in milliseconds: ten years. */
const keyLifeMaxMs = 3650 * 24 * 60 * 60 * 1000;

/** Most developments in one answer: with headlines of full length some 500 kB. */
const listedMax = 500;

const parts = { ...beside, publishedAt: z.int().exactOptional() };
const wording = z.strictObject({ headline, ...parts });
const importance = givenImportance.exactOptional();
const topic = z.string().max(slugMaxLength);
const development = developmentNumber;

const run = z.string().min(1).max(runIdMaxLength);
const instant = z.int().min(0);
/** Read with the rules for addresses later: a slip deserves a sentence, not a schema's words. */
const address = z.string().max(typedAddressMaxLength);

const source = z.string().min(1).max(sourceIdMaxLength);

/** How what comes in is kept from readers; the rules look at its times, where a slip gets a sentence. */
const approval = z.strictObject({ reason: z.literal("approval") });
const hold = z.discriminatedUnion("reason", [
  z.strictObject({ reason: z.literal("draft") }),
  z.strictObject({ reason: z.literal("embargo"), releaseAt: instant }),
  z.strictObject({ reason: z.literal("hold"), forMs: z.int().min(1) }),
]);
const held = z
  .string()
  .min(1)
  .max(slugMaxLength + 20);

/** One operation, as the command line sends it. */
export const operation = z.discriminatedUnion("command", [
  z.strictObject({ command: z.literal("topic.add"), topic: z.string(), title: z.string() }),
  z.strictObject({ command: z.literal("topic.list") }),
  z.strictObject({
    command: z.literal("topic.show"),
    topic,
    before: development.exactOptional(),
    limit: z.int().min(1).max(listedMax).exactOptional(),
    uncounted: z.literal(true).exactOptional(),
  }),
  z.strictObject({
    command: z.literal("audience.count"),
    topic,
    importance,
    development: development.exactOptional(),
  }),
  z.strictObject({
    command: z.literal("topic.rename"),
    topic,
    title: z.string().exactOptional(),
    slug: z.string().exactOptional(),
  }),
  z.strictObject({ command: z.literal("topic.close"), topic, note: note.exactOptional() }),
  z.strictObject({ command: z.literal("topic.reopen"), topic }),
  z.strictObject({ command: z.literal("topic.merge"), topic, into: topic }),
  z.strictObject({
    command: z.literal("pull"),
    topic,
    source: z.string(),
    title: z.string().exactOptional(),
    importance,
    hold: approval.exactOptional(),
    developments: z.array(z.strictObject({ headline, ...parts, key: key.exactOptional() })).max(developmentsMax),
    isWholeList: z.boolean().exactOptional(),
    related: related.exactOptional(),
  }),
  z.strictObject({ command: z.literal("publish"), topic, importance, wording, hold: hold.exactOptional() }),
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
  z.strictObject({
    command: z.literal("run.who"),
    run,
    state: z.enum(standings).exactOptional(),
    after: z.strictObject({ shard: z.int().min(0), first: z.string().max(idMaxLength) }).exactOptional(),
  }),
  z.strictObject({ command: z.literal("run.stop"), run }),
  z.strictObject({ command: z.literal("run.resume"), run }),
  z.strictObject({ command: z.literal("run.resume-all") }),
  z.strictObject({ command: z.literal("subscriber.show"), address }),
  z.strictObject({ command: z.literal("suppression.list"), before: instant.exactOptional() }),
  z.strictObject({ command: z.literal("suppression.lift"), address }),
  z.strictObject({
    command: z.literal("source.add"),
    topic,
    url: z.string().max(urlMaxLength),
    importance,
    includesOld: z.literal(true).exactOptional(),
    needsApproval: z.literal(true).exactOptional(),
    everyMinutes: z.int().min(everyMinutesMin).max(everyMinutesMax).exactOptional(),
  }),
  z.strictObject({ command: z.literal("split"), topic, development }),
  z.strictObject({ command: z.literal("source.list") }),
  z.strictObject({ command: z.literal("source.show"), source }),
  z.strictObject({ command: z.literal("source.remove"), source }),
  z.strictObject({ command: z.literal("source.poll"), source }),
  z.strictObject({
    command: z.literal("key.add"),
    name: z.string().trim().max(keyNameMaxLength),
    can: z.array(z.enum(abilities as [Ability, ...Ability[]])).min(1),
    topics: z.array(topic).min(1).max(keyTopicsMax).exactOptional(),
    lastsMs: z.int().min(1).max(keyLifeMaxMs).exactOptional(),
  }),
  z.strictObject({ command: z.literal("held.list"), topic: topic.exactOptional() }),
  z.strictObject({ command: z.literal("held.show"), held }),
  z.strictObject({ command: z.literal("held.release"), held }),
  z.strictObject({ command: z.literal("held.discard"), held }),
  z.strictObject({ command: z.literal("held.keep"), held }),
  z.strictObject({ command: z.literal("held.move"), held, releaseAt: instant }),
  z.strictObject({ command: z.literal("key.list") }),
  z.strictObject({ command: z.literal("key.revoke"), key: z.string().max(keyNameMaxLength) }),
]);
