import { type Cadence, cadences, parseCadence } from "#core/cadence.ts";
import type { Weekday } from "#core/schedule.ts";
import type { LeftTopic, SubscriberState, Subscription, SuppressionReason } from "#core/subscriber.ts";
import { numberText, parseNumberText } from "./number-list.ts";

type DateRow = readonly [cadence: string, date: string];
type LeftRow = readonly [topic: string, number: number];
type SubscriptionRow = readonly [
  topic: string,
  cadenceLetter: string,
  signUp: number,
  start: number,
  mark: number,
  brought?: string,
  owed?: string,
];

/** A subscriber's state as a row of JSON, fields by their place. A new field goes to the end and may be absent. */
export type StateRow = readonly [
  locale: string,
  zone: string,
  hour: string,
  weekday: number,
  lastDates: readonly DateRow[],
  subscriptions: readonly SubscriptionRow[],
  left?: readonly LeftRow[],
  suppressed?: string,
];

export function stateRow(state: SubscriberState): StateRow {
  const { zone, hour, weekday } = state.schedule;
  const dates = Object.entries(state.lastDates);
  const always = [state.locale, zone, hour, weekday, dates, state.subscriptions.map(subscriptionRow)] as const;
  const left = state.left.map(({ topic, number }): LeftRow => [topic, number]);
  if (state.suppressed !== undefined) return [...always, left, state.suppressed];
  return left.length === 0 ? always : [...always, left];
}

/** The state that a row tells of, or undefined where it tells of none. */
export function stateOf(row: StateRow): SubscriberState | undefined {
  const [locale, zone, hour, weekday, dates, rows, leftRows = [], reason] = row;
  const texts = [locale, zone, hour].every((value) => typeof value === "string");
  if (!texts || !isWeekday(weekday) || ![dates, rows, leftRows].every(Array.isArray)) return undefined;
  const suppressed = reasons.find((one) => one === reason);
  const lastDates = lastDatesOf(dates);
  const left = leftRows.map(leftOf);
  const subscriptions = rows.map(subscriptionOf);
  if (lastDates === undefined || (suppressed === undefined && reason !== undefined)) return undefined;
  if (!allDefined(subscriptions) || !allDefined(left)) return undefined;
  const state = { locale, schedule: { zone, hour, weekday }, subscriptions, left, lastDates };
  return suppressed === undefined ? state : { ...state, suppressed };
}

const reasons: readonly SuppressionReason[] = ["bounce", "complaint", "erasure"];

function subscriptionRow({ topic, cadence, signUp, start, mark, brought, owed }: Subscription): SubscriptionRow {
  const always = [topic, cadence.slice(0, 1), signUp, start, mark] as const;
  if (owed.length > 0) return [...always, numberText(brought), numberText(owed)];
  return brought.length > 0 ? [...always, numberText(brought)] : always;
}

function subscriptionOf(row: SubscriptionRow): Subscription | undefined {
  if (!Array.isArray(row) || typeof row[1] !== "string") return undefined;
  const [topic, letter, signUp, start, mark, broughtText = "", owedText = ""] = row as SubscriptionRow;
  const cadence = cadences.find((one) => one.startsWith(letter) && letter.length === 1);
  const brought = parseNumberText(broughtText);
  const owed = parseNumberText(owedText);
  const numbers = [signUp, start, mark].every(Number.isSafeInteger);
  if (typeof topic !== "string" || cadence === undefined || !numbers) return undefined;
  return brought === undefined || owed === undefined
    ? undefined
    : { topic, cadence, signUp, start, mark, brought, owed };
}

function leftOf(row: LeftRow): LeftTopic | undefined {
  const [topic, number] = Array.isArray(row) ? (row as LeftRow) : [];
  return typeof topic === "string" && typeof number === "number" ? { topic, number } : undefined;
}

function lastDatesOf(rows: readonly DateRow[]): SubscriberState["lastDates"] | undefined {
  const dates: Partial<Record<Cadence, string>> = {};
  for (const row of rows) {
    const [name, date] = Array.isArray(row) ? (row as DateRow) : [];
    const cadence = parseCadence(name ?? "");
    if (cadence === undefined || typeof date !== "string") return undefined;
    dates[cadence] = date;
  }
  return dates;
}

function isWeekday(value: number): value is Weekday {
  return Number.isInteger(value) && value >= 1 && value <= 7;
}

function allDefined<T>(values: readonly (T | undefined)[]): values is readonly T[] {
  return values.every((value) => value !== undefined);
}
