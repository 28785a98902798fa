import { dueAudience } from "#core/audience.ts";
import { emptyBooks } from "#core/books.ts";
import { type Due, type DueGroup, dueTimes, parseGroupName, runId } from "#core/due.ts";
import type { Instant } from "#core/instant.ts";
import { type DigestRun, digestStaleAfterMs } from "#core/run.ts";
import { holdsQuarterHour, type Span } from "#core/span.ts";
import { type PlanAlertPorts, planAlert } from "./plan-alert.ts";
import { askForParts } from "./plan-run.ts";
import type { DueGroups, GroupRecord } from "./ports/audiences.ts";
import type { Ticks } from "./ports/ticks.ts";
import type { TopicLog } from "./ports/topics.ts";

export interface TickPorts extends PlanAlertPorts {
  readonly ticks: Ticks;
  readonly groups: DueGroups;
}

/** How far back a tick plans what was missed, in milliseconds. */
const missedMaxMs = 7 * 24 * 60 * 60 * 1000;

/** How long a topic must have rested before its note is acted upon, in milliseconds: one append takes some 10. */
const publishingRestMs = 30_000;

/** A group is planned for again if it was stirred shortly before: its members may not have stood in the index yet. */
const stirMarginMs = 15 * 60 * 1000;

/**
 * Plans everything that fell due since the last saved tick, at most a week of it.
 *
 * The time is saved after the runs are written, so a tick that stops halfway is made up for by the next. Runs are
 * known by their meaning: planning one twice is planning it once.
 *
 * What fails for one topic or one group does not stop the others. It is thrown when they are done; the time is saved
 * only if no digest is missing, and an alert's note stays until it is planned.
 *
 * @param at the event's own time, not the clock's: a late event plans what it stands for
 */
export async function tick(ports: TickPorts, at: Instant, shards: number): Promise<readonly string[]> {
  const saved = (await ports.ticks.saved()) ?? at - 1;
  if (at <= saved) return [];
  const alerts = await eachOf(await ports.alertsDue.all(), async (topic) => {
    const run = await planAlert(ports, topic, shards, publishingRestMs);
    return run === undefined ? [] : [run.id];
  });
  // What was due at the saved moment itself is planned; what is due at this one is planned now.
  const span = { start: Math.max(saved, at - missedMaxMs) + 1, end: at + 1 };
  // Digests of every zone are due on quarter hours of UTC: other minutes need no look at the groups.
  const records = holdsQuarterHour(span) ? await ports.groups.all() : [];
  const moment: Moment = { at, span, shards, tail: tailsOnce(ports.topicLog) };
  const digests = await eachOf(records, (record) => planGroup(ports, moment, record));
  if (digests.failures.length === 0) await ports.ticks.save(at);
  const [failure] = [...alerts.failures, ...digests.failures];
  if (failure !== undefined) throw failure;
  return [...alerts.done, ...digests.done];
}

/** What one tick plans, and what it knows by then. */
interface Moment {
  readonly at: Instant;
  readonly span: Span;
  readonly shards: number;
  /** A topic's tail, read once for all groups. */
  readonly tail: (topic: string) => Promise<number>;
}

function tailsOnce(topicLog: TopicLog): Moment["tail"] {
  const tails = new Map<string, number>();
  return async (topic) => {
    const known = tails.get(topic) ?? (await topicLog.tail(topic));
    tails.set(topic, known);
    return known;
  };
}

/** Does the work for each of them, whatever befalls another, and gives what was done and what failed. */
async function eachOf<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<readonly string[]>,
): Promise<{ done: string[]; failures: unknown[] }> {
  const done: string[] = [];
  const failures: unknown[] = [];
  for (const item of items) {
    try {
      done.push(...(await work(item)));
    } catch (failure) {
      failures.push(failure);
    }
  }
  return { done, failures };
}

/** Plans the runs of a group that are due in the span, and gives their ids. */
async function planGroup(ports: TickPorts, moment: Moment, record: GroupRecord): Promise<readonly string[]> {
  const group = parseGroupName(record.name);
  const planned: string[] = [];
  for (const due of group === undefined ? [] : dueTimes(group, moment.span)) {
    const run = group && (await planDigest(ports, moment, record, group, due));
    if (run !== undefined) planned.push(run);
  }
  return planned;
}

async function planDigest(
  ports: TickPorts,
  { at, shards, tail }: Moment,
  record: GroupRecord,
  group: DueGroup,
  due: Due,
): Promise<string | undefined> {
  const tails: Record<string, number> = {};
  for (const topic of record.topics) tails[topic] = await tail(topic);
  const woken = record.wakes?.filter((wake) => wake <= due.at) ?? [];
  if (woken.length === 0 && !wantsRun(record, tails)) return undefined;
  const run: DigestRun = {
    kind: "digest",
    id: runId(group, due),
    audience: dueAudience(group),
    cadence: group.cadence,
    dueAt: due.at,
    staleAt: due.at + digestStaleAfterMs[group.cadence],
    shards,
    ...(group.cadence === "hourly" ? {} : { localDate: due.localDate }),
  };
  const isNew = await ports.ledger.putRun(run);
  if (at >= run.staleAt) {
    // One that is known already was planned in time, by a tick that was not saved: it closes with books of its own.
    if (isNew) await ports.ledger.closeRun(run.id, emptyBooks, at);
    return undefined;
  }
  await askForParts(ports, run);
  await ports.groups.setPlanned(record.name, { at, tails }, woken);
  return run.id;
}

/** Whether anyone of the group may have something new: a topic has grown, or something else has stirred the group. */
function wantsRun(record: GroupRecord, tails: Readonly<Record<string, number>>): boolean {
  const { planned } = record;
  if (planned === undefined || record.stirredAt >= planned.at - stirMarginMs) return true;
  return record.topics.some((topic) => (tails[topic] ?? 0) > (planned.tails[topic] ?? 0));
}
