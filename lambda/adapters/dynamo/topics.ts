import { asMerged, type Merges, mergeDepthMax } from "#core/merge.ts";
import type { Closing, Topic, TopicChange } from "#core/topic.ts";
import type { Topics } from "#pipeline/ports/topics.ts";
import { type Item, jsonOf, numberOf, text, textOf, whole } from "./item.ts";
import { mergesKey, topicsPk } from "./keys.ts";
import { get, isAbsent, items, put, updated, wins } from "./requests.ts";
import type { DynamoTable } from "./table.ts";

/**
 * The topics, in one partition: a newsroom has hundreds, not millions. An alias stands among them under its own slug,
 * so that one slug never names two.
 */
export function dynamoTopics(table: DynamoTable): Topics {
  const itemOf = (slug: string) => get(table, { pk: topicsPk, sk: slug });
  const named = async (slug: string, depth = 0): Promise<Topic | undefined> => {
    const found = await itemOf(slug);
    const item = found !== undefined && isAlias(found) ? await itemOf(textOf(found, "alias")) : found;
    if (item === undefined) return undefined;
    const topic = topicOf(item);
    if (topic.mergedInto === undefined || depth >= mergeDepthMax) return topic;
    const target = await named(topic.mergedInto, depth + 1);
    return target === undefined ? topic : asMerged(topic, { ...target, slug: target.mergedInto ?? target.slug });
  };

  return {
    get: (slug) => named(slug),
    async all() {
      return (await items(table, { pk: topicsPk })).filter(isShown).map(topicOf);
    },
    async put(topic) {
      const item = { title: text(topic.title), createdAt: whole(topic.createdAt) };
      if (await put(table, { pk: topicsPk, sk: topic.slug }, item, isAbsent)) return topic;
      return (await named(topic.slug)) ?? topic;
    },
    async putAlias(alias, slug) {
      await put(table, { pk: topicsPk, sk: alias }, { alias: text(slug) }, isAbsent);
      return named(alias);
    },
    async change(slug, change) {
      const isTopic = { holds: "attribute_exists(#title)" };
      const item = await updated(table, { pk: topicsPk, sk: slug }, writtenChange(change), isTopic, "ALL_NEW");
      return item === undefined ? undefined : topicOf(item);
    },
    async merges() {
      const item = await get(table, mergesKey);
      return item === undefined ? {} : jsonOf<Merges>(item, "merges", () => true);
    },
    async setMerges(merges, standing) {
      const isStanding = { holds: "#merges = :standing", values: { standing: text(JSON.stringify(standing)) } };
      const condition = Object.keys(standing).length === 0 ? isAbsent : isStanding;
      const item = { merges: text(JSON.stringify(merges)) };
      return wins(table, mergesKey, (writer) => put(table, mergesKey, { ...item, ...writer }, condition));
    },
  };
}

/** Neither an alias nor a topic that goes on in another. */
function isShown(item: Item): boolean {
  return !isAlias(item) && item["mergedInto"] === undefined;
}

function isAlias(item: Item): boolean {
  return item["alias"] !== undefined;
}

function writtenChange({ title, address, closed, mergedInto }: TopicChange) {
  const isClosing = closed !== undefined && closed !== "open";
  const set = {
    ...(title === undefined ? {} : { title: text(title) }),
    ...(address === undefined ? {} : { address: text(address) }),
    ...(mergedInto === undefined ? {} : { mergedInto: text(mergedInto) }),
    ...(isClosing ? { closed: text(JSON.stringify(closed)) } : {}),
  };
  return { set, ...(closed === "open" ? { remove: ["closed"] } : {}) };
}

function topicOf(item: Item): Topic {
  return {
    slug: textOf(item, "sk"),
    title: textOf(item, "title"),
    createdAt: numberOf(item, "createdAt"),
    ...(item["address"] === undefined ? {} : { address: textOf(item, "address") }),
    ...(item["mergedInto"] === undefined ? {} : { mergedInto: textOf(item, "mergedInto") }),
    ...(item["closed"] === undefined
      ? {}
      : { closed: jsonOf<Closing>(item, "closed", ({ at }) => typeof at === "number") }),
  };
}
