import { type Source, sourceId } from "#core/source.ts";
import { askForPoll } from "./ask-for-polls.ts";
import type { Clock } from "./ports/clock.ts";
import type { GatherQueue, Sources, WatchedSource } from "./ports/sources.ts";
import type { Topics } from "./ports/topics.ts";

export interface AddSourcePorts {
  readonly topics: Topics;
  readonly sources: Sources;
  readonly gatherQueue: Pick<GatherQueue, "send">;
  readonly clock: Clock;
}

export type AddSourceOutcome =
  | { readonly kind: "added"; readonly source: Source }
  /** It is watched for this topic already, with whatever was said then. */
  | { readonly kind: "known"; readonly source: Source }
  | { readonly kind: "no-such-topic" };

/** Watches a source for a topic from now on, and asks for its first poll at once. Twice is once. */
export async function addSource(
  ports: AddSourcePorts,
  typed: Omit<Source, "id" | "addedAt">,
): Promise<AddSourceOutcome> {
  if ((await ports.topics.get(typed.topic)) === undefined) return { kind: "no-such-topic" };
  const now = ports.clock.now();
  const source: Source = { ...typed, id: sourceId(typed.topic, typed.url), addedAt: now };
  const watched: WatchedSource = { source, watching: { newsAt: now, failures: 0 }, dueAt: now };
  const standing = await ports.sources.add(watched);
  if (standing.dueAt !== now || standing.source.addedAt !== now) return { kind: "known", source: standing.source };
  await askForPoll(ports, watched, now);
  return { kind: "added", source };
}

export type PollNowOutcome =
  | { readonly kind: "asked" }
  | { readonly kind: "no-such-source" }
  /** It has ended; why. */
  | { readonly kind: "ended"; readonly reason: string };

/** Asks for a poll of the source at once, in place of the one that is planned. */
export async function pollNow(ports: Omit<AddSourcePorts, "topics">, id: string): Promise<PollNowOutcome> {
  const watched = await ports.sources.get(id);
  if (watched === undefined) return { kind: "no-such-source" };
  const { ended } = watched.watching;
  if (ended !== undefined) return { kind: "ended", reason: ended };
  const now = ports.clock.now();
  const next = { ...watched, dueAt: now };
  // Where a poll was just saved, it is as good as the one that was asked for.
  if (await ports.sources.save(next, watched.dueAt)) await askForPoll(ports, next, now);
  return { kind: "asked" };
}
