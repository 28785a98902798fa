import type { Run } from "#core/run.ts";
import type { PartProgress, RunLedger } from "#pipeline/ports/ledger.ts";
import { booksOf } from "./books-item.ts";
import { expiry, type Item, isOver, jsonOf, numberOf, text, textOf, whole } from "./item.ts";
import { closedRunsList, openRunsList, partKey, placeAt, placesEnd, placesFrom, readPlace, runKey } from "./keys.ts";
import { type Condition, get, isAbsent, listed, listedBackwards, put, update, wins } from "./requests.ts";
import { type DynamoTable, logsUntil } from "./table.ts";

/** How many runs are read at once. */
const runsAtOnce = 10;

/** The runs of the ledger, and how far their planning has come. */
export function dynamoRuns(table: DynamoTable): RunLedger {
  return {
    async putRun(run) {
      const item = {
        run: text(JSON.stringify(run)),
        list: text(openRunsList),
        place: text(run.id),
        expiresAt: expiry(logsUntil(table, run.dueAt)),
      };
      const key = runKey(run.id);
      return wins(table, key, (writer) => put(table, key, { ...item, ...writer }, isAbsent));
    },
    async run(id) {
      const item = await get(table, runKey(id));
      return item === undefined || isOver(item, table.now()) ? undefined : runOf(item);
    },
    async openRuns() {
      const ids = (await listed(table, openRunsList)).map((item) => textOf(item, "place"));
      // The index may still list what was closed a moment ago.
      return (await itemsOfRuns(table, ids)).filter((item) => item["closedAt"] === undefined).map(runOf);
    },
    async closeRun(id, books, at) {
      const set = {
        closedAt: whole(at),
        books: text(JSON.stringify(books)),
        list: text(closedRunsList),
        place: text(placeAt(at, id)),
      };
      const open = { holds: "attribute_exists(#pk) AND attribute_not_exists(#closedAt)" };
      await update(table, runKey(id), { set }, open);
    },
    async closedRuns(since, limit) {
      const stretch = { from: placesFrom(since), upTo: placesEnd, limit };
      const ids = (await listedBackwards(table, closedRunsList, stretch)).map(
        (item) => readPlace(textOf(item, "place")).name,
      );
      return (await itemsOfRuns(table, ids)).map((item) => ({
        run: runOf(item),
        books: booksOf(item),
        closedAt: numberOf(item, "closedAt"),
      }));
    },
    async books(run) {
      const item = await get(table, runKey(run), ["pk", "sk", "books"]);
      return item?.["books"] === undefined ? undefined : booksOf(item);
    },
    part: async (run, shard) => progressOf((await get(table, partKey(run, shard))) ?? {}),
    async setPart(run, shard, { cursor, done, touchedAt }) {
      const set: Item = {
        ...(cursor === undefined ? {} : { cursor: text(cursor) }),
        ...(touchedAt === undefined ? {} : { touchedAt: whole(touchedAt) }),
        done: { BOOL: done },
        expiresAt: expiry(logsUntil(table, table.now())),
      };
      await update(table, partKey(run, shard), { set }, goesOn(cursor, done));
    },
    async finishPart(run, shard, books) {
      const set = { books: text(JSON.stringify(books)) };
      const planned = {
        holds: "#done = :planned AND attribute_not_exists(#books)",
        values: { planned: { BOOL: true } },
      };
      await update(table, partKey(run, shard), { set }, planned);
    },
  };
}

function progressOf(item: Item): PartProgress {
  return {
    done: item["done"]?.BOOL === true,
    ...(item["cursor"] === undefined ? {} : { cursor: textOf(item, "cursor") }),
    ...(item["touchedAt"] === undefined ? {} : { touchedAt: numberOf(item, "touchedAt") }),
    ...(item["books"] === undefined ? {} : { books: booksOf(item) }),
  };
}

/** The items of these runs in their order, without those that are gone, or whose time is over. */
async function itemsOfRuns(table: DynamoTable, ids: readonly string[]): Promise<readonly Item[]> {
  const found: Item[] = [];
  for (let start = 0; start < ids.length; start += runsAtOnce) {
    const some = ids.slice(start, start + runsAtOnce);
    for (const item of await Promise.all(some.map((id) => get(table, runKey(id))))) {
      if (item !== undefined && !isOver(item, table.now())) found.push(item);
    }
  }
  return found;
}

function goesOn(cursor: string | undefined, done: boolean): Condition {
  const unfinished = "attribute_not_exists(#pk) OR #done = :open";
  const values = { open: { BOOL: false } };
  if (done) return { holds: unfinished, values };
  const behind = cursor === undefined ? "attribute_not_exists(#cursor)" : "#cursor <= :cursor";
  const ahead = cursor === undefined ? behind : `attribute_not_exists(#cursor) OR ${behind}`;
  return { holds: `(${unfinished}) AND (${ahead})`, values };
}

function runOf(item: Item): Run {
  return jsonOf<Run>(
    item,
    "run",
    ({ id, kind, audience, dueAt, staleAt, shards }) =>
      [id, kind, audience].every((value) => typeof value === "string") &&
      [dueAt, staleAt, shards].every((value) => typeof value === "number"),
  );
}
