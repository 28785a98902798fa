import type { FoundDevelopment, Importance, Teller, Version, Wording } from "#core/development.ts";
import { mergedFrom } from "#core/merge.ts";
import { type SplitRefusal, splitVersions } from "#core/retelling.ts";
import {
  correctedVersion,
  type EditRefusal,
  foundVersion,
  nameOf,
  type TopicHistory,
  topicHistory,
  updatedVersion,
  withdrawnVersion,
} from "#core/topic-log.ts";
import type { Clock } from "./ports/clock.ts";
import type { PlanQueue } from "./ports/queues.ts";
import type { AlertsDue, TopicLog, Topics } from "./ports/topics.ts";

export interface PublishPorts {
  readonly topics: Topics;
  readonly topicLog: TopicLog;
  readonly alertsDue: AlertsDue;
  readonly planQueue: PlanQueue;
  readonly clock: Clock;
}

export interface Publishing {
  readonly topic: string;
  /** In the order in which they are told: the first gets the lowest number. */
  readonly developments: readonly ToldDevelopment[];
  /** Of those that do not say their own. */
  readonly importance?: Importance;
  /** They are all that a list tells: what is not among them may be an older wording of one that is. */
  readonly isWholeList?: boolean;
  /** The watched source that tells them. What another source has told already is one development, with both credited. */
  readonly teller?: Teller;
}

/** A development whose source may say how much it matters. */
export interface ToldDevelopment extends FoundDevelopment {
  readonly importance?: Importance;
}

export type PublishOutcome =
  | {
      readonly kind: "published";
      readonly added: number;
      readonly updated: number;
      readonly unchanged: number;
      /** The developments' numbers, in the order of the input. */
      readonly numbers: readonly number[];
    }
  | { readonly kind: "no-such-topic" }
  /** Its story has ended: only corrections and withdrawals are told. */
  | { readonly kind: "closed" };

/** What an editor changes in a development. */
export interface Edit {
  readonly topic: string;
  readonly development: number;
  readonly note?: string;
  readonly atOnce?: boolean;
  /** The number of the version that the editor has seen: refused where a later one stands by now. */
  readonly seen?: number;
}

export type EditOutcome =
  | { readonly kind: "published"; readonly number: number }
  | { readonly kind: "no-such-topic" }
  | { readonly kind: "refused"; readonly reason: EditRefusal };

/** Tries to append one version before we take it for a fault in our own rules. */
const triesMax = 50;

/** Publishes developments to a topic's log: those it does not know, and new words of those it does. Twice is once. */
export async function publish(ports: PublishPorts, publishing: Publishing): Promise<PublishOutcome> {
  const topic = await ports.topics.get(publishing.topic);
  if (topic === undefined) return { kind: "no-such-topic" };
  if (topic.closed !== undefined) return { kind: "closed" };
  const log = await openLog(ports, topic.mergedInto ?? topic.slug, { goesOn: true });
  const counts = { added: 0, updated: 0, unchanged: 0 };
  const numbers: number[] = [];
  const told = publishing.isWholeList === true ? new Set(publishing.developments.map(nameOf)) : undefined;
  for (const { importance = publishing.importance, ...found } of publishing.developments) {
    const appended = await log.append((history) =>
      foundVersion(history, found, importance, ports.clock.now(), told, publishing.teller),
    );
    if (appended === undefined) counts.unchanged += 1;
    else counts[appended.kind === "new" ? "added" : "updated"] += 1;
    numbers.push(appended?.development ?? log.history().versionsOf(found)[0]?.development ?? 0);
  }
  await log.close();
  return { kind: "published", ...counts, numbers };
}

export type SplitOutcome =
  | { readonly kind: "split"; readonly number: number }
  | { readonly kind: "no-such-topic" | SplitRefusal };

/** Makes two of a development that two sources told: what the last of them told becomes a new one, with its own number. */
export async function split(
  ports: PublishPorts,
  { topic: named, development }: { readonly topic: string; readonly development: number },
): Promise<SplitOutcome> {
  const topic = await ports.topics.get(named);
  if (topic === undefined) return { kind: "no-such-topic" };
  const log = await openLog(ports, topic.slug, { goesOn: false });
  let refusal: SplitRefusal = "nothing-to-split";
  let other: Omit<Version, "number"> | undefined;
  const parted = await log.append((history) => {
    const isMerged = history.mergedInto() !== undefined;
    const versions = history.development(development);
    const decided = isMerged ? "merged" : splitVersions(versions, history.tail() + 1, ports.clock.now());
    if (typeof decided === "string") {
      refusal = decided;
      return undefined;
    }
    other = decided[1];
    return decided[0];
  });
  const rest = other;
  if (parted !== undefined && rest !== undefined) {
    await log.append((history) => ({ ...rest, number: history.tail() + 1 }));
  }
  await log.close();
  return parted === undefined ? { kind: refusal } : { kind: "split", number: parted.number };
}

