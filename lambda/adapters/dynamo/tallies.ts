import type { Tallies } from "#pipeline/ports/tallies.ts";
import { expiry, numberOf, whole } from "./item.ts";
import { tallyKey } from "./keys.ts";
import { remove, updated } from "./requests.ts";
import { type DynamoTable, logsUntil } from "./table.ts";

/** The tallies of days: one item a day. */
export function dynamoTallies(table: DynamoTable): Tallies {
  return {
    async add(day, { sent, bounced, complained }) {
      const change = {
        add: { sent: whole(sent), bounced: whole(bounced), complained: whole(complained) },
        set: { expiresAt: expiry(logsUntil(table, table.now())) },
      };
      const item = (await updated(table, tallyKey(day), change, undefined, "UPDATED_NEW")) ?? {};
      return {
        sent: numberOf(item, "sent"),
        bounced: numberOf(item, "bounced"),
        complained: numberOf(item, "complained"),
      };
    },
    async clear(day) {
      await remove(table, tallyKey(day), { holds: "attribute_exists(#pk)" });
    },
  };
}
