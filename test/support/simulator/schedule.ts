// The schedule: where nothing can be due it does not come, for a tick makes up for those before it.

import { type DueGroup, dueTimes, parseGroupName } from "#core/due.ts";
import type { Instant } from "#core/instant.ts";
import type { Span } from "#core/span.ts";
import type { World } from "./world.ts";

const minuteMs = 60 * 1000;
const hourMs = 60 * minuteMs;

/**
 * How often it comes while anything is open, in milliseconds: as often as recovery looks, for so long after anybody did
 * something or a group was due, and then less often.
 */
const openMs = 5 * minuteMs;
const freshMs = 30 * minuteMs;
const stillOpenMs = 30 * minuteMs;

/** When it is looked at what came of it, in milliseconds. */
const lookAfterMs = 20_000;

/**
 * Has the schedule come whenever a group is due, a minute after anybody did something, and every five minutes while
 * anything is open. Hourly groups are due only when somebody did something since the last hour.
 *
 * @param upTo when the scenario ends
 */
export function schedule(world: World, upTo: Instant): void {
  const { timeline, stores } = world;
  const span = { start: timeline.now(), end: upTo };
  let nextAt = Number.POSITIVE_INFINITY;
  let isStirred = false;
  let freshUntil = timeline.now() + freshMs;

  const wake = (at: Instant): void => {
    if (at >= nextAt) return;
    nextAt = at;
    timeline.at(at, () => {
      if (nextAt !== at) return;
      nextAt = Number.POSITIVE_INFINITY;
      world.minute(at).catch(world.onFailure);
      timeline.after(lookAfterMs, () => void look(at));
    });
  };
  const look = async (at: Instant): Promise<void> => {
    const groups = await stores.dueGroups.all();
    const dueAt = Math.min(...groups.map(({ name }) => nextDue(name, at, span)));
    wake(Math.min(dueAt, isStirred ? nextMultiple(at, hourMs) : dueAt));
    if (at % hourMs === 0) isStirred = false;
    if (await isAnythingOpen(world, at)) wake(nextMultiple(at, at < freshUntil ? openMs : stillOpenMs));
    if (nextAt === dueAt) freshUntil = dueAt + freshMs;
  };
  world.onStir((isDeed) => {
    isStirred ||= isDeed;
    if (isDeed) freshUntil = timeline.now() + freshMs;
    if (timeline.now() < freshUntil) wake(nextMultiple(timeline.now(), isDeed ? minuteMs : openMs));
  });
  wake(timeline.now());
}

async function isAnythingOpen({ timeline, stores, waiting }: World, at: Instant): Promise<boolean> {
  if (waiting() > 0 || ((await stores.ticks.saved()) ?? 0) < at) return true;
  const [runs, alerts] = await Promise.all([stores.ledger.openRuns(), stores.alertsDue.all()]);
  return runs.length > 0 || alerts.length > 0 || (await stores.notices.waiting(timeline.now(), 1)).length > 0;
}

/** By group's name, all moments within a span: they are the same in every run. */
const moments = new Map<string, readonly Instant[]>();

function nextDue(name: string, after: Instant, span: Span): Instant {
  const known = `${name} ${span.start}`;
  const all = moments.get(known) ?? momentsOf(parseGroupName(name), span);
  moments.set(known, all);
  return all.find((at) => at > after) ?? Number.POSITIVE_INFINITY;
}

function momentsOf(group: DueGroup | undefined, span: Span): readonly Instant[] {
  return group === undefined || group.cadence === "hourly" ? [] : dueTimes(group, span).map(({ at }) => at);
}

function nextMultiple(at: Instant, stepMs: number): Instant {
  return (Math.floor(at / stepMs) + 1) * stepMs;
}
