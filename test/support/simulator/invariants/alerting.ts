import type { SubscriberEntry, SubscriberState } from "#core/subscriber.ts";
import type { Evidence, Reader } from "./evidence.ts";

/** Nobody gets more alerts on a date than they want, one in their quiet hours, or anything while they have paused. */
export function readersHavePeace({ readers, topics, runs }: Evidence): string[] {
  const dueAt = new Map(runs.map((run) => [run.id, run.kind === "digest" ? run.dueAt : undefined]));
  return readers.flatMap((reader) => ofReader(reader, topics, dueAt));
}

function ofReader(
  { address, log }: Reader,
  topics: Evidence["topics"],
  dueAt: ReadonlyMap<string, number | undefined>,
): string[] {
  const breaks: string[] = [];
  const alertsOn = new Map<string, Set<string>>();
  for (const [index, { event, at }] of log.entries()) {
    const state = log[index - 1]?.state;
    if (event.kind !== "mailed" || state === undefined) continue;
    const { date, time } = faceOf(state.schedule.zone, at);
    const digestDate = faceOf(state.schedule.zone, dueAt.get(event.run) ?? at).date;
    // A second attempt was allowed when the first was made.
    if (event.attempt === 1 && (state.pausedUntil ?? "") > digestDate) {
      breaks.push(`${event.run} was claimed for ${address}, who has paused until ${state.pausedUntil}`);
    }
    if (!event.run.startsWith("alert.")) continue;
    const onDate = (alertsOn.get(date) ?? new Set<string>()).add(event.run);
    alertsOn.set(date, onDate);
    if (event.attempt === 1 && onDate.size > (state.alerting?.perDay ?? Number.POSITIVE_INFINITY)) {
      breaks.push(`${event.run} is the alert number ${onDate.size} of ${address} on ${date}`);
    }
    const bringsBigNews = isBreaking(event.numbers, topics);
    if (isQuietAt(state, time) && !(state.alerting?.breakingPasses === true && bringsBigNews)) {
      breaks.push(`${event.run} was claimed for ${address} at ${time}, in their quiet hours`);
    }
    if (state.alerting?.bigNewsOnly === true && !bringsBigNews) {
      breaks.push(`${event.run} was claimed for ${address}, who wants big news only`);
    }
  }
  return breaks;
}

function isQuietAt({ alerting }: SubscriberState, time: string): boolean {
  const quiet = alerting?.quiet;
  if (quiet === undefined) return false;
  const isAfter = time >= quiet.from;
  const isBefore = time < quiet.to;
  return quiet.from < quiet.to ? isAfter && isBefore : isAfter || isBefore;
}

type Numbers = Extract<SubscriberEntry["event"], { kind: "mailed" }>["numbers"];

function isBreaking(numbers: Numbers, topics: Evidence["topics"]): boolean {
  return Object.entries(numbers).some(([topic, own]) =>
    own.some((number) => topics.get(topic)?.[number - 1]?.importance === "breaking"),
  );
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** What Intl shows on a clock of the zone: not our own arithmetic, which is what is looked at here. */
function faceOf(zone: string, at: number): { readonly date: string; readonly time: string } {
  const format =
    formats.get(zone) ?? new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
  formats.set(zone, format);
  const [date = "", time = ""] = format.format(at).split(" ");
  return { date, time };
}
