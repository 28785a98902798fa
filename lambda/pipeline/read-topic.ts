import { latestVersions, type Version } from "#core/development.ts";
import type { Instant } from "#core/instant.ts";
import type { Topic } from "#core/topic.ts";
import type { TopicLog, Topics } from "./ports/topics.ts";

export interface ReadTopicPorts {
  readonly topics: Topics;
  readonly topicLog: TopicLog;
}

/** A topic as its page shows it. */
export interface TopicView {
  readonly topic: Topic;
  /** The latest version of each development that stands, newest first, at most `developmentsShownMax`. */
  readonly developments: readonly Version[];
  /** When the newest version was recorded. */
  readonly updatedAt?: Instant;
}

/** Most developments on a topic's page: some 30 kB of HTML at the usual length. */
export const developmentsShownMax = 200;

/** What a topic's page shows, or undefined where there is no such topic. */
export async function readTopic(ports: ReadTopicPorts, slug: string): Promise<TopicView | undefined> {
  const topic = await ports.topics.get(slug);
  if (topic === undefined) return undefined;
  const versions = await ports.topicLog.read(topic.slug, 0);
  const developments = latestVersions(versions)
    .filter((version) => version.kind !== "withdrawn")
    .sort((a, b) => b.development - a.development)
    .slice(0, developmentsShownMax);
  const updatedAt = versions.at(-1)?.recordedAt;
  return updatedAt === undefined ? { topic, developments } : { topic, developments, updatedAt };
}
