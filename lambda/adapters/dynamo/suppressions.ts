import type { SuppressionReason } from "#core/subscriber.ts";
import type { Suppressions } from "#pipeline/ports/subscribers.ts";
import { type Item, malformed, text, textOf, whole } from "./item.ts";
import { placeAt, placesFrom, readPlace, suppressedStart, suppressionKey, suppressionsList } from "./keys.ts";
import { get, listedBackwards, put, remove } from "./requests.ts";
import type { DynamoTable } from "./table.ts";

/** Later ones outweigh earlier ones: only support lifts a complaint, their own new sign-up lifts an erasure. */
const weights: readonly SuppressionReason[] = ["erasure", "bounce", "complaint"];

/** The addresses that must not be mailed, by their keyed hash alone. They never expire. */
export function dynamoSuppressions(table: DynamoTable): Suppressions {
  return {
    async reason(address) {
      const item = await get(table, suppressionKey(table.hash(address)));
      if (item === undefined) return undefined;
      return reasonOf(item, textOf(item, "reason"));
    },
    async put(address, reason, at) {
      const lighter = weights.slice(0, weights.indexOf(reason));
      const outweighed = lighter.map((_, place) => `#reason = :lighter${place}`);
      await put(
        table,
        suppressionKey(table.hash(address)),
        { reason: text(reason), at: whole(at), list: text(suppressionsList), place: text(placeAt(at, reason)) },
        {
          holds: ["attribute_not_exists(#pk)", ...outweighed].join(" OR "),
          values: Object.fromEntries(lighter.map((one, place) => [`lighter${place}`, text(one)])),
        },
      );
    },
    async lift(address, reason) {
      const standing = { holds: "#reason = :reason", values: { reason: text(reason) } };
      return remove(table, suppressionKey(table.hash(address)), standing);
    },
    async newest(before, limit) {
      const stretch = { from: placesFrom(0), upTo: placesFrom(before), limit };
      return (await listedBackwards(table, suppressionsList, stretch)).map((item) => {
        const { at, name } = readPlace(textOf(item, "place"));
        return { hash: textOf(item, "pk").slice(suppressedStart.length), reason: reasonOf(item, name), at };
      });
    },
  };
}

function reasonOf(item: Item, name: string): SuppressionReason {
  return weights.find((one) => one === name) ?? malformed(item, "a reason that is one");
}
