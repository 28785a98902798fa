import type { Push } from "#core/push.ts";
import type { Pushes } from "#pipeline/ports/hubs.ts";
import { jsonOf, text } from "./item.ts";
import { pushKey } from "./keys.ts";
import { get, put } from "./requests.ts";
import type { DynamoTable } from "./table.ts";

/** What was asked of hubs, one item a source, beside what is remembered of it. */
export function dynamoPushes(table: DynamoTable): Pushes {
  return {
    async get(source) {
      const item = await get(table, pushKey(source));
      if (item === undefined) return undefined;
      return jsonOf<Push>(item, "push", ({ hub, about, token, secret }) =>
        [hub, about, token, secret].every((field) => typeof field === "string"),
      );
    },
    async put(source, push) {
      await put(table, pushKey(source), { push: text(JSON.stringify(push)) });
    },
  };
}
