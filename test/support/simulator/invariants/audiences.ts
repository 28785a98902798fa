import type { Outcome } from "#core/delivery.ts";
import type { SubscriberEntry, SubscriberState } from "#core/subscriber.ts";
import type { Evidence } from "./evidence.ts";

/** Everyone who belonged to a run's audience while it was planned stands in exactly one slice of it, with an outcome. */
export function nobodyLeftOut({ runs, witness, readers, outcomes, clockOffMs }: Evidence): string[] {
  const breaks: string[] = [];
  const places = new Map<string, Map<string, number>>();
  for (const [name, { key, members }] of witness.slices) {
    const counts = places.get(key.run) ?? new Map<string, number>();
    places.set(key.run, counts);
    for (const member of members) counts.set(member, (counts.get(member) ?? 0) + 1);
    const settled = outcomes.get(name) ?? new Map<number, Outcome>();
    if (settled.size < members.length) breaks.push(`${members.length - settled.size} of ${name} have no outcome`);
  }
  const audiences = new Map<SubscriberState, readonly string[]>();
  for (const { log } of readers) for (const { state } of log) audiences.set(state, audiencesOf(state));
  for (const run of runs) {
    const ends = Array.from({ length: run.shards }, (_, shard) => witness.plannedAt.get(`${run.id} ${shard}`));
    // A run that was missed for too long is closed unplanned, and what it had to say goes with the next.
    if (ends.every((end) => end === undefined)) continue;
    const plannedAt = Math.max(...ends.map((end) => end ?? Number.POSITIVE_INFINITY));
    for (const { id, address, log } of readers) {
      const count = places.get(run.id)?.get(id) ?? 0;
      if (count > 1) breaks.push(`${address} stands in ${count} slices of ${run.id}`);
      const during = { start: run.dueAt - lagMs - clockOffMs, end: plannedAt + clockOffMs };
      if (count === 0 && belongs(log, run.audience, during, audiences))
        breaks.push(`${address} was left out of ${run.id}`);
    }
  }
  return breaks;
}

/** An index may be a second behind. */
const lagMs = 1000;

/** Whether every state of a log in this time belongs to the audience. */
function belongs(
  log: readonly SubscriberEntry[],
  audience: string,
  { start, end }: { readonly start: number; readonly end: number },
  audiences: ReadonlyMap<SubscriberState, readonly string[]>,
): boolean {
  const since = log.findLastIndex(({ at }) => at < start);
  if (since === -1) return false;
  for (let index = since; index < log.length; index++) {
    const entry = log[index];
    if (entry === undefined || (index > since && entry.at > end)) break;
    if (audiences.get(entry.state)?.includes(audience) !== true) return false;
  }
  return true;
}

/** The names of the lists in which somebody belongs, as `docs/data-model.md` has them. */
function audiencesOf({ schedule, subscriptions, alerting }: SubscriberState): string[] {
  const { zone, hour, weekday } = schedule;
  const time = hour.replace(":", "");
  const catchUp = (alerting?.quiet?.to ?? "08:00").replace(":", "");
  return subscriptions.flatMap(({ topic, cadence }) => {
    const followers = `followers.${topic}`;
    if (cadence === "instant") return [followers, `alert.${topic}`, `due.instant.${catchUp}.${zone}`];
    if (cadence === "hourly") return [followers, "due.hourly"];
    return [followers, cadence === "weekly" ? `due.weekly.${weekday}.${time}.${zone}` : `due.daily.${time}.${zone}`];
  });
}
