import type { Version } from "#core/development.ts";
import type { Merging } from "#core/merge.ts";
import { mergedLogs } from "#pipeline/merged-logs.ts";
import type { TopicLog } from "#pipeline/ports/topics.ts";
import { type Item, jsonOf, malformed, text, textOf } from "./item.ts";
import { logSk, logStart, topicPk } from "./keys.ts";
import { isAbsent, items, put, wins } from "./requests.ts";
import type { DynamoTable } from "./table.ts";

/** Most characters of versions kept in memory, over all topics: some 32 MB. The topics read longest ago go first. */
const keptCharactersMax = 16_000_000;

/** The end of a topic's log as it was last read: everything above `after`. */
interface KeptTail {
  readonly after: number;
  readonly versions: readonly Version[];
  readonly characters: number;
}

/**
 * Each topic's log of versions.
 *
 * A version never changes, so what was read once is kept, and only what came since is asked for: a sender that looks
 * at a topic's tail again pays for one small question. Of a topic that goes on in another, both are asked.
 */
export function dynamoTopicLog(table: DynamoTable): TopicLog {
  const kept = new Map<string, KeptTail>();

  return mergedLogs({
    async end(topic) {
      const where = startsAsLog;
      const [newest] = await items(table, {
        pk: topicPk(topic),
        where,
        newestFirst: true,
        limit: 1,
        attributes: ["pk", "sk", "merged"],
      });
      if (newest === undefined) return { number: 0 };
      const merged = newest["merged"] === undefined ? {} : { merged: mergingOf(newest) };
      return { number: numberIn(newest), ...merged };
    },
    async read(topic, after) {
      const known = kept.get(topic);
      const base = known !== undefined && known.after <= after ? known : { after, versions: [], characters: 0 };
      const from = base.versions.at(-1)?.number ?? base.after;
      const fresh = await items(table, { pk: topicPk(topic), where: numberedAbove(from) });
      const read = {
        after: base.after,
        versions: fresh.length === 0 ? base.versions : [...base.versions, ...fresh.map(versionOf)],
        characters: fresh.reduce((sum, item) => sum + textOf(item, "version").length, base.characters),
      };
      keep(kept, topic, read);
      return read.versions.filter((version) => version.number > after);
    },
    async append(topic, version) {
      const key = { pk: topicPk(topic), sk: logSk(version.number) };
      const merged = version.merged === undefined ? {} : { merged: text(JSON.stringify(version.merged)) };
      const item = { version: text(JSON.stringify(version)), ...merged };
      return wins(table, key, (writer) => put(table, key, { ...item, ...writer }, isAbsent));
    },
  });
}

function mergingOf(item: Item): Merging {
  return jsonOf<Merging>(item, "merged", ({ into, at }) => typeof into === "string" && typeof at === "number");
}

const startsAsLog = { holds: "begins_with(#sk, :start)", values: { start: text(logStart) } };

function numberedAbove(number: number) {
  // The partition holds nothing above its log.
  return { holds: "#sk > :above", values: { above: text(logSk(number)) } };
}

function keep(kept: Map<string, KeptTail>, topic: string, read: KeptTail): void {
  kept.delete(topic);
  kept.set(topic, read);
  let characters = [...kept.values()].reduce((sum, tail) => sum + tail.characters, 0);
  for (const [oldest, tail] of kept) {
    if (characters <= keptCharactersMax) return;
    kept.delete(oldest);
    characters -= tail.characters;
  }
}

function versionOf(item: Item): Version {
  const version = jsonOf<Version>(
    item,
    "version",
    ({ number, development, kind, headline }) =>
      typeof number === "number" &&
      typeof development === "number" &&
      typeof kind === "string" &&
      typeof headline === "string",
  );
  return version.number === numberIn(item) ? version : malformed(item, "its own number");
}

function numberIn(item: Item): number {
  const number = Number(textOf(item, "sk").slice(logStart.length));
  return Number.isSafeInteger(number) ? number : malformed(item, "a number in its key");
}
