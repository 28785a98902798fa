import { Fault } from "#core/fault.ts";
import type { Instant } from "#core/instant.ts";
import type { SubscriberEntry } from "#core/subscriber.ts";
import type { Subscriber, Subscribers } from "#pipeline/ports/subscribers.ts";
import { entryItem, entryOf } from "./entry-item.ts";
import { expiry, type Item, isOver, malformed, numberOf, text, textOf } from "./item.ts";
import { addressKey, departuresList, logSk, logStart, placeAt, selfKey, selfSk, subscriberPk } from "./keys.ts";
import { type Condition, get, isAbsent, items, put, update, wins } from "./requests.ts";
import type { DynamoTable } from "./table.ts";

/** Most tries to find or take an address while others do the same. */
const takeTriesMax = 5;

/**
 * The subscribers, each a partition of their own: memberships, log, and last the subscriber.
 *
 * An address leads to its subscriber by a pointer under its hash. The pointer is written first, and counts only while
 * that subscriber has that address.
 */
export function dynamoSubscribers(table: DynamoTable): Subscribers {
  return {
    async byAddress(address) {
      const pointer = await get(table, addressKey(table.hash(address)));
      if (pointer === undefined || isOver(pointer, table.now())) return undefined;
      const subscriber = await self(table, textOf(pointer, "id"));
      return subscriber?.address === address ? subscriber : undefined;
    },
    create: (subscriber, keepUntil) => create(table, subscriber, keepUntil),
    async keep(subscriber) {
      const id = text(subscriber.id);
      const theirs = { holds: "attribute_not_exists(#pk) OR #id = :id" };
      const key = addressKey(table.hash(subscriber.address));
      if (!(await update(table, key, { set: { id }, remove: ["expiresAt"] }, theirs))) return false;
      const unmoved = { holds: "attribute_not_exists(#pk) OR #address = :address" };
      const address = { values: { address: text(subscriber.address) } };
      return put(table, selfKey(subscriber.id), selfItem(subscriber), { ...unmoved, ...address });
    },
    async now(id) {
      const [own, newest] = await items(table, {
        pk: subscriberPk(id),
        where: { holds: "#sk BETWEEN :from AND :to", values: { from: text(logStart), to: text(selfSk) } },
        newestFirst: true,
        limit: 2,
      });
      if (own === undefined || newest === undefined || textOf(own, "sk") !== selfSk) return undefined;
      return isOver(own, table.now()) ? undefined : { ...subscriberOf(own), entry: entryOf(newest) };
    },
    get: (id) => self(table, id),
    async entry(id, number) {
      const item = await get(table, { pk: subscriberPk(id), sk: logSk(number) });
      return item === undefined ? undefined : entryOf(item);
    },
    async newest(id, limit) {
      const where = { holds: "begins_with(#sk, :start)", values: { start: text(logStart) } };
      return (await items(table, { pk: subscriberPk(id), where, newestFirst: true, limit })).map(entryOf);
    },
    async append(id, entry, keepUntil) {
      const key = { pk: subscriberPk(id), sk: logSk(entry.number) };
      const item = {
        ...entryItem(entry),
        ...(keepUntil === undefined ? departure(id, entry) : { expiresAt: expiry(keepUntil) }),
      };
      return wins(table, key, (writer) => put(table, key, { ...item, ...writer }, isAbsent));
    },
  };
}

/**
 * The place in the list of departures of an entry after which its subscriber follows nothing.
 *
 * It is written with the entry, so that no departure is missed; whoever reads the list looks whether it still stands.
 */
function departure(id: string, { number, at, event, state }: SubscriberEntry): Item {
  if (state.subscriptions.length > 0 || event.kind === "forgotten") return {};
  return { list: text(departuresList), place: text(placeAt(at, `${id}#${number}`)) };
}

async function create(table: DynamoTable, subscriber: Subscriber, keepUntil: Instant): Promise<Subscriber> {
  for (let tries = 0; tries < takeTriesMax; tries++) {
    const id = await holder(table, subscriber, keepUntil);
    if (id !== undefined) return stand(table, { ...subscriber, id }, keepUntil);
  }
  throw new Fault("dynamo.unavailable", `An address was not taken in ${takeTriesMax} tries against others`);
}

/** The id to which the address leads now; the subscriber's own if it was free. Undefined where another was faster. */
async function holder(table: DynamoTable, subscriber: Subscriber, keepUntil: Instant): Promise<string | undefined> {
  const key = addressKey(table.hash(subscriber.address));
  const pointer = await get(table, key);
  const free = pointer === undefined ? isAbsent : await freed(table, pointer, subscriber.address);
  if (pointer !== undefined && free === undefined) {
    const id = textOf(pointer, "id");
    const shorter = { holds: "#id = :id AND #expiresAt < :expiresAt", values: { id: text(id) } };
    if (pointer["expiresAt"] !== undefined) {
      await update(table, key, { set: { expiresAt: expiry(keepUntil) } }, shorter);
    }
    return id;
  }
  const item = { id: text(subscriber.id), expiresAt: expiry(keepUntil) };
  return (await put(table, key, item, free)) ? subscriber.id : undefined;
}

/** What must still be so of a pointer that does not count any more, or undefined where it counts. */
async function freed(table: DynamoTable, pointer: Item, address: string): Promise<Condition | undefined> {
  if (isOver(pointer, table.now())) {
    const values = { now: { N: String(Math.floor(table.now() / 1000)) } };
    return { holds: "attribute_not_exists(#pk) OR #expiresAt <= :now", values };
  }
  const id = textOf(pointer, "id");
  const standing = await get(table, selfKey(id));
  if (standing === undefined || subscriberOf(standing).address === address) return undefined;
  return { holds: "#id = :id", values: { id: text(id) } };
}

/** Puts the subscriber where they are missing, keeps them longer where they are pending, and gives who stands there. */
async function stand(table: DynamoTable, subscriber: Subscriber, keepUntil: Instant): Promise<Subscriber> {
  const key = selfKey(subscriber.id);
  const item = await get(table, key);
  const expiresAt = expiry(keepUntil);
  if (item === undefined) {
    if (await put(table, key, { ...selfItem(subscriber), expiresAt }, isAbsent)) return subscriber;
  } else if (item["expiresAt"] !== undefined) {
    await update(table, key, { set: { expiresAt } }, { holds: "#expiresAt < :expiresAt" });
  }
  const standing = item ?? (await get(table, key));
  return standing === undefined ? subscriber : subscriberOf(standing);
}

async function self(table: DynamoTable, id: string): Promise<Subscriber | undefined> {
  const item = await get(table, selfKey(id));
  return item === undefined || isOver(item, table.now()) ? undefined : subscriberOf(item);
}

function selfItem(subscriber: Subscriber): Item {
  return { address: text(subscriber.address), createdAt: { N: String(subscriber.createdAt) } };
}

function subscriberOf(item: Item): Subscriber {
  const pk = textOf(item, "pk");
  const start = subscriberPk("");
  if (!pk.startsWith(start)) malformed(item, "a subscriber's key");
  return { id: pk.slice(start.length), address: textOf(item, "address"), createdAt: numberOf(item, "createdAt") };
}
