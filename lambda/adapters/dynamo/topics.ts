import type { Related } from "#core/related.ts";
import type { Topic } from "#core/topic.ts";
import type { Topics } from "#pipeline/ports/topics.ts";
import { type Item, jsonOf, numberOf, text, textOf, whole } from "./item.ts";
import { topicsPk } from "./keys.ts";
import { get, isAbsent, items, put, update } from "./requests.ts";
import type { DynamoTable } from "./table.ts";

/** The topics, in one partition: a newsroom has hundreds, not millions. */
export function dynamoTopics(table: DynamoTable): Topics {
  return {
    async get(slug) {
      const item = await get(table, { pk: topicsPk, sk: slug });
      return item === undefined ? undefined : topicOf(item);
    },
    async all() {
      return (await items(table, { pk: topicsPk })).map(topicOf);
    },
    async put(topic) {
      const item = { title: text(topic.title), createdAt: whole(topic.createdAt) };
      const key = { pk: topicsPk, sk: topic.slug };
      if (await put(table, key, item, isAbsent)) return topic;
      const standing = await get(table, key);
      return standing === undefined ? topic : topicOf(standing);
    },
    async setRelated(slug, related) {
      const isTopic = { holds: "attribute_exists(#title)" };
      await update(table, { pk: topicsPk, sk: slug }, { set: { related: text(JSON.stringify(related)) } }, isTopic);
    },
  };
}

function topicOf(item: Item): Topic {
  return {
    slug: textOf(item, "sk"),
    title: textOf(item, "title"),
    createdAt: numberOf(item, "createdAt"),
    ...(item["related"] === undefined ? {} : { related: jsonOf<readonly Related[]>(item, "related", Array.isArray) }),
  };
}
