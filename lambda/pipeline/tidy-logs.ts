import { dueAudience } from "#core/audience.ts";
import { type LogKeeping, outdatedEntries } from "#core/consent.ts";
import { parseGroupName } from "#core/due.ts";
import type { Instant } from "#core/instant.ts";
import type { SubscriberEntry } from "#core/subscriber.ts";
import type { Audiences, DueGroups } from "./ports/audiences.ts";
import type { Clock } from "./ports/clock.ts";
import type { Keeping, TidyRound } from "./ports/keeping.ts";

export interface TidyPorts {
  readonly audiences: Audiences;
  readonly groups: DueGroups;
  readonly keeping: Keeping;
  readonly clock: Clock;
}

/** Time between the beginnings of two rounds, in milliseconds: what is outdated goes at most this much later. */
export const roundEveryMs = 7 * 24 * 60 * 60 * 1000;

/** Members that are read at once; how far the round has come is saved after each such page. */
const membersAtOnce = 50;

/** Entries read at once: a week's of a daily reader, and what shows consent. */
const entriesAtOnce = 25;

/** Most entries of one log that one visit looks at. */
const entriesMax = 1000;

/**
 * Walks through the logs of all who follow something, and drops the entries that nothing needs any more. Gives how many.
 *
 * Whoever follows something stands in a due group, so the walk goes from group to group and shard to shard. A round begins
 * once a week, and goes on where the last call stopped.
 *
 * @param until when to stop
 */
export async function tidyLogs(ports: TidyPorts, shards: number, keeping: LogKeeping, until: Instant): Promise<number> {
  let round = await currentRound(ports);
  if (round.isDone) return 0;
  const groups = (await ports.groups.all()).map(({ name }) => name).sort();
  let dropped = 0;
  while (!round.isDone) {
    if (ports.clock.now() >= until) return dropped;
    const place = placeOf(round, groups, shards);
    if (place === undefined) {
      round = { begunAt: round.begunAt, isDone: true };
    } else {
      const members = await membersAt(ports, place);
      for (const member of members) dropped += await tidyLog(ports, member, keeping);
      round = { ...round, at: nextPlace(place, members) };
    }
    await ports.keeping.saveRound(round);
  }
  return dropped;
}

async function currentRound({ keeping, clock }: TidyPorts): Promise<TidyRound> {
  const round = await keeping.round();
  const isDue = round === undefined || (round.isDone && clock.now() - round.begunAt >= roundEveryMs);
  return isDue ? { begunAt: clock.now(), isDone: false } : round;
}

async function membersAt({ audiences }: TidyPorts, { group, shard, after }: Place): Promise<readonly string[]> {
  const parsed = parseGroupName(group);
  return parsed === undefined ? [] : audiences.members(dueAudience(parsed), shard, after, membersAtOnce);
}

type Place = NonNullable<TidyRound["at"]>;

/** Where the round goes on; undefined behind the last group. Groups that come meanwhile have a round of their own. */
function placeOf({ at }: TidyRound, groups: readonly string[], shards: number): Place | undefined {
  if (at !== undefined && at.shard < shards) return at;
  const group = groups.find((name) => at === undefined || name > at.group);
  return group === undefined ? undefined : { group, shard: 0 };
}

/** Behind these members, or behind the shard if they were its last. */
function nextPlace({ group, shard }: Place, members: readonly string[]): Place {
  const last = members.at(-1);
  const isFull = last !== undefined && members.length === membersAtOnce;
  return isFull ? { group, shard, after: last } : { group, shard: shard + 1 };
}

async function tidyLog({ keeping, clock }: TidyPorts, member: string, kept: LogKeeping): Promise<number> {
  const now = clock.now();
  const entries: SubscriberEntry[] = [];
  while (entries.length < entriesMax) {
    const page = await keeping.entries(member, entries.at(-1)?.number ?? 0, entriesAtOnce);
    entries.push(...page);
    // Whatever follows an entry of after then is not outdated.
    const isThrough = page.length < entriesAtOnce || page.some(({ at }) => at > now - kept.supersededMs);
    if (isThrough) break;
  }
  const outdated = outdatedEntries(entries, now, kept);
  if (outdated.length > 0) await keeping.drop(member, outdated);
  return outdated.length;
}
