import { heldMax } from "#core/held.ts";
import type { Instant } from "#core/instant.ts";
import { nextPollAt } from "#core/polling.ts";
import { lookAtPushEveryMs } from "#core/push.ts";
import { troubleOf, type Watching } from "#core/source.ts";
import { pollNow } from "./add-source.ts";
import { askForPoll } from "./ask-for-polls.ts";
import { type FollowHubPorts, followHub } from "./follow-hub.ts";
import type { Alarm } from "./ports/alarm.ts";
import type {
  AnswerTerms,
  Chance,
  GatherMessage,
  GatherQueue,
  SourceAnswer,
  SourceReader,
  WatchedSource,
} from "./ports/sources.ts";
import { type Gathered, type NoRoom, type TakeReadingPorts, takeReading } from "./take-reading.ts";

export interface GatherPorts extends TakeReadingPorts, FollowHubPorts {
  readonly reader: SourceReader;
  readonly gatherQueue: GatherQueue;
  readonly alarm: Alarm;
  readonly chance: Chance;
}

export type GatherOutcome =
  /** There is no such poll, or another has done it. */
  | { readonly kind: "not-due" }
  | { readonly kind: "unchanged" | "ended" }
  | ({ readonly kind: "read" } & Gathered)
  | { readonly kind: "refused"; readonly problem: string };

const problems: Readonly<Record<NoRoom, string>> = {
  "no-such-topic": "has no topic any more",
  closed: "has a closed topic",
  full: `brings more than can wait for approval: ${heldMax} developments of its topic are held`,
};

const nothing: Gathered = { added: 0, updated: 0, withdrawn: 0 };

/**
 * Polls one source: publishes what is news in it to its topic, and plans the next poll.
 *
 * News is published before the poll is saved, so one that stops halfway is done again and publishes nothing twice. What
 * cannot be read is noted with the source and changes nothing of what was read before.
 */
export async function gather(ports: GatherPorts, message: GatherMessage): Promise<GatherOutcome> {
  const watched = await ports.sources.get(message.source);
  if (watched?.dueAt !== message.dueAt || watched.watching.ended !== undefined) return { kind: "not-due" };
  const answer = await ports.reader.ask(watched.source.url, watched.watching);
  const taken = answer.kind === "read" ? await takeReading(ports, watched.source, answer) : nothing;
  if (typeof taken === "string") {
    return settle(ports, watched, { kind: "refused", problem: problems[taken] }, nothing);
  }
  return settle(ports, watched, answer, taken);
}

/**
 * Takes what a hub has pushed for a source. Of what is too long for a message the source is polled at once instead; so it is
 * when nothing was read from it before, since then it is not known what is old.
 */
export async function gatherPushed(
  ports: GatherPorts,
  { source: id, body }: { readonly source: string; readonly body: Uint8Array | undefined },
): Promise<GatherOutcome> {
  const watched = await ports.sources.get(id);
  if (watched === undefined || watched.watching.ended !== undefined) return { kind: "not-due" };
  const { source, watching, dueAt } = watched;
  const answer = body === undefined || watching.readAt === undefined ? undefined : ports.reader.read(source.url, body);
  if (answer?.kind !== "read") {
    await pollNow(ports, id);
    return { kind: "unchanged" };
  }
  const taken = await takeReading(ports, watched.source, answer);
  if (typeof taken === "string") return { kind: "not-due" };
  // Where a poll is saved meanwhile, that tells as well that the source is not silent.
  if (isNews(taken))
    await ports.sources.save({ source, watching: { ...watching, newsAt: ports.clock.now() }, dueAt }, dueAt);
  return { kind: "read", ...taken };
}

/** Notes what came of the poll, plans the next, and calls a person where one is needed. */
async function settle(
  ports: GatherPorts,
  { source, watching, dueAt }: WatchedSource,
  answer: SourceAnswer,
  taken: Gathered,
): Promise<GatherOutcome> {
  const now = ports.clock.now();
  const noted = after(watching, answer, taken, now);
  const trouble = troubleOf(noted, now);
  const isHubDue = noted.hub !== undefined && (noted.hubLookAt ?? 0) <= now && noted.problem === undefined;
  const next: WatchedSource = {
    source: answer.kind === "read" && answer.movedTo !== undefined ? { ...source, url: answer.movedTo } : source,
    watching: {
      ...noted,
      ...(trouble === undefined ? {} : { alarmedAt: now }),
      ...(isHubDue ? { hubLookAt: now + lookAtPushEveryMs } : {}),
    },
    dueAt: nextPollAt({
      now,
      everyMinutes: source.everyMinutes,
      pace: noted.pace,
      freshMs: "freshMs" in answer ? answer.freshMs : undefined,
      retryAfterMs: "retryAfterMs" in answer ? answer.retryAfterMs : undefined,
      failures: noted.failures,
      chance: ports.chance(),
    }),
  };
  if (!(await ports.sources.save(next, dueAt))) return { kind: "not-due" };
  if (noted.ended === undefined) await askForPoll(ports, next, now);
  if (isHubDue) await followHub(ports, next);
  if (trouble !== undefined) {
    const problem = noted.problem === undefined ? {} : { problem: noted.problem };
    await ports.alarm.raise("source-silent", { source: source.id, topic: source.topic, trouble, ...problem });
  }
  return outcomeOf(answer, taken);
}

/** How the watching stands after an answer. */
function after(watching: Watching, answer: SourceAnswer, taken: Gathered, now: Instant): Watching {
  if (answer.kind === "refused") {
    const { problem } = answer;
    const problemSince = watching.problemSince ?? now;
    return { ...watching, polledAt: now, failures: watching.failures + 1, problem, problemSince };
  }
  const { problem: _, problemSince: __, ...well } = watching;
  if (answer.kind === "gone") return { ...well, polledAt: now, ended: "it is gone: its server says so" };
  const good = { ...well, ...validators(answer), polledAt: now, readAt: now, failures: 0 };
  if (answer.kind === "unchanged") return good;
  const { pace: ___, hub: ____, self: _____, etag: ______, lastModified: _______, ...rest } = good;
  const { title, bodyHash, pace, hub, self } = answer;
  return {
    ...rest,
    ...validators(answer),
    title,
    bodyHash,
    ...(pace === undefined ? {} : { pace }),
    ...(hub === undefined ? {} : { hub }),
    ...(self === undefined ? {} : { self }),
    newsAt: isNews(taken) ? now : watching.newsAt,
  };
}

function validators({ etag, lastModified }: AnswerTerms): Pick<Watching, "etag" | "lastModified"> {
  return { ...(etag === undefined ? {} : { etag }), ...(lastModified === undefined ? {} : { lastModified }) };
}

function isNews({ added, updated, withdrawn, held = 0 }: Gathered): boolean {
  return added + updated + withdrawn + held > 0;
}

function outcomeOf(answer: SourceAnswer, taken: Gathered): GatherOutcome {
  switch (answer.kind) {
    case "read":
      return { kind: "read", ...taken };
    case "refused":
      return { kind: "refused", problem: answer.problem };
    case "gone":
      return { kind: "ended" };
    case "unchanged":
      return { kind: "unchanged" };
  }
}
