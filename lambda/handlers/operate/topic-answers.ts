import type { Version } from "#core/development.ts";
import type { Answer, Operation } from "#core/operation.ts";
import { titleMaxLength } from "#core/topic.ts";
import { addTopic } from "#pipeline/add-topic.ts";
import { type AudienceCount, type CountAudiencePorts, countAudience } from "#pipeline/count-audience.ts";
import { type ListedDevelopment, listDevelopments, readDevelopment } from "#pipeline/list-developments.ts";
import type { Clock } from "#pipeline/ports/clock.ts";
import type { TopicLog, Topics } from "#pipeline/ports/topics.ts";
import { moment, momentField } from "./answer.ts";

export type TopicOperation = Extract<
  Operation,
  { readonly command: "topic.add" | "topic.list" | "topic.show" | "audience.count" }
>;

export interface TopicAnswerPorts extends CountAudiencePorts {
  readonly topics: Topics;
  readonly topicLog: TopicLog;
  readonly clock: Clock;
}

/** Developments that a topic is shown with unless someone says otherwise. */
const shownUsually = 20;

/** Does what was asked about topics and those who follow them. */
export async function topicAnswer(ports: TopicAnswerPorts, asked: TopicOperation): Promise<Answer> {
  switch (asked.command) {
    case "topic.add":
      return addAnswer(ports, asked);
    case "topic.list": {
      const topics = await ports.topics.all();
      return {
        done: {
          topics: topics.map(({ slug, title, createdAt }) => ({ topic: slug, title, createdAt: moment(createdAt) })),
        },
      };
    }
    case "topic.show":
      return showAnswer(ports, asked);
    case "audience.count":
      return countAnswer(ports, asked);
  }
}

async function addAnswer(ports: TopicAnswerPorts, asked: { topic: string; title: string }): Promise<Answer> {
  const outcome = await addTopic(ports, { slug: asked.topic, title: asked.title });
  switch (outcome.kind) {
    case "added":
    case "known":
      return { done: { topic: outcome.topic.slug, title: outcome.topic.title, created: outcome.kind === "added" } };
    case "taken":
      return { refused: `The topic ${asked.topic} exists already, under the title “${outcome.topic.title}”.` };
    case "refused":
      return {
        refused:
          outcome.reason === "slug"
            ? `“${asked.topic}” cannot name a topic: use at most 60 lower-case letters and digits, with single hyphens between them.`
            : `A topic's title has 1 to ${titleMaxLength} characters.`,
      };
  }
}

async function showAnswer(
  ports: TopicAnswerPorts,
  asked: Extract<TopicOperation, { readonly command: "topic.show" }>,
): Promise<Answer> {
  const topic = await ports.topics.get(asked.topic);
  if (topic === undefined) return noSuchTopic(asked.topic);
  const stretch = {
    limit: asked.limit ?? shownUsually,
    ...(asked.before === undefined ? {} : { before: asked.before }),
  };
  const { developments, hasMore, total, updatedAt } = await listDevelopments(ports, topic.slug, stretch);
  return {
    done: {
      topic: topic.slug,
      title: topic.title,
      createdAt: moment(topic.createdAt),
      ...momentField("updatedAt", updatedAt),
      total,
      developments: developments.map(listed),
      hasMore,
      ...(asked.uncounted === true ? {} : { audience: shownAudience(await countAudience(ports, topic.slug)) }),
    },
  };
}

async function countAnswer(
  ports: TopicAnswerPorts,
  asked: Extract<TopicOperation, { readonly command: "audience.count" }>,
): Promise<Answer> {
  const topic = await ports.topics.get(asked.topic);
  if (topic === undefined) return noSuchTopic(asked.topic);
  const versions = asked.development === undefined ? [] : await readDevelopment(ports, topic.slug, asked.development);
  const latest = versions.at(-1);
  if (asked.development !== undefined && latest === undefined) return noSuchDevelopment(asked.topic, asked.development);
  const audience = shownAudience(await countAudience(ports, topic.slug, asked.importance));
  return {
    done: {
      topic: topic.slug,
      title: topic.title,
      ...audience,
      ...(latest === undefined ? {} : { development: said(latest) }),
    },
  };
}

function shownAudience({ byCadence, atOnce, isEstimate, isCut }: AudienceCount): Readonly<Record<string, unknown>> {
  return { atOnce, byCadence, isEstimate, isCut };
}

function listed({ latest, versions }: ListedDevelopment): Readonly<Record<string, unknown>> {
  const { development, kind, importance, headline, recordedAt, publishedAt } = latest;
  return {
    ...{ number: development, kind, importance, headline, versions },
    ...momentField("publishedAt", publishedAt),
    recordedAt: moment(recordedAt),
  };
}

/** The words of a development, as the command line sends them too. */
function said({ development, kind, importance, headline, text, url, attribution, publishedAt }: Version): object {
  const optional = { text, url, attribution, publishedAt };
  const given = Object.entries(optional).filter(([, value]) => value !== undefined);
  return { number: development, kind, importance, headline, ...Object.fromEntries(given) };
}

/** The refusal of a topic that nobody has added. */
export function noSuchTopic(topic: string): Answer {
  return { refused: `There is no topic ${topic}: add it with “bulletin topic add ${topic} --title …”.` };
}

function noSuchDevelopment(topic: string, development: number): Answer {
  return {
    refused: `The topic ${topic} has no development ${development}: “bulletin topic show ${topic}” lists those it has.`,
  };
}
