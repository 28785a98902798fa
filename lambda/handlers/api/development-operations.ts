// Developments: publishing, changing and reading them.

import * as z from "zod";
import { listDevelopments, readDevelopment } from "#pipeline/list-developments.ts";
import { publish } from "#pipeline/publish.ts";
import { changeDevelopment, noSuchDevelopment } from "./change-development.ts";
import { writeCursor } from "./cursor.ts";
import { type Done, noSuchTopic, operation, topicClosed } from "./operation.ts";
import type { Problem } from "./problem.ts";
import * as schemas from "./schemas.ts";
import { shownVersion } from "./shown-version.ts";
import { developmentTag, versionSeen } from "./tags.ts";

/** One development, a list of them, or a list with what holds for all of it. */
export type Publishing =
  | schemas.PublishedDevelopment
  | readonly schemas.PublishedDevelopment[]
  | z.output<typeof schemas.batch>;

const example = {
  headline: "Ferries stop at noon",
  text: "<p>The crews voted for it by <strong>214 to 31</strong>.</p>",
  url: "https://brackwater-courier.example/harbour-strike#ferries",
  attribution: "the ferry company said",
  publishedAt: "2026-11-23T09:40:00+01:00",
  key: "harbour-strike/ferries",
};

export const published = { name: "Published", schema: schemas.publishedSaid };

export const publishingBody = {
  name: "Publishing",
  schema: z.union([schemas.one, schemas.many, schemas.batch]) as z.ZodType<Publishing>,
  choose: publishingSchema,
  examples: {
    one: { ...example, importance: "breaking" },
    several: [{ headline: "Talks begin again" }, example],
    together: { importance: "routine", developments: [{ headline: "The harbour office opens at eight" }] },
  },
};

/** The schema that a value is meant for. */
export function publishingSchema(value: unknown): z.ZodType<Publishing> {
  if (Array.isArray(value)) return schemas.many;
  const isBatch = typeof value === "object" && value !== null && "developments" in value;
  return isBatch ? schemas.batch : schemas.one;
}

const add = operation<Publishing>({
  id: "publish",
  method: "POST",
  path: "/api/topics/{topic}/developments",
  summary: "Publish developments, the newest last; what is known already is not published again",
  needs: "publish",
  body: publishingBody,
  answers: {
    200: { says: "Nothing was added; what is known may have been updated.", body: published },
    201: { says: "At least one was added.", body: published },
  },
  refuses: ["no-such-topic", "topic-closed"],
  answer: async (ports, { topic, body }) => publishAll(ports, topic, body),
});

/** Publishes what was asked for. */
export async function publishAll(
  ports: Parameters<typeof publish>[0],
  topic: string,
  body: Publishing,
): Promise<Done | Problem> {
  const { developments, importance } = listOf(body);
  const outcome = await publish(ports, { topic, developments, ...(importance === undefined ? {} : { importance }) });
  if (outcome.kind === "no-such-topic") return noSuchTopic(topic);
  if (outcome.kind === "closed") return topicClosed(topic);
  const { added, updated, unchanged, numbers } = outcome;
  return { status: added > 0 ? 201 : 200, body: { topic, added, updated, unchanged, numbers } };
}

function listOf(body: Publishing): z.output<typeof schemas.batch> {
  if ("developments" in body) return body;
  return { developments: "headline" in body ? [body] : [...body] };
}

const list = operation<unknown, z.output<typeof schemas.page>>({
  id: "listDevelopments",
  method: "GET",
  path: "/api/topics/{topic}/developments",
  summary: "List developments in their latest versions, newest first, page by page",
  needs: "read",
  query: schemas.page,
  answers: {
    200: { says: "A page of developments.", body: { name: "Developments", schema: schemas.developmentsSaid } },
  },
  refuses: ["no-such-topic"],
  answer: async (ports, { topic, query: { limit, cursor } }) => {
    if ((await ports.topics.get(topic)) === undefined) return noSuchTopic(topic);
    const { developments, hasMore } = await listDevelopments(ports, topic, { limit, ...cursor });
    const last = developments.at(-1)?.latest.development;
    const shown = developments.map(({ latest, versions }) => ({
      number: latest.development,
      versions,
      ...shownVersion(latest),
    }));
    const next = hasMore && last !== undefined ? { next: writeCursor({ before: last }) } : {};
    return { status: 200, body: { developments: shown, ...next } };
  },
});

const read = operation({
  id: "readDevelopment",
  method: "GET",
  path: "/api/topics/{topic}/developments/{number}",
  summary: "Read all versions of a development",
  needs: "read",
  answers: { 200: { says: "The development.", body: { name: "Development", schema: schemas.developmentSaid } } },
  refuses: ["no-such-topic", "no-such-development"],
  answer: async (ports, { topic, development }) => {
    if ((await ports.topics.get(topic)) === undefined) return noSuchTopic(topic);
    const versions = await readDevelopment(ports, topic, development);
    const latest = versions.at(-1);
    if (latest === undefined) return noSuchDevelopment(topic, development);
    return {
      status: 200,
      body: { topic, number: development, versions: versions.map(shownVersion) },
      headers: { ETag: developmentTag(development, latest.number) },
    };
  },
});

const change = operation<z.output<typeof schemas.change>>({
  id: "changeDevelopment",
  method: "PATCH",
  path: "/api/topics/{topic}/developments/{number}",
  summary: "Update, correct or withdraw a development; what is left out stays as it is",
  needs: "publish",
  takesIfMatch: true,
  body: {
    name: "Change",
    schema: schemas.change,
    examples: {
      update: { kind: "update", text: "<p>Trains to the port run all the same.</p>" },
      correct: { kind: "correct", headline: "Ferries stop at one", note: "The hour was wrong.", atOnce: true },
      withdraw: { kind: "withdraw", note: "The report was not confirmed." },
    },
  },
  answers: { 200: { says: "The version that stands now.", body: { name: "Changed", schema: schemas.changedSaid } } },
  refuses: ["no-such-topic", "no-such-development", "topic-merged", "withdrawn", "changed-since"],
  answer: async (ports, { topic, development, body, ifMatch }) => {
    const seen = versionSeen(ifMatch, development);
    return changeDevelopment(ports, { topic, development, ...(seen === undefined ? {} : { seen }) }, body);
  },
});

export const developmentOperations = [add, list, read, change];
