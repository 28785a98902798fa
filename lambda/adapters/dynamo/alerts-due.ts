import type { AlertsDue } from "#pipeline/ports/topics.ts";
import { numberOf, textOf, whole } from "./item.ts";
import { alertedKey, alertsPk } from "./keys.ts";
import { get, items, remove, update } from "./requests.ts";
import type { DynamoTable } from "./table.ts";

/** Which topics may have something to alert of: one small partition, empty most of the time. */
export function dynamoAlertsDue(table: DynamoTable): AlertsDue {
  return {
    async note(topic, at) {
      const key = { pk: alertsPk, sk: topic };
      const notedAt = whole(at);
      await update(
        table,
        key,
        { set: { notedAt } },
        { holds: "attribute_not_exists(#notedAt) OR #notedAt < :notedAt", values: { notedAt } },
      );
    },
    async all() {
      return (await items(table, { pk: alertsPk })).map((item) => textOf(item, "sk"));
    },
    async forget(topic, notedBefore) {
      const key = { pk: alertsPk, sk: topic };
      await remove(table, key, { holds: "#notedAt <= :before", values: { before: whole(notedBefore) } });
    },
    async alerted(topic) {
      const item = await get(table, alertedKey(topic));
      return item === undefined ? undefined : { upTo: numberOf(item, "upTo"), at: numberOf(item, "at") };
    },
    async setAlerted(topic, { upTo, at }) {
      await update(
        table,
        alertedKey(topic),
        { set: { upTo: whole(upTo), at: whole(at) } },
        { holds: "attribute_not_exists(#upTo) OR #upTo <= :upTo" },
      );
    },
  };
}
