import { alertingOf, isOverBudget, isPaused, isQuiet } from "#core/alerting.ts";
import { alertAudience, followersAudience } from "#core/audience.ts";
import type { Cadence } from "#core/cadence.ts";
import type { Importance } from "#core/development.ts";
import type { Instant } from "#core/instant.ts";
import { type SubscriberState, subscriptionTo } from "#core/subscriber.ts";
import type { Audiences } from "./ports/audiences.ts";
import type { Clock } from "./ports/clock.ts";
import type { Subscribers } from "./ports/subscribers.ts";

export interface CountAudiencePorts {
  readonly audiences: Pick<Audiences, "members">;
  readonly subscribers: Pick<Subscribers, "now">;
  readonly clock: Pick<Clock, "now">;
  /** Over how many shards audiences are spread. */
  readonly shards: number;
}

/** How many follow a topic. */
export interface AudienceCount {
  readonly byCadence: Readonly<Record<Cadence, number>>;
  /** Of the instant readers those who would be alerted now: the others' quiet hours, budget or wishes hold it back. */
  readonly atOnce: number;
  /** There are so many that only some were asked how often they want mail; the rest are taken to be like them. */
  readonly isEstimate: boolean;
  /** The time was up before the end: there are more. */
  readonly isCut: boolean;
}

/** Most subscribers whose state is read for one count: one read unit each, and a second or so in all. */
export const askedMax = 1_000;

/** States that are read at the same time. */
const lanes = 40;

/** Members asked for at once: some 15 read units of the index. */
const pageSize = 1_000;

/** How long members are counted before it is left at that, in milliseconds: some 200,000 on a quiet table. */
const countMaxMs = 5_000;

/**
 * Counts who follows a topic, by cadence.
 *
 * Up to `askedMax` followers are counted exactly, each by their own log. Of more, as many are asked, and the others are
 * taken to be like them: ids are random, so that the first ones of each shard stand for all.
 *
 * @param importance of what is to be published: *routine* is told to nobody at once
 */
export async function countAudience(
  ports: CountAudiencePorts,
  topic: string,
  importance: Importance = "notable",
): Promise<AudienceCount> {
  const now = ports.clock.now();
  const until = now + countMaxMs;
  const followers = await members(ports, followersAudience(topic), until);
  const asked = await askedStates(ports, followers.ids);
  const found = tally(asked, topic, importance, now);
  if (followers.count <= followers.ids.length) return { ...found, isEstimate: false, isCut: followers.isCut };
  const instant = await members(ports, alertAudience(topic), until);
  const share = followers.count / Math.max(1, followers.ids.length);
  const scaled = (count: number): number => Math.round(count * share);
  const { hourly, daily, weekly } = found.byCadence;
  const alertedShare = found.byCadence.instant === 0 ? 0 : found.atOnce / found.byCadence.instant;
  return {
    byCadence: { instant: instant.count, hourly: scaled(hourly), daily: scaled(daily), weekly: scaled(weekly) },
    atOnce: Math.round(instant.count * alertedShare),
    isEstimate: true,
    isCut: followers.isCut || instant.isCut,
  };
}

/** How many an audience names, and the first of them of each shard, at most `askedMax` together. */
async function members(
  { audiences, clock, shards }: CountAudiencePorts,
  audience: string,
  until: Instant,
): Promise<{ count: number; ids: readonly string[]; isCut: boolean }> {
  const counted = await Promise.all(
    Array.from({ length: shards }, async (_, shard) => {
      const first = await audiences.members(audience, shard, undefined, pageSize);
      let [count, page] = [first.length, first];
      while (page.length === pageSize) {
        if (clock.now() >= until) return { count, first, isCut: true };
        page = await audiences.members(audience, shard, page.at(-1), pageSize);
        count += page.length;
      }
      return { count, first, isCut: false };
    }),
  );
  const count = counted.reduce((sum, part) => sum + part.count, 0);
  const each = count <= askedMax ? askedMax : Math.floor(askedMax / shards);
  const ids = counted.flatMap(({ first }) => first.slice(0, each));
  return { count, ids, isCut: counted.some((part) => part.isCut) };
}

async function askedStates({ subscribers }: CountAudiencePorts, ids: readonly string[]): Promise<SubscriberState[]> {
  const states: SubscriberState[] = [];
  const waiting = ids.values();
  const lane = async (): Promise<void> => {
    for (const id of waiting) {
      const subscriber = await subscribers.now(id);
      if (subscriber !== undefined) states.push(subscriber.entry.state);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return states;
}

function tally(
  states: readonly SubscriberState[],
  topic: string,
  importance: Importance,
  now: Instant,
): Pick<AudienceCount, "byCadence" | "atOnce"> {
  const byCadence = { instant: 0, hourly: 0, daily: 0, weekly: 0 };
  let atOnce = 0;
  for (const state of states) {
    const cadence = state.suppressed === undefined ? subscriptionTo(state, topic)?.cadence : undefined;
    if (cadence === undefined) continue;
    byCadence[cadence] += 1;
    if (cadence === "instant" && comesAtOnce(state, importance, now)) atOnce += 1;
  }
  return { byCadence, atOnce };
}

/** Whether an alert of something new would be sent to this instant reader now: see `claimAlert`. */
function comesAtOnce(state: SubscriberState, importance: Importance, now: Instant): boolean {
  const { bigNewsOnly, breakingPasses } = alertingOf(state);
  if (importance === "routine" || (bigNewsOnly && importance !== "breaking")) return false;
  if (isPaused(state, now) || isOverBudget(state, now)) return false;
  return !isQuiet(state, now) || (breakingPasses && importance === "breaking");
}
