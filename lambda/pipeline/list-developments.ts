import { latestVersions, type Version } from "#core/development.ts";
import type { Instant } from "#core/instant.ts";
import type { TopicLog } from "./ports/topics.ts";

export interface ListDevelopmentsPorts {
  readonly topicLog: TopicLog;
}

/** Which developments are asked for: the newest `limit` of those with a number under `before`. */
export interface Stretch {
  readonly before?: number;
  readonly limit: number;
}

/** A development in its latest version, withdrawn or not. */
export interface ListedDevelopment {
  readonly latest: Version;
  /** How many versions it has. */
  readonly versions: number;
}

export interface DevelopmentList {
  /** Newest first. */
  readonly developments: readonly ListedDevelopment[];
  /** Whether there are older ones. */
  readonly hasMore: boolean;
  /** How many the topic has. */
  readonly total: number;
  /** When its newest version was recorded. */
  readonly updatedAt?: Instant;
}

/** The developments of a topic; none where there is no such topic. */
export async function listDevelopments(
  ports: ListDevelopmentsPorts,
  slug: string,
  { before = Number.POSITIVE_INFINITY, limit }: Stretch,
): Promise<DevelopmentList> {
  const versions = await ports.topicLog.read(slug, 0);
  const counts = new Map<number, number>();
  for (const { development } of versions) counts.set(development, (counts.get(development) ?? 0) + 1);
  const all = latestVersions(versions);
  const older = all.filter(({ development }) => development < before);
  const shown = older.slice(-limit).reverse();
  const developments = shown.map((latest) => ({ latest, versions: counts.get(latest.development) ?? 1 }));
  const updatedAt = versions.at(-1)?.recordedAt;
  const list = { developments, hasMore: older.length > limit, total: all.length };
  return updatedAt === undefined ? list : { ...list, updatedAt };
}

/** The versions of one development, oldest first; none where there is no such development. */
export async function readDevelopment(
  ports: ListDevelopmentsPorts,
  slug: string,
  development: number,
): Promise<readonly Version[]> {
  const versions = await ports.topicLog.read(slug, development - 1);
  return versions.filter((version) => version.development === development);
}

/** The number of the development that a source calls `key`, or undefined where it has told of none. */
export async function developmentWithKey(
  ports: ListDevelopmentsPorts,
  slug: string,
  key: string,
): Promise<number | undefined> {
  const versions = await ports.topicLog.read(slug, 0);
  return versions.findLast((version) => version.key === key)?.development;
}
