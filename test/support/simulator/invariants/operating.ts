import { waitReason } from "#core/account.ts";
import type { Evidence } from "./evidence.ts";

/** What has passed the gate may still go this long after a run was stopped or the account braked, in milliseconds. */
const afterStopMs = 2000;

/** After a run was stopped nothing of it is submitted, until it is let go on. */
export function stopsHold({ stops, mails }: Evidence): string[] {
  return stops.flatMap(({ run, at, resumedAt }) =>
    mails
      .filter((mail) => mail.run === run && mail.askedAt > at + afterStopMs && mail.askedAt < resumedAt)
      .map(({ delivery, askedAt }) => `${delivery} was submitted ${askedAt - at} ms after its run was stopped`),
  );
}

/** After the brake was put nothing is submitted, until a person lets it go. */
export function brakesHold({ witness, mails }: Evidence): string[] {
  return witness.holds
    .filter(({ why }) => why === "brake")
    .flatMap(({ from, until }) =>
      mails
        .filter(({ askedAt }) => askedAt > from + afterStopMs && askedAt < until)
        .map(({ delivery, askedAt }) => `${delivery} was submitted ${askedAt - from} ms after the brake was put`),
    );
}

/** In the end nothing is stopped or held, and digests make room for no alert. */
export function nothingStaysHeld({ account, runs }: Evidence): string[] {
  const waiting = runs.flatMap(({ id }) => {
    const why = waitReason(account, id);
    return why === undefined ? [] : [`${id} waits in the end: ${why}`];
  });
  return [...waiting, ...[...account.openAlerts].map((id) => `digests make room for ${id} in the end`)];
}

/** A mail under way when its run's time is over may still go for as long, in milliseconds. */
const underWayMs = 60_000;

/** Nothing goes when its run's time is over, and nothing is called stale before. */
export function staleInTime({ runs, mails, witness, clockOffMs }: Evidence): string[] {
  const staleAt = new Map(runs.map((run) => [run.id, run.staleAt]));
  const late = mails.filter(({ run, askedAt }) => askedAt > (staleAt.get(run) ?? 0) + underWayMs + clockOffMs);
  const early = witness.stale.filter(({ run, at }) => at < (staleAt.get(run) ?? 0) - clockOffMs);
  return [
    ...late.map(({ run, to }) => `${run} mailed ${to} after its time was over`),
    ...early.map(({ run, at }) => `${run} was called stale at ${new Date(at).toISOString()}, before it was`),
  ];
}
