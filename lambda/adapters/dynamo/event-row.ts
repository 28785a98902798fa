import { parseCadence } from "#core/cadence.ts";
import type { RefusalReason } from "#core/delivery.ts";
import type { MailedNumbers, SubscriberEvent, SubscriberState } from "#core/subscriber.ts";
import { numberText, parseNumberText } from "./number-list.ts";

/** A topic: its place among the state's subscriptions, or its slug where it is not followed. */
type TopicMention = number | string;
type NumbersRow = readonly (readonly [topic: TopicMention, numbers: string])[];

/** What happened, as a row of JSON: the kind, and what belongs to it by its place. */
export type EventRow =
  | readonly ["signed-up", topic: string, cadence: string, zone: string, locale: string]
  | readonly ["confirmed", topic: string, signUp: number]
  | readonly ["changed"]
  | readonly ["forgotten"]
  | readonly ["mailed", run: string, attempt: number, numbers: NumbersRow]
  | readonly ["owed", run: string, attempt: number, numbers: NumbersRow, reason: RefusalReason]
  | readonly ["left", topics: readonly string[]]
  | readonly ["bounced", day: string]
  | readonly ["suppressed", reason: string]
  | readonly ["lifted", reason: string];

/** @param state the state after the event: topics that it follows are told by their place in it */
export function eventRow(event: SubscriberEvent, state: SubscriberState): EventRow {
  switch (event.kind) {
    case "signed-up": {
      const { topic, cadence, zone, locale } = event.request;
      return ["signed-up", topic, cadence, zone, locale];
    }
    case "confirmed":
      return ["confirmed", event.topic, event.signUp];
    case "changed":
    case "forgotten":
      return [event.kind];
    case "mailed":
      return ["mailed", event.run, event.attempt, numbersRow(event.numbers, state)];
    case "owed":
      return ["owed", event.run, event.attempt, numbersRow(event.numbers, state), event.reason];
    case "left":
      return ["left", event.topics];
    case "bounced":
      return ["bounced", event.day];
    case "suppressed":
    case "lifted":
      return [event.kind, event.reason];
  }
}

/** The event that a row tells of, or undefined where it tells of none. */
export function eventOf(row: EventRow, state: SubscriberState): SubscriberEvent | undefined {
  switch (row[0]) {
    case "signed-up": {
      const [kind, topic, cadenceName, zone, locale] = row;
      const cadence = parseCadence(cadenceName);
      const texts = [topic, zone, locale].every((value) => typeof value === "string");
      return texts && cadence !== undefined ? { kind, request: { topic, cadence, zone, locale } } : undefined;
    }
    case "confirmed": {
      const [kind, topic, signUp] = row;
      return typeof topic === "string" && Number.isSafeInteger(signUp) ? { kind, topic, signUp } : undefined;
    }
    case "changed":
    case "forgotten":
      return { kind: row[0] };
    case "mailed":
    case "owed": {
      const [kind, run, attempt, rows, reason] = row;
      const numbers = numbersOf(rows, state);
      if (typeof run !== "string" || !Number.isSafeInteger(attempt) || numbers === undefined) return undefined;
      if (kind === "mailed") return { kind, run, attempt, numbers };
      return typeof reason === "string" ? { kind, run, attempt, reason, numbers } : undefined;
    }
    case "left":
      return Array.isArray(row[1]) ? { kind: "left", topics: row[1] } : undefined;
    case "bounced":
      return typeof row[1] === "string" ? { kind: "bounced", day: row[1] } : undefined;
    case "suppressed":
    case "lifted": {
      const [kind, reason] = row;
      const isOne = reason === "bounce" || reason === "complaint" || reason === "erasure";
      return isOne ? { kind, reason } : undefined;
    }
    default:
      return undefined;
  }
}

function numbersRow(numbers: MailedNumbers, state: SubscriberState): NumbersRow {
  const places = new Map(state.subscriptions.map(({ topic }, place) => [topic, place]));
  return Object.entries(numbers).map(([topic, list]) => [places.get(topic) ?? topic, numberText(list)] as const);
}

function numbersOf(rows: NumbersRow, state: SubscriberState): MailedNumbers | undefined {
  if (!Array.isArray(rows)) return undefined;
  const numbers: Record<string, readonly number[]> = {};
  for (const [mention, list] of rows as NumbersRow) {
    const topic = typeof mention === "number" ? state.subscriptions[mention]?.topic : mention;
    const read = parseNumberText(list);
    if (topic === undefined || read === undefined) return undefined;
    numbers[topic] = read;
  }
  return numbers;
}
