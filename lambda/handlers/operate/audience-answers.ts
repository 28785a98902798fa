import type { Version } from "#core/development.ts";
import type { Answer, Operation } from "#core/operation.ts";
import { type AudienceCount, type CountAudiencePorts, countAudience } from "#pipeline/count-audience.ts";
import { type ListedDevelopment, listDevelopments, readDevelopment } from "#pipeline/list-developments.ts";
import type { Clock } from "#pipeline/ports/clock.ts";
import type { TopicLog, Topics } from "#pipeline/ports/topics.ts";
import { moment, momentField, noSuchTopic } from "./answer.ts";

export type AudienceOperation = Extract<
  Operation,
  { readonly command: "topic.list" | "topic.show" | "audience.count" }
>;

export interface AudienceAnswerPorts extends CountAudiencePorts {
  readonly topics: Topics;
  readonly topicLog: TopicLog;
  readonly clock: Clock;
}

/** Developments that a topic is shown with unless someone says otherwise. */
const shownUsually = 20;

/** Tells what topics there are, what was published in them, and who follows them. */
export async function audienceAnswer(ports: AudienceAnswerPorts, asked: AudienceOperation): Promise<Answer> {
  switch (asked.command) {
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

async function showAnswer(
  ports: AudienceAnswerPorts,
  asked: Extract<AudienceOperation, { readonly command: "topic.show" }>,
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
  ports: AudienceAnswerPorts,
  asked: Extract<AudienceOperation, { readonly command: "audience.count" }>,
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

function noSuchDevelopment(topic: string, development: number): Answer {
  return {
    refused: `The topic ${topic} has no development ${development}: “bulletin topic show ${topic}” lists those it has.`,
  };
}
