import { shardOf } from "#core/audience.ts";
import type { Audiences } from "#pipeline/ports/audiences.ts";
import { text, textOf, whole } from "./item.ts";
import { audienceList, membershipKey } from "./keys.ts";
import { listed, put, remove } from "./requests.ts";
import type { DynamoTable } from "./table.ts";

/**
 * Named lists of subscribers.
 *
 * A membership stands in the subscriber's own partition, and in the index under its audience and shard.
 *
 * @param shards over how many the audiences are spread, so that no partition of the index is hot: always the number
 *   that they were written with, or members would be missed
 */
export function dynamoAudiences(table: DynamoTable, shards: number): Audiences {
  return {
    async add(audience, subscriber, number) {
      const item = {
        number: whole(number),
        list: text(audienceList(audience, shardOf(subscriber, shards))),
        place: text(subscriber),
      };
      await put(table, membershipKey(subscriber, audience), item, {
        holds: "attribute_not_exists(#pk) OR #number < :number",
        values: { number: whole(number) },
      });
    },
    async remove(audience, subscriber, number) {
      await remove(table, membershipKey(subscriber, audience), {
        holds: "#number <= :number",
        values: { number: whole(number) },
      });
    },
    async members(audience, shard, after, limit) {
      const keys = await listed(table, audienceList(audience, shard), after, limit);
      return keys.map((item) => textOf(item, "place"));
    },
  };
}
