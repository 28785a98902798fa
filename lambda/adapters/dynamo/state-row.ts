import type { AlertCount, Alerting } from "#core/alerting.ts";
import { type Cadence, cadences, parseCadence } from "#core/cadence.ts";
import type { Weekday } from "#core/schedule.ts";
import type { LeftTopic, SubscriberState, Subscription, SuppressionReason } from "#core/subscriber.ts";
import { numberText, parseNumberText } from "./number-list.ts";

type DateRow = readonly [cadence: string, date: string];
type LeftRow = readonly [topic: string, number: number, mailed?: string];
type AlertingRow = readonly [breakingPasses: number, perDay: number, bigNewsOnly: number, from?: string, to?: string];
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
  /** Empty where nothing suppresses them and other fields follow. */
  suppressed?: string,
  /** Empty lists and texts stand for what is absent. */
  alerting?: AlertingRow | readonly [],
  alertsOn?: readonly [date: string, count: number] | readonly [],
  pausedUntil?: string,
];

export function stateRow(state: SubscriberState): StateRow {
  const { zone, hour, weekday } = state.schedule;
  const dates = Object.entries(state.lastDates);
  const always = [state.locale, zone, hour, weekday, dates, state.subscriptions.map(subscriptionRow)] as const;
  const { alerting, alertsOn, pausedUntil, suppressed } = state;
  const rarely: readonly unknown[] = [
    state.left.map(leftRow),
    suppressed ?? "",
    alerting === undefined ? [] : alertingRow(alerting),
    alertsOn === undefined ? [] : [alertsOn.date, alertsOn.count],
    pausedUntil ?? "",
  ];
  // What ends the row and is empty is not written.
  const length = rarely.findLastIndex((value) => (value as string | readonly unknown[]).length > 0) + 1;
  return [...always, ...rarely.slice(0, length)] as unknown as StateRow;
}

/** The state that a row tells of, or undefined where it tells of none. */
export function stateOf(row: StateRow): SubscriberState | undefined {
  const [locale, zone, hour, weekday, dates, rows, leftRows = [], reason = "", ...rarely] = row;
  const texts = [locale, zone, hour].every((value) => typeof value === "string");
  if (!texts || !isWeekday(weekday) || ![dates, rows, leftRows].every(Array.isArray)) return undefined;
  const suppressed = reasons.find((one) => one === reason);
  const lastDates = lastDatesOf(dates);
  const left = leftRows.map(leftOf);
  const subscriptions = rows.map(subscriptionOf);
  const alerts = alertsOf(...rarely);
  if (lastDates === undefined || alerts === undefined) return undefined;
  if (suppressed === undefined && reason !== "") return undefined;
  if (!allDefined(subscriptions) || !allDefined(left)) return undefined;
  const state = { locale, schedule: { zone, hour, weekday }, subscriptions, left, lastDates, ...alerts };
  return suppressed === undefined ? state : { ...state, suppressed };
}

type Alerts = Pick<SubscriberState, "alerting" | "alertsOn" | "pausedUntil">;

function alertsOf(row: StateRow[8] = [], onRow: StateRow[9] = [], pausedUntil: StateRow[10] = ""): Alerts | undefined {
  if (!Array.isArray(row) || !Array.isArray(onRow) || typeof pausedUntil !== "string") return undefined;
  const alerting = row.length === 0 ? undefined : alertingOf(row as AlertingRow);
  const [date, count] = onRow as readonly [string?, number?];
  const isCount = typeof date === "string" && Number.isSafeInteger(count);
  if ((row.length > 0 && alerting === undefined) || (onRow.length > 0 && !isCount)) return undefined;
  return {
    ...(alerting === undefined ? {} : { alerting }),
    ...(isCount ? { alertsOn: { date, count: count as number } satisfies AlertCount } : {}),
    ...(pausedUntil === "" ? {} : { pausedUntil }),
  };
}

function alertingRow({ quiet, breakingPasses, perDay, bigNewsOnly }: Alerting): AlertingRow {
  const always = [breakingPasses ? 1 : 0, perDay, bigNewsOnly ? 1 : 0] as const;
  return quiet === undefined ? always : [...always, quiet.from, quiet.to];
}

function alertingOf([breakingPasses, perDay, bigNewsOnly, from, to]: AlertingRow): Alerting | undefined {
  if (![breakingPasses, perDay, bigNewsOnly].every(Number.isSafeInteger)) return undefined;
  if (typeof from !== typeof to || (from !== undefined && typeof from !== "string")) return undefined;
  return {
    breakingPasses: breakingPasses === 1,
    perDay,
    bigNewsOnly: bigNewsOnly === 1,
    ...(from === undefined || to === undefined ? {} : { quiet: { from, to } }),
  };
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

function leftRow({ topic, number, mailed }: LeftTopic): LeftRow {
  return mailed === undefined ? [topic, number] : [topic, number, numberText(mailed)];
}

function leftOf(row: LeftRow): LeftTopic | undefined {
  const [topic, number, text] = Array.isArray(row) ? (row as LeftRow) : [];
  const mailed = parseNumberText(typeof text === "string" ? text : "");
  if (typeof topic !== "string" || typeof number !== "number" || mailed === undefined) return undefined;
  return mailed.length === 0 ? { topic, number } : { topic, number, mailed };
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
