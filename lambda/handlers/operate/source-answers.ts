import { webUrl } from "#adapters/web/web-url.ts";
import type { Answer, Operation } from "#core/operation.ts";
import { type AddSourcePorts, addSource, pollNow } from "#pipeline/add-source.ts";
import type { WatchedSource } from "#pipeline/ports/sources.ts";
import { moment, momentField, noSuchTopic } from "./answer.ts";

export type SourceOperation = Extract<Operation, { readonly command: `source.${string}` }>;

export type SourceAnswerPorts = AddSourcePorts;

/** Does what was asked about sources. */
export async function sourceAnswer(ports: SourceAnswerPorts, asked: SourceOperation): Promise<Answer> {
  switch (asked.command) {
    case "source.add":
      return addAnswer(ports, asked);
    case "source.list":
      return { done: { sources: (await ports.sources.all()).map(shown) } };
    case "source.show": {
      const watched = await ports.sources.get(asked.source);
      return watched === undefined ? noSuchSource(asked.source) : { done: shown(watched) };
    }
    case "source.remove":
      if (!(await ports.sources.remove(asked.source))) return noSuchSource(asked.source);
      return { done: { source: asked.source, removed: true } };
    case "source.poll": {
      const outcome = await pollNow(ports, asked.source);
      if (outcome.kind === "no-such-source") return noSuchSource(asked.source);
      if (outcome.kind === "ended") return { refused: `${asked.source} is polled no more: ${outcome.reason}.` };
      return { done: { source: asked.source, askedAt: moment(ports.clock.now()) } };
    }
  }
}

async function addAnswer(
  ports: SourceAnswerPorts,
  { command: _, ...asked }: Extract<SourceOperation, { readonly command: "source.add" }>,
): Promise<Answer> {
  const url = webUrl(asked.url);
  if (url === undefined) return { refused: `${asked.url} is no address of the web, or carries a password.` };
  const outcome = await addSource(ports, { ...asked, url });
  switch (outcome.kind) {
    case "added":
      return { done: { source: outcome.source.id, topic: asked.topic, url, created: true } };
    case "known":
      return { done: { source: outcome.source.id, topic: asked.topic, url, created: false } };
    case "no-such-topic":
      return noSuchTopic(asked.topic);
  }
}

function shown({ source, watching, dueAt }: WatchedSource): Readonly<Record<string, unknown>> {
  const { id, topic, url, addedAt, importance, includesOld, needsApproval, everyMinutes } = source;
  const { title, problem, ended, failures, polledAt, readAt, newsAt, problemSince, hub } = watching;
  const optional = { title, importance, includesOld, needsApproval, everyMinutes, problem, ended, hub };
  return {
    source: id,
    topic,
    url,
    state: ended !== undefined ? "ended" : problem !== undefined ? "failing" : readAt === undefined ? "new" : "good",
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
    ...(failures === 0 ? {} : { failures }),
    addedAt: moment(addedAt),
    ...momentField("polledAt", polledAt),
    ...momentField("readAt", readAt),
    ...momentField("newsAt", newsAt === addedAt ? undefined : newsAt),
    ...momentField("problemSince", problemSince),
    ...(ended === undefined ? { nextPollAt: moment(dueAt) } : {}),
  };
}

function noSuchSource(id: string): Answer {
  return { refused: `There is no source ${id}: “bulletin source list” has them.` };
}
