import type { Closing, Topic, TopicChange } from "#core/topic.ts";
import type { Topics } from "#pipeline/ports/topics.ts";
import { type Item, jsonOf, numberOf, text, textOf, whole } from "./item.ts";
import { topicsPk } from "./keys.ts";
import { get, isAbsent, items, put, updated } from "./requests.ts";
import type { DynamoTable } from "./table.ts";

/**
 * The topics, in one partition: a newsroom has hundreds, not millions. An alias stands among them under its own slug,
 * so that one slug never names two.
 */
export function dynamoTopics(table: DynamoTable): Topics {
  const named = async (slug: string): Promise<Topic | undefined> => {
    const item = await get(table, { pk: topicsPk, sk: slug });
    if (item === undefined) return undefined;
    if (!isAlias(item)) return topicOf(item);
    const target = await get(table, { pk: topicsPk, sk: textOf(item, "alias") });
    return target === undefined ? undefined : topicOf(target);
  };

  return {
    get: named,
    async all() {
      return (await items(table, { pk: topicsPk })).filter((item) => !isAlias(item)).map(topicOf);
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
  };
}

function isAlias(item: Item): boolean {
  return item["alias"] !== undefined;
}

function writtenChange({ title, address, closed }: TopicChange) {
  const isClosing = closed !== undefined && closed !== "open";
  const set = {
    ...(title === undefined ? {} : { title: text(title) }),
    ...(address === undefined ? {} : { address: text(address) }),
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
    ...(item["closed"] === undefined
      ? {}
      : { closed: jsonOf<Closing>(item, "closed", ({ at }) => typeof at === "number") }),
  };
}
