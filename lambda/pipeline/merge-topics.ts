import { closingVersion, type Merges, mergeDepth, mergeDepthMax, mergedTarget, mergesMax } from "#core/merge.ts";
import type { Topic } from "#core/topic.ts";
import type { Clock } from "./ports/clock.ts";
import type { PlanQueue } from "./ports/queues.ts";
import type { AlertsDue, TopicLog, Topics } from "./ports/topics.ts";

export interface MergeTopicsPorts {
  readonly topics: Topics;
  readonly topicLog: TopicLog;
  readonly alertsDue: AlertsDue;
  readonly planQueue: PlanQueue;
  readonly clock: Clock;
}

/**
 * Why topics are not merged: they are one already, the first went on in a third before, the second has ended, or there
 * are too many merges, in all or one after the other.
 */
export type MergeRefusal = "same" | "merged-before" | "closed" | "too-many";

export type MergeTopicsOutcome =
  | { readonly kind: "merged"; readonly into: Topic }
  | { readonly kind: "no-such-topic"; readonly topic: string }
  | { readonly kind: "refused"; readonly reason: MergeRefusal };

/** Tries to write one thing before we take it for a fault in our own rules. */
const triesMax = 50;

/**
 * Has one topic go on in another, for good. Whoever follows it follows the other from then on, without a gap and without
 * anything twice; nobody's log is rewritten.
 *
 * First the merge is noted, so that publishers alert the readers of both from then on; then the log is ended, which is
 * the truth; then the topic says so itself. Whoever stops halfway does it again, and it is finished.
 */
export async function mergeTopics(
  ports: MergeTopicsPorts,
  typed: { readonly from: string; readonly into: string },
): Promise<MergeTopicsOutcome> {
  const from = await ports.topics.get(typed.from);
  if (from === undefined) return { kind: "no-such-topic", topic: typed.from };
  const into = await ports.topics.get(typed.into);
  if (into === undefined) return { kind: "no-such-topic", topic: typed.into };
  const noted = await note(ports, from.slug, into);
  if (typeof noted === "string") return { kind: "refused", reason: noted };
  await end(ports, from.slug, noted.into);
  await ports.topics.change(from.slug, { mergedInto: noted.into });
  // What came in the other topic meanwhile.
  await ports.alertsDue.note(from.slug, ports.clock.now());
  await ports.planQueue.send([{ kind: "alert", topic: from.slug }]);
  return { kind: "merged", into: (await ports.topics.get(noted.into)) ?? into };
}

/** Notes the merge in the one item that holds all, and gives where the topic goes on: there it is decided who comes first. */
async function note(
  ports: MergeTopicsPorts,
  from: string,
  { slug, closed }: Topic,
): Promise<{ readonly into: string } | MergeRefusal> {
  for (let tries = 0; tries < triesMax; tries++) {
    const merges = await ports.topics.merges();
    const into = mergedTarget(merges, slug);
    const before = merges[from];
    if (before !== undefined) return mergedTarget(merges, before) === into ? { into: before } : "merged-before";
    const refusal = refused(merges, from, into);
    if (refusal !== undefined) return refusal;
    if (closed !== undefined) return "closed";
    if (await ports.topics.setMerges({ ...merges, [from]: into }, merges)) return { into };
  }
  throw new Error(`the merge of ${from} lost ${triesMax} races in a row`);
}

function refused(merges: Merges, from: string, into: string): MergeRefusal | undefined {
  if (from === into) return "same";
  const after = { ...merges, [from]: into };
  const isDeep = Object.keys(after).some((slug) => mergeDepth(after, slug) > mergeDepthMax);
  return isDeep || Object.keys(after).length > mergesMax ? "too-many" : undefined;
}

/** Ends the log, where it has not ended: what is published to it from then on goes to the other topic. */
async function end(ports: MergeTopicsPorts, from: string, into: string): Promise<void> {
  for (let tries = 0; tries < triesMax; tries++) {
    const versions = await ports.topicLog.read(from, 0);
    if (versions.some(({ merged }) => merged !== undefined)) return;
    const at = await ports.topicLog.tail(into);
    const closing = closingVersion(versions.length + 1, { into, at }, ports.clock.now());
    if (await ports.topicLog.append(from, closing)) return;
  }
  throw new Error(`the end of ${from} lost ${triesMax} races in a row`);
}
