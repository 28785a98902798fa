import type { Version } from "#core/development.ts";
import type { Instant } from "#core/instant.ts";
import type { Topic } from "#core/topic.ts";
import type { Alerted, AlertsDue, TopicLog, Topics } from "#pipeline/ports/topics.ts";

/** The topics, in memory. */
export function memoryTopics(): Topics {
  const topics = new Map<string, Topic>();
  return {
    async get(slug) {
      return topics.get(slug);
    },
    async all() {
      return [...topics.values()].sort((a, b) => (a.slug < b.slug ? -1 : 1));
    },
    async put(topic) {
      const standing = topics.get(topic.slug) ?? topic;
      topics.set(topic.slug, standing);
      return standing;
    },
    async setRelated(slug, related) {
      const standing = topics.get(slug);
      if (standing !== undefined) topics.set(slug, { ...standing, related });
    },
  };
}

/** Each topic's log, in memory. */
export function memoryTopicLog(): TopicLog {
  const logs = new Map<string, Map<number, Version>>();
  const sorted = (topic: string) => [...(logs.get(topic)?.values() ?? [])].sort((a, b) => a.number - b.number);
  return {
    async tail(topic) {
      return sorted(topic).at(-1)?.number ?? 0;
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
  };
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
