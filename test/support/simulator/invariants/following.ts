import type { SubscriberEvent } from "#core/subscriber.ts";
import type { Evidence, Reader } from "./evidence.ts";

/** A mail already claimed may go this long after leaving was answered, in milliseconds. */
const afterLeavingMs = 30_000;

/**
 * Nobody is mailed news of a topic that they have not confirmed, or have left. Corrections of what they were told reach
 * them still, as long as they follow anything.
 */
export function mailedWhileFollowing({ readers, answered, mails, topics }: Evidence): string[] {
  const known = new Set(readers.map(({ address }) => address));
  const breaks = mails.filter(({ to }) => !known.has(to)).map(({ run }) => `${run} mailed somebody unknown`);
  for (const reader of readers) breaks.push(...ofReader(reader, topics));
  for (const { address, topic, kind, at } of answered) {
    if (kind !== "left") continue;
    const backAt = answered.find((one) => {
      return one.address === address && one.topic === topic && one.kind === "confirmed" && one.at > at;
    })?.at;
    const late = mails.filter(
      ({ to, told, at: mailedAt }) =>
        to === address &&
        told.kind === "items" &&
        told.items.some((item) => item.topic === topic && item.label === "new") &&
        mailedAt > at + afterLeavingMs &&
        mailedAt < (backAt ?? Number.POSITIVE_INFINITY),
    );
    for (const { run } of late) breaks.push(`${run} mailed ${address} of ${topic} after leaving was answered`);
  }
  return breaks;
}

function ofReader({ address, log, mails }: Reader, topics: Evidence["topics"]): string[] {
  const breaks: string[] = [];
  const followed = new Set<string>();
  /** What was claimed, as topic and development: that counts as mailed. */
  const told = new Set<string>();
  for (const { event } of log) {
    follow(followed, event);
    if (event.kind !== "mailed") continue;
    if (followed.size === 0) breaks.push(`${event.run} claimed something for ${address}, who follows nothing`);
    const before = new Set(told);
    for (const [topic, numbers] of Object.entries(event.numbers)) {
      for (const number of numbers) told.add(`${topic} ${topics.get(topic)?.[number - 1]?.development}`);
    }
    const mail = mails.find(({ run, attempt }) => run === event.run && attempt === event.attempt);
    if (mail?.told.kind !== "items") continue;
    if (mail.told.items.length === 0) breaks.push(`${event.run} mailed nothing to ${address}`);
    for (const { topic, development, label } of mail.told.items) {
      if (event.numbers[topic] === undefined) breaks.push(`${event.run} mailed ${address} of ${topic} unclaimed`);
      const isDue =
        label === "new" ? followed.has(topic) : followed.has(topic) || before.has(`${topic} ${development}`);
      if (!isDue) breaks.push(`${event.run} mailed ${address} of ${topic}, which they do not follow`);
    }
  }
  const claims = new Set(
    log.flatMap(({ event }) => (event.kind === "mailed" ? [`${event.run} ${event.attempt}`] : [])),
  );
  for (const { run, attempt } of mails) {
    if (!claims.has(`${run} ${attempt}`))
      breaks.push(`${run} mailed ${address} without a claim, at attempt ${attempt}`);
  }
  return breaks;
}

function follow(followed: Set<string>, event: SubscriberEvent): void {
  if (event.kind === "confirmed") followed.add(event.topic);
  if (event.kind === "left") for (const topic of event.topics) followed.delete(topic);
  if (event.kind === "suppressed") followed.clear();
}
