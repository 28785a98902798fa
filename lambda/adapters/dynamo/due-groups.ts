import type { DueGroups, GroupRecord } from "#pipeline/ports/audiences.ts";
import { type Item, jsonOf, numberOf, numbersOf, text, textOf, whole, wholes } from "./item.ts";
import { groupsPk } from "./keys.ts";
import { items, update } from "./requests.ts";
import type { DynamoTable } from "./table.ts";

/** The registry of due groups, in one partition. */
export function dynamoDueGroups(table: DynamoTable): DueGroups {
  return {
    async stir(name, topics, at) {
      const key = { pk: groupsPk, sk: name };
      const add = topics.length === 0 ? {} : { add: { topics: { SS: [...new Set(topics)] } } };
      const set = { stirredAt: whole(at) };
      const moved = await update(
        table,
        key,
        { set, ...add },
        { holds: "attribute_not_exists(#stirredAt) OR #stirredAt <= :stirredAt" },
      );
      if (!moved && topics.length > 0) await update(table, key, add);
    },
    async wake(name, at) {
      await update(table, { pk: groupsPk, sk: name }, { add: { wakes: wholes([at]) } }, isRegistered);
    },
    async all() {
      return (await items(table, { pk: groupsPk })).map(recordOf);
    },
    async setPlanned(name, { at, tails }, woken = []) {
      const set = { plannedAt: whole(at), tails: text(JSON.stringify(tails)) };
      const drop = woken.length === 0 ? {} : { drop: { wakes: wholes(woken) } };
      const newer = "(attribute_not_exists(#plannedAt) OR #plannedAt <= :plannedAt)";
      const holds = `${isRegistered.holds} AND ${newer}`;
      await update(table, { pk: groupsPk, sk: name }, { set, ...drop }, { holds });
    },
  };
}

const isRegistered = { holds: "attribute_exists(#pk)" };

function recordOf(item: Item): GroupRecord {
  const record: GroupRecord = {
    name: textOf(item, "sk"),
    topics: [...(item["topics"]?.SS ?? [])].sort(),
    stirredAt: numberOf(item, "stirredAt"),
    ...(item["wakes"] === undefined ? {} : { wakes: numbersOf(item, "wakes") }),
  };
  if (item["plannedAt"] === undefined) return record;
  const tails = jsonOf<Readonly<Record<string, number>>>(item, "tails", (value) =>
    Object.values(value).every((tail) => typeof tail === "number"),
  );
  return { ...record, planned: { at: numberOf(item, "plannedAt"), tails } };
}