/**
 * Corrects a development in the editor's words. Absent parts of `wording` stay as they are.
 *
 * Whoever was mailed an earlier version is told: with their next digest, or at once where `atOnce` says so.
 */
export async function correct(
  ports: PublishPorts,
  correction: Edit & { readonly wording: Partial<Wording> },
): Promise<EditOutcome> {
  return edit(ports, correction, (history) =>
    correctedVersion(history, correction.development, correction.wording, correction.note, ports.clock.now()),
  );
}

/**
 * Says a development anew. Absent parts of `wording` stay as they are.
 *
 * Whoever was mailed it is not mailed again: what was wrong is corrected instead.
 */
export async function update(
  ports: PublishPorts,
  change: Pick<Edit, "topic" | "development" | "seen"> & { readonly wording: Partial<Wording> },
): Promise<EditOutcome> {
  return edit(ports, change, (history) =>
    updatedVersion(history, change.development, change.wording, ports.clock.now()),
  );
}

/** Withdraws a development: whoever has not been mailed it never hears of it, the others are told as of a correction. */
export async function withdraw(ports: PublishPorts, withdrawal: Edit): Promise<EditOutcome> {
  return edit(ports, withdrawal, (history) =>
    withdrawnVersion(history, withdrawal.development, withdrawal.note, ports.clock.now()),
  );
}

async function edit(
  ports: PublishPorts,
  { topic: named, development, atOnce, seen }: Edit,
  decide: (history: TopicHistory) => Version | EditRefusal,
): Promise<EditOutcome> {
  const topic = await ports.topics.get(named);
  if (topic === undefined) return { kind: "no-such-topic" };
  if (topic.mergedInto !== undefined) return { kind: "refused", reason: "merged" };
  const log = await openLog(ports, topic.slug, { goesOn: false });
  let refusal: EditRefusal | undefined;
  const appended = await log.append((history) => {
    const latest = history.development(development).at(-1)?.number;
    const isSeen = seen === undefined || latest === undefined || latest === seen;
    const decided = history.mergedInto() !== undefined ? "merged" : isSeen ? decide(history) : "changed-since";
    refusal = typeof decided === "string" ? decided : undefined;
    if (typeof decided === "string") return undefined;
    return atOnce === true ? { ...decided, atOnce } : decided;
  });
  await log.close();
  if (appended !== undefined) return { kind: "published", number: appended.number };
  return { kind: "refused", reason: refusal ?? "same-wording" };
}

/** A topic's log while something is published to it. */
interface OpenLog {
  history(): TopicHistory;
  /** Appends what `decide` gives; it is asked again with the newer history when another publisher was faster. */
  append(decide: (history: TopicHistory) => Version | undefined): Promise<Version | undefined>;
  /** Tells the planner, if anything came that readers may be alerted of. */
  close(): Promise<void>;
}

/** @param goesOn whether what is published goes to the topic that this one goes on in, if it does by then */
async function openLog(ports: PublishPorts, named: string, { goesOn }: { goesOn: boolean }): Promise<OpenLog> {
  let topic = named;
  let noted: readonly string[] = [];
  const read = async (): Promise<TopicHistory> => {
    for (;;) {
      const history = topicHistory(await ports.topicLog.read(topic, 0));
      const target = history.mergedInto();
      if (target === undefined || !goesOn) return history;
      topic = target;
      noted = [];
    }
  };
  let history = await read();

  return {
    history: () => history,
    append: async (decide) => {
      for (let tries = 0; tries < triesMax; tries++) {
        const version = decide(history);
        // A log that has ended takes nothing more.
        if (version === undefined || (!goesOn && history.mergedInto() !== undefined)) return undefined;
        // Noted before it is appended: should we stop in between, the tick finds the note and looks.
        if (noted.length === 0 && wantsPlanning(version)) noted = await noteAlerts(ports, topic, []);
        if (await ports.topicLog.append(topic, version)) {
          history.add(version);
          return version;
        }
        history = await read();
      }
      throw new Error(`a publishing to ${topic} lost ${triesMax} races in a row`);
    },
    close: async () => {
      if (noted.length === 0) return;
      // Looked at again: a merge that was noted since ends its log where this has been published already, or after it.
      const topics = await noteAlerts(ports, topic, noted);
      await ports.planQueue.send(topics.map((one) => ({ kind: "alert", topic: one })));
    },
  };
}

/** Notes that the topic will want an alert, and every topic that goes on in it, but for those noted before. */
async function noteAlerts(ports: PublishPorts, topic: string, before: readonly string[]): Promise<readonly string[]> {
  const topics = [topic, ...mergedFrom(await ports.topics.merges(), topic)];
  for (const one of topics) if (!before.includes(one)) await ports.alertsDue.note(one, ports.clock.now());
  return topics;
}

function wantsPlanning({ kind, importance, atOnce }: Version): boolean {
  return atOnce === true || (kind === "new" && importance !== "routine");
}
