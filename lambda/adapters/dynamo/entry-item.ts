import type { SubscriberEntry, SubscriberEvent, SubscriberState } from "#core/subscriber.ts";
import { type EventRow, eventOf, eventRow } from "./event-row.ts";
import { type Item, jsonOf, malformed, numberOf, text, textOf, whole } from "./item.ts";
import { logStart } from "./keys.ts";
import { type StateRow, stateOf, stateRow } from "./state-row.ts";

/**
 * A subscriber's log entry as the attributes of an item.
 *
 * It is written with every mail and holds the whole state, so it must cost one write unit, which is 1 kB: state and
 * event are short rows of JSON, and lists of numbers are written by their ends.
 */
export function entryItem(entry: SubscriberEntry): Item {
  return {
    at: whole(entry.at),
    event: text(JSON.stringify(eventRow(entry.event, entry.state))),
    state: text(JSON.stringify(stateRow(entry.state))),
  };
}

/** @throws {Fault} `dynamo.malformed` where the item is no entry of a log */
export function entryOf(item: Item): SubscriberEntry {
  const number = Number(textOf(item, "sk").slice(logStart.length));
  if (!Number.isSafeInteger(number)) malformed(item, "a number in its key");
  const state = decoded(item, "state", () => stateOf(jsonOf<StateRow>(item, "state", Array.isArray)));
  const event = decoded(item, "event", () => eventOf(jsonOf<EventRow>(item, "event", Array.isArray), state));
  return { number, at: numberOf(item, "at"), event, state };
}

function decoded<T extends SubscriberEvent | SubscriberState>(item: Item, name: string, read: () => T | undefined): T {
  return read() ?? malformed(item, `a readable ${name}`);
}
