import type { SuppressionReason } from "#core/subscriber.ts";
import type { Suppressions } from "#pipeline/ports/subscribers.ts";
import { malformed, text, textOf, whole } from "./item.ts";
import { suppressionKey } from "./keys.ts";
import { get, put } from "./requests.ts";
import type { DynamoTable } from "./table.ts";

/** Later ones outweigh earlier ones: only support lifts a complaint, their own new sign-up lifts an erasure. */
const weights: readonly SuppressionReason[] = ["erasure", "bounce", "complaint"];

/** The addresses that must not be mailed, by their keyed hash alone. They never expire. */
export function dynamoSuppressions(table: DynamoTable): Suppressions {
  return {
    async reason(address) {
      const item = await get(table, suppressionKey(table.hash(address)));
      if (item === undefined) return undefined;
      const reason = textOf(item, "reason");
      return weights.find((one) => one === reason) ?? malformed(item, "a reason that is one");
    },
    async put(address, reason, at) {
      const lighter = weights.slice(0, weights.indexOf(reason));
      const outweighed = lighter.map((_, place) => `#reason = :lighter${place}`);
      await put(
        table,
        suppressionKey(table.hash(address)),
        { reason: text(reason), at: whole(at) },
        {
          holds: ["attribute_not_exists(#pk)", ...outweighed].join(" OR "),
          values: Object.fromEntries(lighter.map((one, place) => [`lighter${place}`, text(one)])),
        },
      );
    },
  };
}
