import type { Instant } from "#core/instant.ts";
import { type EndHoldOutcome, type EndHoldPorts, endHold } from "./end-hold.ts";
import { type KeepAccountPorts, keepAccount } from "./keep-account.ts";
import { type RecoverOutcome, type RecoverPorts, recover } from "./recover.ts";
import { type ReleasePorts, type ReleaseRound, releaseAllDue } from "./release-held.ts";
import { readStanding, type Standing } from "./standing.ts";
import { type TickPorts, tick } from "./tick.ts";

export type WatchPorts = TickPorts & KeepAccountPorts & EndHoldPorts & RecoverPorts & ReleasePorts;

export interface WatchLimits {
  readonly shards: number;
  readonly graceMs: number;
  /** When to stop. */
  readonly until: Instant;
}

/** What one minute has brought. A part that failed is absent, and its failure listed. */
export interface WatchOutcome {
  readonly released: ReleaseRound["released"];
  readonly planned: readonly string[];
  readonly hold?: EndHoldOutcome;
  readonly recovery?: RecoverOutcome;
  readonly failures: readonly unknown[];
}

/** Minutes between two looks at what has stopped halfway. */
const recoverEveryMinutes = 5;

/**
 * Releases what was held until now and plans what fell due, each minute, and keeps the account; every few minutes, ends holds and takes up what has stopped
 * halfway.
 *
 * Each does its own, whatever befalls another: with SES out of reach, digests are planned and runs are recovered. How
 * things stand is read once for all of them, after what fell due was planned.
 *
 * @param at the event's own time
 */
export async function keepWatch(
  ports: WatchPorts,
  at: Instant,
  { shards, graceMs, until }: WatchLimits,
): Promise<WatchOutcome> {
  const failures: unknown[] = [];
  const attempt = async <Result>(work: () => Promise<Result>): Promise<Result | undefined> => {
    try {
      return await work();
    } catch (failure) {
      failures.push(failure);
      return undefined;
    }
  };
  // First, so that what is told from now on is planned now.
  const round = await attempt(() => releaseAllDue(ports));
  failures.push(...(round?.failures ?? []));
  const released = round?.released ?? [];
  const planned = (await attempt(() => tick(ports, at, shards))) ?? [];
  // Where it cannot be read, each step tries for itself.
  const standing = await readStanding(ports).catch(() => undefined);
  await attempt(() => keepAccount(ports, standing));
  if (Math.floor(at / 60_000) % recoverEveryMinutes !== 0) return { released, planned, failures };
  const hold = await attempt(() => endHold(ports, standing));
  const recovery = await attempt(() => recover(ports, { graceMs, until }, since(standing, hold)));
  return {
    released,
    planned,
    ...(hold === undefined ? {} : { hold }),
    ...(recovery === undefined ? {} : { recovery }),
    failures,
  };
}

/** How things stand after a look at the hold: what has ended is read anew. */
function since(standing: Standing | undefined, hold: EndHoldOutcome | undefined): Standing | undefined {
  return hold?.kind === "no-hold" || hold?.kind === "held" ? standing : undefined;
}
