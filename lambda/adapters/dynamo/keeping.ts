import type { ConsentEvent } from "#core/consent.ts";
import { newState } from "#core/subscriber.ts";
import type { ConsentRecord, Departure, Keeping, TidyRound } from "#pipeline/ports/keeping.ts";
import { entryOf } from "./entry-item.ts";
import { type EventRow, eventOf, eventRow } from "./event-row.ts";
import { expiry, type Item, isOver, jsonOf, malformed, text, textOf } from "./item.ts";
import {
  addressKey,
  consentKey,
  consentPk,
  departuresList,
  type Key,
  logSk,
  logStart,
  membershipStart,
  readPlace,
  selfKey,
  subscriberPk,
  tidyRoundKey,
} from "./keys.ts";
import { get, items, listed, put, remove, update } from "./requests.ts";
import type { DynamoTable } from "./table.ts";

/** Items deleted at once: a function's share of a processor is busy with these. */
const deletedAtOnce = 25;

/** The side of the table that forgets. */
export function dynamoKeeping(table: DynamoTable): Keeping {
  return {
    async departures(before, limit) {
      const found = (await listed(table, departuresList, undefined, limit)).map(departureAt);
      return found.filter(({ at }) => at < before);
    },
    async strike({ subscriber, number }) {
      await update(table, entryKey(subscriber, number), { remove: ["list", "place"] }, isThere);
    },
    async keepConsent({ id, address }, events, keepUntil) {
      const rows = events.map(({ at, event }) => [at, eventRow(event, noState)]);
      const item = { events: text(JSON.stringify(rows)), expiresAt: expiry(keepUntil) };
      await put(table, consentKey(table.hash(address), id), item);
    },
    async consents(address) {
      const found = await items(table, { pk: consentPk(table.hash(address)) });
      return found.filter((item) => !isOver(item, table.now())).map(consentOf);
    },
    async forgetAddress({ id, address }) {
      const theirs = { holds: "#address = :address", values: { address: text(address) } };
      await remove(table, selfKey(id), theirs);
    },
    async forgetPointer({ id, address }) {
      const theirs = { holds: "#id = :id", values: { id: text(id) } };
      await remove(table, addressKey(table.hash(address)), theirs);
    },
    erase: (departure) => erase(table, departure),
    async entries(subscriber, after, limit) {
      // What stands behind the log in the partition is no entry.
      const where = {
        holds: "#sk BETWEEN :from AND :to",
        values: { from: text(logSk(after + 1)), to: text(`${logStart}~`) },
      };
      return (await items(table, { pk: subscriberPk(subscriber), where, limit })).map(entryOf);
    },
    drop: (subscriber, numbers) =>
      deleteAll(
        table,
        numbers.map((number) => entryKey(subscriber, number)),
      ),
    async round() {
      const item = await get(table, tidyRoundKey);
      if (item === undefined) return undefined;
      return jsonOf<TidyRound>(
        item,
        "round",
        ({ begunAt, isDone }) => typeof begunAt === "number" && typeof isDone === "boolean",
      );
    },
    async saveRound(round) {
      await put(table, tidyRoundKey, { round: text(JSON.stringify(round)) });
    },
  };
}

async function erase(table: DynamoTable, { subscriber, number }: Departure): Promise<void> {
  const pk = subscriberPk(subscriber);
  const attributes = ["pk", "sk"];
  const joined = { holds: "begins_with(#sk, :start)", values: { start: text(membershipStart) } };
  const written = {
    holds: "#sk BETWEEN :from AND :to",
    values: { from: text(logStart), to: text(logSk(number + 1)) },
  };
  const memberships = await items(table, { pk, where: joined, attributes });
  const entries = await items(table, { pk, where: written, attributes });
  const keys = [...memberships, ...entries].map((item) => ({ pk, sk: textOf(item, "sk") }));
  // The departure goes last: while it stands, whoever stopped halfway is followed by another.
  const departure = entryKey(subscriber, number);
  const others = keys.filter(({ sk }) => sk !== departure.sk);
  await deleteAll(table, others);
  await deleteAll(table, [departure]);
}

const isThere = { holds: "attribute_exists(#pk)" };

/** None of the events of consent mentions a topic by its place in a state. */
const noState = newState("", { zone: "UTC", hour: "00:00", weekday: 1 });

function entryKey(subscriber: string, number: number): Key {
  return { pk: subscriberPk(subscriber), sk: logSk(number) };
}

function departureAt(item: Item): Departure {
  const { at, name } = readPlace(textOf(item, "place"));
  const [subscriber = "", number = ""] = name.split("#");
  return { subscriber, number: Number(number), at };
}

function consentOf(item: Item): ConsentRecord {
  const rows = jsonOf<readonly (readonly [number, EventRow])[]>(item, "events", Array.isArray);
  const events = rows.map(([at, row]): ConsentEvent => {
    const event = eventOf(row, noState);
    return event === undefined ? malformed(item, "events that can be read") : { at, event };
  });
  return { subscriber: textOf(item, "sk"), events };
}

async function deleteAll(table: DynamoTable, keys: readonly Key[]): Promise<void> {
  for (let start = 0; start < keys.length; start += deletedAtOnce) {
    const some = keys.slice(start, start + deletedAtOnce);
    await Promise.all(some.map((key) => remove(table, key, isThere)));
  }
}
