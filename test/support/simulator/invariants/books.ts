import type { Outcome } from "#core/delivery.ts";
import type { Evidence } from "./evidence.ts";

/** What a run is closed with is what stands in its slices, and what SES took. */
export function booksBalance({ witness, outcomes, mails, openRuns }: Evidence): string[] {
  const breaks = openRuns.map(({ id }) => `${id} is still open`);
  for (const { run, books } of witness.closings) {
    const slices = [...witness.slices].filter(([, { key }]) => key.run === run);
    const audience = slices.reduce((sum, [, { members }]) => sum + members.length, 0);
    const refused = Object.values(books.refused).reduce((sum, count) => sum + count, 0);
    const { submitted, uncertain, waiting } = books;
    const sum = submitted + refused + uncertain + waiting;
    if (books.audience !== sum) breaks.push(`${run} has an audience of ${books.audience} and sums of ${sum}`);
    if (books.audience !== audience) breaks.push(`${run} closed with ${books.audience} of its ${audience} members`);
    if (uncertain > 0 || waiting > 0) breaks.push(`${run} closed with ${uncertain} uncertain and ${waiting} waiting`);
    const standing = slices.flatMap(([name]) => [...(outcomes.get(name) ?? new Map<number, Outcome>()).values()]);
    const taken = standing.filter(({ state }) => state === "submitted").length;
    // An event that came after all can only make more of them submitted than there were.
    if (taken < submitted) breaks.push(`${run} closed with ${submitted} submitted where ${taken} stand`);
    const heard = new Set(mails.filter((mail) => mail.run === run && mail.isHeard).map(({ delivery }) => delivery));
    const all = new Set(mails.filter((mail) => mail.run === run).map(({ delivery }) => delivery));
    if (submitted < heard.size || submitted > all.size) {
      breaks.push(
        `${run} closed with ${submitted} submitted where SES took ${all.size}, ${heard.size} of them told of`,
      );
    }
  }
  return breaks;
}

/** Everyone who belonged to a run's audience while it was planned stands in exactly one slice of it. */
export function nobodyLeftOut({ runs, witness, readers, outcomes }: Evidence): string[] {
  const breaks: string[] = [];
  const slicesOf = new Map<string, string[]>();
  for (const [name, { key, members }] of witness.slices) {
    for (const member of members)
      slicesOf.set(`${key.run} ${member}`, [...(slicesOf.get(`${key.run} ${member}`) ?? []), name]);
    const settled = outcomes.get(name) ?? new Map<number, Outcome>();
    if (settled.size < members.length) breaks.push(`${members.length - settled.size} of ${name} have no outcome`);
  }
  for (const run of runs) {
    const ends = Array.from({ length: run.shards }, (_, shard) => witness.plannedAt.get(`${run.id} ${shard}`));
    // A run that was missed for too long is closed unplanned, and what it had to say goes with the next.
    if (ends.every((end) => end === undefined)) continue;
    const plannedAt = Math.max(...ends.map((end) => end ?? Number.POSITIVE_INFINITY));
    for (const { id, address, log } of readers) {
      const count = slicesOf.get(`${run.id} ${id}`)?.length ?? 0;
      if (count > 1) breaks.push(`${address} stands in ${count} slices of ${run.id}`);
      if (count === 0 && belongs(log, run, plannedAt)) breaks.push(`${address} was left out of ${run.id}`);
    }
  }
  return breaks;
}

/** An index may be a second behind. */
const lagMs = 1000;

function belongs(log: Evidence["readers"][number]["log"], run: Evidence["runs"][number], plannedAt: number): boolean {
  const since = log.findLastIndex(({ at }) => at < run.dueAt - lagMs);
  if (since === -1) return false;
  return log.slice(since).every(({ at, state }, index) => {
    if (index > 0 && at > plannedAt) return true;
    const { zone, hour, weekday } = state.schedule;
    return state.subscriptions.some(({ topic, cadence }) => {
      if (run.kind !== "digest") return run.kind === "alert" && topic === run.topic && cadence === "instant";
      if (cadence !== run.cadence) return false;
      const time = cadence === "instant" ? "0800" : hour.replace(":", "");
      const day = cadence === "weekly" ? `${weekday}.` : "";
      return run.audience === (cadence === "hourly" ? "due.hourly" : `due.${cadence}.${day}${time}.${zone}`);
    });
  });
}
