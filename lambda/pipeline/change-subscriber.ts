import { audiencesOf, dueAudience, dueGroupsOf, topicsOf } from "#core/audience.ts";
import { groupName } from "#core/due.ts";
import type { Instant } from "#core/instant.ts";
import type { SubscriberEvent, SubscriberState } from "#core/subscriber.ts";
import { instantOf } from "#core/zone.ts";
import type { Audiences, DueGroups } from "./ports/audiences.ts";
import type { Clock } from "./ports/clock.ts";
import type { SubscriberNow, Subscribers } from "./ports/subscribers.ts";

export interface ChangePorts {
  readonly subscribers: Subscribers;
  readonly audiences: Audiences;
  readonly groups: DueGroups;
  readonly clock: Clock;
}

/** What happens to a subscriber, and what is so of them then. */
export interface Change {
  readonly event: SubscriberEvent;
  readonly state: SubscriberState;
}

/** Tries to append before we take it for a fault in our own rules: each loss means that somebody else got on. */
const triesMax = 20;

/**
 * Changes a subscriber by an entry in their log, and keeps the audiences that name them.
 *
 * The order is: groups and audiences of the new state, the entry, then the audiences that name them no more. Whoever
 * stops halfway leaves an audience that names too many, never one that names too few.
 *
 * @param decide what to write after the newest entry, whose number is one less; or anything else, which is given
 *   back with nothing written. It is asked again after each lost race.
 * @returns the subscriber after the change, what `decide` gave instead, or undefined where there is no such subscriber
 */
export async function changeSubscriber<No extends string>(
  ports: ChangePorts,
  id: string,
  decide: (now: SubscriberNow) => Promise<Change | No>,
): Promise<SubscriberNow | No | undefined> {
  for (let tries = 0; tries < triesMax; tries++) {
    const now = await ports.subscribers.now(id);
    if (now === undefined) return undefined;
    const change = await decide(now);
    if (typeof change === "string") return change;
    const number = now.entry.number + 1;
    const at = ports.clock.now();
    await nameIn(ports, id, change.state, number, at);
    const entry = { number, at, ...change };
    if (!(await ports.subscribers.append(id, entry))) continue;
    const kept = new Set(audiencesOf(change.state));
    const dropped = audiencesOf(now.entry.state).filter((audience) => !kept.has(audience));
    await Promise.all(dropped.map((audience) => ports.audiences.remove(audience, id, number)));
    return { ...now, entry };
  }
  throw new Error(`a change to a subscriber lost ${triesMax} races in a row`);
}

async function nameIn(
  ports: ChangePorts,
  id: string,
  state: SubscriberState,
  number: number,
  at: Instant,
): Promise<void> {
  // A group is registered before its first member, and stirred so that its next run is planned for this subscriber.
  for (const group of dueGroupsOf(state)) {
    await ports.groups.stir(groupName(group), topicsOf(state, group.cadence), at);
    if (state.pausedUntil !== undefined) {
      await ports.groups.wake(groupName(group), instantOf(state.schedule.zone, state.pausedUntil, "00:00"));
    }
    await ports.audiences.add(dueAudience(group), id, number);
  }
  const due = new Set(dueGroupsOf(state).map(dueAudience));
  const others = audiencesOf(state).filter((audience) => !due.has(audience));
  await Promise.all(others.map((audience) => ports.audiences.add(audience, id, number)));
}
