import type { Instant } from "#core/instant.ts";
import { type GatherQueue, longestDelayMs, type Sources, type WatchedSource } from "./ports/sources.ts";

export interface DuePollsPorts {
  readonly sources: Sources;
  readonly gatherQueue: Pick<GatherQueue, "send">;
}

/** How often `askForDuePolls` is done, in milliseconds. */
export const lookForPollsEveryMs = 5 * 60 * 1000;

/** How late a poll may be before its message is taken for lost, in milliseconds. */
const lostAfterMs = 2 * 60 * 1000;

/**
 * Asks for a source's next poll, where a queue can keep the message back until then.
 *
 * What lies further ahead is asked for when its time comes near, by `askForDuePolls`.
 */
export async function askForPoll(
  ports: { readonly gatherQueue: Pick<GatherQueue, "send"> },
  { source, dueAt }: WatchedSource,
  now: Instant,
): Promise<void> {
  const delayMs = Math.max(0, dueAt - now);
  if (delayMs <= longestDelayMs) await ports.gatherQueue.send([{ source: source.id, dueAt }], delayMs);
}

/**
 * Asks for the polls that nobody has asked for: those that lay too far ahead and come near, and those whose message was
 * lost. Asking twice is asking once: a poll is known by its time. One question to the table for all sources.
 *
 * @returns how many were asked for
 */
export async function askForDuePolls(ports: DuePollsPorts, now: Instant): Promise<number> {
  const due = (await ports.sources.all()).filter(({ watching, dueAt }) => {
    if (watching.ended !== undefined) return false;
    const wasFar = dueAt - (watching.polledAt ?? dueAt) > longestDelayMs;
    return dueAt < now - lostAfterMs || (wasFar && dueAt < now + lookForPollsEveryMs);
  });
  const messages = due.map(({ source, dueAt }) => ({ message: { source: source.id, dueAt }, delayMs: dueAt - now }));
  const late = messages.filter(({ delayMs }) => delayMs <= 0);
  await ports.gatherQueue.send(
    late.map(({ message }) => message),
    0,
  );
  for (const { message, delayMs } of messages) if (delayMs > 0) await ports.gatherQueue.send([message], delayMs);
  return due.length;
}
