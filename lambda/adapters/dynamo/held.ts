import type { HeldDevelopment, HeldName } from "#core/held.ts";
import type { HeldDevelopments } from "#pipeline/ports/held.ts";
import { expiry, type Item, jsonOf, text, textOf } from "./item.ts";
import { heldKey, heldList, heldStart, placeAt, placesFrom, readPlace, releasesList, topicPk } from "./keys.ts";
import { type Condition, get, isAbsent, items, listed, listedTo, put, remove, wins } from "./requests.ts";
import { type DynamoTable, logsUntil } from "./table.ts";

/** Developments that wait: each beside its topic's log, and in one of two lists, by time. */
export function dynamoHeld(table: DynamoTable): HeldDevelopments {
  return {
    async get(name) {
      const item = await get(table, heldKey(name));
      return item === undefined ? undefined : heldOf(item);
    },
    async of(topic, limit) {
      const where = { holds: "begins_with(#sk, :start)", values: { start: text(heldStart) } };
      const held = (await items(table, { pk: topicPk(topic), where })).map(heldOf);
      return held.filter(({ state }) => state !== "discarded").slice(0, limit);
    },
    async all(limit) {
      const timed = await listed(table, releasesList, undefined, limit);
      const waiting = await listed(table, heldList, undefined, limit);
      return [...timed, ...waiting].map(nameOf);
    },
    async due(now, limit) {
      return (await listedTo(table, releasesList, placesFrom(now + 1), limit)).map(nameOf);
    },
    async put(held, standing) {
      const key = heldKey(held);
      const item = { held: text(JSON.stringify(held)), ...placed(table, held) };
      return wins(table, key, (writer) => put(table, key, { ...item, ...writer }, standsAs(standing)));
    },
    async remove(standing) {
      return remove(table, heldKey(standing), standsAs(standing));
    },
  };
}

/** Where it is found: what waits for a moment in one list, what waits for somebody in the other. */
function placed(table: DynamoTable, { topic, id, state, heldAt, releaseAt }: HeldDevelopment): Item {
  if (state === "discarded") return { expiresAt: expiry(logsUntil(table, table.now())) };
  const name = `${topic}#${id}`;
  if (releaseAt === undefined) return { list: text(heldList), place: text(placeAt(heldAt, name)) };
  return { list: text(releasesList), place: text(placeAt(releaseAt, name)) };
}

/** What stands there is what was read, to the letter: it is not changed in place, so that its text is its version. */
function standsAs(standing: HeldDevelopment | undefined): Condition {
  if (standing === undefined) return isAbsent;
  return { holds: "#held = :standing", values: { standing: text(JSON.stringify(standing)) } };
}

function nameOf(item: Item): HeldName {
  const [topic = "", id = ""] = readPlace(textOf(item, "place")).name.split("#");
  return { topic, id };
}

/** @throws {Fault} `dynamo.malformed` where it cannot be read: then it stays held */
function heldOf(item: Item): HeldDevelopment {
  return jsonOf<HeldDevelopment>(
    item,
    "held",
    ({ topic, id, reason, found, from, heldAt, state, releaseAt }) =>
      [topic, id, reason, from, state].every((field) => typeof field === "string") &&
      typeof found?.headline === "string" &&
      typeof heldAt === "number" &&
      (reason === "embargo" || reason === "hold" ? Number.isSafeInteger(releaseAt) : releaseAt === undefined),
  );
}
