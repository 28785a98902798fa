import type { ApiKey } from "#core/api-key.ts";
import type { ApiKeys } from "#pipeline/ports/keys.ts";
import { expiry, type Item, jsonOf, numberOf, text, whole } from "./item.ts";
import { apiKeyKey, apiKeysPk } from "./keys.ts";
import { get, isAbsent, items, put, update, wins } from "./requests.ts";
import { type DynamoTable, logsUntil } from "./table.ts";

/** The keys of the API, in one partition: a newsroom has tens of them. */
export function dynamoApiKeys(table: DynamoTable): ApiKeys {
  return {
    async put({ revokedAt: _, usedAt: __, ...key }) {
      const item = {
        key: text(JSON.stringify(key)),
        // Told as expired for as long as what was done with it can be looked up.
        ...(key.expiresAt === undefined ? {} : { expiresAt: expiry(logsUntil(table, key.expiresAt)) }),
      };
      const at = apiKeyKey(key.id);
      return wins(table, at, (writer) => put(table, at, { ...item, ...writer }, isAbsent));
    },
    async get(id) {
      const item = await get(table, apiKeyKey(id));
      return item === undefined ? undefined : keyOf(item);
    },
    async all() {
      const keys = (await items(table, { pk: apiKeysPk })).map(keyOf);
      return keys.sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
    },
    async revoke(id, at) {
      const set = { revokedAt: whole(at), expiresAt: expiry(logsUntil(table, at)) };
      await update(table, apiKeyKey(id), { set }, standsUnrevoked);
    },
    async noteUsed(id, at) {
      const isLater = "attribute_exists(#pk) AND (attribute_not_exists(#usedAt) OR #usedAt < :usedAt)";
      await update(table, apiKeyKey(id), { set: { usedAt: whole(at) } }, { holds: isLater });
    },
  };
}

const standsUnrevoked = { holds: "attribute_exists(#pk) AND attribute_not_exists(#revokedAt)" };

function keyOf(item: Item): ApiKey {
  const key = jsonOf<ApiKey>(
    item,
    "key",
    ({ id, name, can, createdAt }) =>
      typeof id === "string" && typeof name === "string" && Array.isArray(can) && typeof createdAt === "number",
  );
  return {
    ...key,
    ...(item["revokedAt"] === undefined ? {} : { revokedAt: numberOf(item, "revokedAt") }),
    ...(item["usedAt"] === undefined ? {} : { usedAt: numberOf(item, "usedAt") }),
  };
}
