import type { Ticks } from "#pipeline/ports/ticks.ts";
import { numberOf, whole } from "./item.ts";
import { ticksKey } from "./keys.ts";
import { get, put } from "./requests.ts";
import type { DynamoTable } from "./table.ts";

/** The saved tick: one item. */
export function dynamoTicks(table: DynamoTable): Ticks {
  return {
    async saved() {
      const item = await get(table, ticksKey);
      return item === undefined ? undefined : numberOf(item, "at");
    },
    async save(at) {
      const later = { holds: "attribute_not_exists(#at) OR #at < :at", values: { at: whole(at) } };
      await put(table, ticksKey, { at: whole(at) }, later);
    },
  };
}
