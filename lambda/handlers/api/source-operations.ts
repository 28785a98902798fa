// Sources that Bulletin watches by itself: adding them, looking after them, ending them.

import type * as z from "zod";
import { webUrl } from "#adapters/web/web-url.ts";
import { type ApiKey, isForTopic } from "#core/api-key.ts";
import { isSourceId } from "#core/source.ts";
import { isSlug } from "#core/topic.ts";
import { addSource, pollNow } from "#pipeline/add-source.ts";
import type { WatchedSource } from "#pipeline/ports/sources.ts";
import { type ApiPorts, type Done, noSuchTopic, operation } from "./operation.ts";
import type { Problem } from "./problem.ts";
import { askedSaid, newSource, removedSaid, sourceSaid, sourcesSaid } from "./source-schemas.ts";

const source = { name: "Source", schema: sourceSaid };

const add = operation<z.output<typeof newSource>>({
  id: "addSource",
  method: "POST",
  path: "/api/sources",
  summary: "Watch a feed or an article page for a topic from now on; done again it changes nothing",
  needs: "manage",
  body: {
    name: "NewSource",
    schema: newSource,
    examples: {
      feed: { topic: "harbour-strike", url: "https://brackwater-courier.example/harbour.rss", importance: "notable" },
    },
  },
  answers: {
    200: { says: "It is watched already, as was said then.", body: source },
    201: { says: "It is watched now.", body: source },
  },
  refuses: ["no-such-topic"],
  answer: async (ports, { key, body: { url: typed, includeOld, needsApproval, ...wanted } }) => {
    if (!isSlug(wanted.topic) || !isForTopic(key, wanted.topic)) return noSuchTopic(wanted.topic);
    const url = webUrl(typed);
    if (url === undefined) {
      const errors = [{ pointer: "#/url", detail: "must be a complete web address without a password" }];
      return { problem: "validation", detail: "The source cannot be watched as it is.", errors };
    }
    const outcome = await addSource(ports, {
      ...wanted,
      url,
      ...(includeOld === true ? { includesOld: true } : {}),
      ...(needsApproval === true ? { needsApproval: true } : {}),
    });
    if (outcome.kind === "no-such-topic") return noSuchTopic(wanted.topic);
    const watched = await ports.sources.get(outcome.source.id);
    if (watched === undefined) return noSuchSource(outcome.source.id);
    const headers = { Location: `/api/sources/${outcome.source.id}` };
    return { status: outcome.kind === "added" ? 201 : 200, body: shown(watched), headers };
  },
});

const list = operation({
  id: "listSources",
  method: "GET",
  path: "/api/sources",
  summary: "List the sources of the topics that the key is for",
  needs: "read",
  answers: { 200: { says: "The sources, by id.", body: { name: "Sources", schema: sourcesSaid } } },
  refuses: [],
  answer: async (ports, { key }) => {
    const sources = (await ports.sources.all()).filter((watched) => isForTopic(key, watched.source.topic));
    return { status: 200, body: { sources: sources.map(shown) } };
  },
});

const read = operation({
  id: "readSource",
  method: "GET",
  path: "/api/sources/{source}",
  summary: "Read a source: when it was polled, what it brought, what is wrong with it",
  needs: "read",
  answers: { 200: { says: "The source.", body: source } },
  refuses: ["no-such-source"],
  answer: async (ports, { key, source: id }) => {
    const watched = await theirs(ports, key, id);
    return watched === undefined ? noSuchSource(id) : { status: 200, body: shown(watched) };
  },
});

const remove = operation({
  id: "removeSource",
  method: "DELETE",
  path: "/api/sources/{source}",
  summary: "Watch a source no more; what it brought stays",
  needs: "manage",
  answers: { 200: { says: "It is watched no more.", body: { name: "Removed", schema: removedSaid } } },
  refuses: ["no-such-source"],
  answer: async (ports, { key, source: id }) => {
    const isGone = (await theirs(ports, key, id)) === undefined || !(await ports.sources.remove(id));
    return isGone ? noSuchSource(id) : { status: 200, body: { source: id, removed: true } };
  },
});

const poll = operation({
  id: "pollSource",
  method: "POST",
  path: "/api/sources/{source}/polls",
  summary: "Poll a source now, in place of its next poll",
  needs: "publish",
  answers: { 202: { says: "It is polled as soon as can be.", body: { name: "Asked", schema: askedSaid } } },
  refuses: ["no-such-source", "source-ended"],
  answer: async (ports, { key, source: id }) => {
    if ((await theirs(ports, key, id)) === undefined) return noSuchSource(id);
    return pollAnswer(ports, id);
  },
});

export const sourceOperations = [add, list, read, remove, poll];

async function pollAnswer(ports: ApiPorts, id: string): Promise<Done | Problem> {
  const outcome = await pollNow(ports, id);
  switch (outcome.kind) {
    case "asked":
      return { status: 202, body: { source: id, askedAt: new Date(ports.clock.now()).toISOString() } };
    case "ended":
      return { problem: "source-ended", detail: `The source is polled no more: ${outcome.reason}.` };
    case "no-such-source":
      return noSuchSource(id);
  }
}

/** The source, where it is of a topic of the key's. */
async function theirs(ports: ApiPorts, key: ApiKey, id: string): Promise<WatchedSource | undefined> {
  const watched = isSourceId(id) ? await ports.sources.get(id) : undefined;
  return watched !== undefined && isForTopic(key, watched.source.topic) ? watched : undefined;
}

function noSuchSource(id: string): Problem {
  return { problem: "no-such-source", detail: `There is no source “${id.slice(0, 100)}” for this key.` };
}

function shown({ source, watching, dueAt }: WatchedSource): object {
  const { id, topic, url, addedAt, importance, everyMinutes } = source;
  const { title, problem, ended, polledAt, readAt, newsAt } = watching;
  const moments = { polledAt, readAt, newsAt: newsAt === addedAt ? undefined : newsAt };
  const said = Object.entries({ title, importance, everyMinutes, problem, ended }).filter(
    ([, one]) => one !== undefined,
  );
  const told = Object.entries(moments).flatMap(([name, at]) => (at === undefined ? [] : [[name, moment(at)]]));
  return {
    ...{ id, topic, url, state: stateOf(watching), addedAt: moment(addedAt) },
    ...Object.fromEntries([...said, ...told]),
    ...(ended === undefined ? { nextPollAt: moment(dueAt) } : {}),
  };
}

function stateOf({ ended, problem, readAt }: WatchedSource["watching"]): "new" | "good" | "failing" | "ended" {
  if (ended !== undefined) return "ended";
  if (problem !== undefined) return "failing";
  return readAt === undefined ? "new" : "good";
}

function moment(at: number): string {
  return new Date(at).toISOString();
}
