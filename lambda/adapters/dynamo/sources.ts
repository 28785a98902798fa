import type { Source, Watching } from "#core/source.ts";
import type { Sources, WatchedSource } from "#pipeline/ports/sources.ts";
import { type Item, jsonOf, numberOf, text, textOf, whole } from "./item.ts";
import { pushKey, rememberedKey, sourceKey, sourcesPk } from "./keys.ts";
import { get, isAbsent, items, put, remove, update, wins } from "./requests.ts";
import type { DynamoTable } from "./table.ts";

/**
 * The sources, in one partition: a newsroom has hundreds, and thousands are read in a few pages.
 *
 * An item stays under 1 kB with ordinary addresses, so a poll that finds nothing new is one read and one write. It
 * stands in no index: its time changes with each poll, and the index would be two writes more.
 */
export function dynamoSources(table: DynamoTable): Sources {
  return {
    async add(watched) {
      const key = sourceKey(watched.source.id);
      if (await wins(table, key, (writer) => put(table, key, { ...itemOf(watched), ...writer }, isAbsent))) {
        return watched;
      }
      const standing = await get(table, key);
      return standing === undefined ? watched : watchedOf(standing);
    },
    async get(id) {
      const item = await get(table, sourceKey(id));
      return item === undefined ? undefined : watchedOf(item);
    },
    async all() {
      return (await items(table, { pk: sourcesPk })).map(watchedOf);
    },
    async save(watched, dueAt) {
      const key = sourceKey(watched.source.id);
      const planned = { holds: "#dueAt = :plannedAt", values: { plannedAt: whole(dueAt) } };
      return update(table, key, { set: itemOf(watched) }, planned);
    },
    async remove(id) {
      const isThere = { holds: "attribute_exists(#pk)" };
      const wasThere = await remove(table, sourceKey(id), isThere);
      await remove(table, rememberedKey(id), isThere);
      await remove(table, pushKey(id), isThere);
      return wasThere;
    },
    async remembered(id) {
      const item = await get(table, rememberedKey(id));
      return item === undefined ? undefined : new Set(textOf(item, "names").split(" ").filter(Boolean));
    },
    async remember(id, names) {
      await put(table, rememberedKey(id), { names: text(names.join(" ")) });
    },
  };
}

function itemOf({ source, watching, dueAt }: WatchedSource): Item {
  return {
    source: text(JSON.stringify(source)),
    watching: text(JSON.stringify(watching)),
    dueAt: whole(dueAt),
  };
}

function watchedOf(item: Item): WatchedSource {
  const source = jsonOf<Source>(item, "source", ({ id, topic, url }) => isText(id) && isText(topic) && isText(url));
  const watching = jsonOf<Watching>(item, "watching", ({ newsAt, failures }) => isNumber(newsAt) && isNumber(failures));
  return { source, watching, dueAt: numberOf(item, "dueAt") };
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

function isNumber(value: unknown): boolean {
  return Number.isSafeInteger(value);
}
