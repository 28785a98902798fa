import type { Version } from "#core/development.ts";
import type { Instant } from "#core/instant.ts";
import { asMerged, type Merges } from "#core/merge.ts";
import { changedTopic, type Topic } from "#core/topic.ts";
import { mergedLogs } from "#pipeline/merged-logs.ts";
import type { Alerted, AlertsDue, TopicLog, Topics } from "#pipeline/ports/topics.ts";

/** The topics, in memory. */
export function memoryTopics(): Topics {
  const topics = new Map<string, Topic>();
  const aliases = new Map<string, string>();
  let merges: Merges = {};
  const named = (slug: string): Topic | undefined => {
    const topic = topics.get(aliases.get(slug) ?? slug);
    const target = topic?.mergedInto === undefined ? undefined : named(topic.mergedInto);
    if (topic === undefined || target === undefined) return topic;
    return asMerged(topic, { ...target, slug: target.mergedInto ?? target.slug });
  };
  return {
    async get(slug) {
      return named(slug);
    },
    async all() {
      const shown = [...topics.values()].filter(({ mergedInto }) => mergedInto === undefined);
      return shown.sort((a, b) => (a.slug < b.slug ? -1 : 1));
    },
    async put(topic) {
      const standing = named(topic.slug);
      if (standing === undefined) topics.set(topic.slug, topic);
      return standing ?? topic;
    },
    async putAlias(alias, slug) {
      if (named(alias) === undefined) aliases.set(alias, slug);
      return named(alias);
    },
    async change(slug, change) {
      const topic = topics.get(slug);
      if (topic !== undefined) topics.set(slug, changedTopic(topic, change));
      return topics.get(slug);
    },
    async merges() {
      return merges;
    },
    async setMerges(next, standing) {
      if (JSON.stringify(merges) !== JSON.stringify(standing)) return false;
      merges = next;
      return true;
    },
  };
}

/** Each topic's log, in memory. */
export function memoryTopicLog(): TopicLog {
  const logs = new Map<string, Map<number, Version>>();
  const sorted = (topic: string) => [...(logs.get(topic)?.values() ?? [])].sort((a, b) => a.number - b.number);
  return mergedLogs({
    async end(topic) {
      const { number = 0, merged } = sorted(topic).at(-1) ?? {};
      return merged === undefined ? { number } : { number, merged };
    },
    async read(topic, after) {
      return sorted(topic).filter((version) => version.number > after);
    },
    async append(topic, version) {
      const log = logs.get(topic) ?? new Map<number, Version>();
      logs.set(topic, log);
      if (log.has(version.number)) return false;
      log.set(version.number, version);
      return true;
    },
  });
}

/** Which topics may have something to alert of, in memory. */
export function memoryAlertsDue(): AlertsDue {
  const notes = new Map<string, Instant>();
  const alerts = new Map<string, Alerted>();
  return {
    async note(topic, at) {
      notes.set(topic, Math.max(at, notes.get(topic) ?? at));
    },
    async all() {
      return [...notes.keys()].sort();
    },
    async forget(topic, notedBefore) {
      const notedAt = notes.get(topic);
      if (notedAt !== undefined && notedAt <= notedBefore) notes.delete(topic);
    },
    async alerted(topic) {
      return alerts.get(topic);
    },
    async setAlerted(topic, alerted) {
      const standing = alerts.get(topic);
      if (standing === undefined || standing.upTo <= alerted.upTo) alerts.set(topic, alerted);
    },
  };
}
