import type { Version } from "#core/development.ts";
import { type Merging, mergeDepthMax, renumbered } from "#core/merge.ts";
import type { TopicLog } from "./ports/topics.ts";

/** The logs as they are kept, each topic's by itself. */
export interface OwnLogs {
  /** The highest number, 0 where nothing was published, and where the log goes on if it has ended. Consistent. */
  end(topic: string): Promise<LogEnd>;
  read(topic: string, after: number): Promise<readonly Version[]>;
  append(topic: string, version: Version): Promise<boolean>;
}

export interface LogEnd {
  readonly number: number;
  readonly merged?: Merging;
}

/**
 * The logs as everybody reads them: one that has ended goes on with what came in the other topic since, under numbers
 * of its own.
 *
 * So whoever follows the topic that was merged keeps their mark, and nobody's log is written for it.
 */
export function mergedLogs(own: OwnLogs): TopicLog {
  /** Ends never change once they are there. */
  const ends = new Map<string, Required<LogEnd>>();
  const known = (topic: string, number: number, merged: Merging | undefined) => {
    if (merged !== undefined) ends.set(topic, { number, merged });
    return ends.get(topic);
  };

  const tail = async (topic: string, depth: number): Promise<number> => {
    const found = ends.get(topic) ?? (await own.end(topic));
    const end = known(topic, found.number, found.merged);
    if (end === undefined) return found.number;
    return end.number + ((await tail(end.merged.into, deeper(topic, depth))) - end.merged.at);
  };

  const endAfter = async (topic: string, after: number, versions: readonly Version[]) => {
    const last = versions.at(-1);
    // A log that is asked for what comes beyond its end gives nothing by itself.
    const isSilent = last === undefined && after > 0 && !ends.has(topic);
    const { number, merged } = isSilent ? await own.end(topic) : { number: last?.number ?? 0, merged: last?.merged };
    return known(topic, number, merged);
  };

  const read = async (topic: string, after: number, depth: number): Promise<readonly Version[]> => {
    const versions = await own.read(topic, after);
    const end = await endAfter(topic, after, versions);
    if (end === undefined) return versions;
    const { into, at } = end.merged;
    const since = await read(into, at + Math.max(0, after - end.number), deeper(topic, depth));
    return [...versions, ...since.map((version) => renumbered(version, end.number, at))];
  };

  return {
    tail: (topic) => tail(topic, 0),
    read: (topic, after) => read(topic, after, 0),
    append: async (topic, version) => {
      const end = ends.get(topic);
      if (end !== undefined && version.number > end.number) throw new Error(`the log of ${topic} has ended`);
      return own.append(topic, version);
    },
  };
}

function deeper(topic: string, depth: number): number {
  if (depth >= mergeDepthMax) throw new Error(`the log of ${topic} goes on in more than ${mergeDepthMax} others`);
  return depth + 1;
}
