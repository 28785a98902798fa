import type { Version } from "#core/development.ts";
import type { SubscriberEntry, Subscription } from "#core/subscriber.ts";
import type { Evidence, Reader } from "./evidence.ts";

/** Every number after a reader's start is exactly one of mailed, owed, new and void; and what is claimed was taken by SES. */
export function numbersAddUp({ readers, topics }: Evidence): string[] {
  return readers.flatMap((reader) => {
    const state = reader.log.at(-1)?.state;
    if (state === undefined || state.suppressed !== undefined) return [];
    return state.subscriptions.flatMap((subscription) =>
      numbersOf(reader, subscription, topics.get(subscription.topic) ?? []),
    );
  });
}

function numbersOf(reader: Reader, subscription: Subscription, versions: readonly Version[]): string[] {
  const { topic, start, mark, brought, owed } = subscription;
  const claims = standingClaims(reader.log, topic);
  const breaks: string[] = [];
  const runsTold = new Set([...reader.mails.map(({ run }) => run), ...reader.uncertainRuns]);
  for (let number = start + 1; number <= versions.length; number++) {
    // Void: about something older than the subscription. It may be a correction of what was mailed before they left.
    if ((versions[number - 1]?.development ?? 0) <= start) continue;
    const runs = [...claims].filter(([, numbers]) => numbers.has(number)).map(([run]) => run);
    const isNew = number > mark && !brought.includes(number);
    const count = runs.length + (owed.includes(number) ? 1 : 0) + (isNew ? 1 : 0);
    const where = `number ${number} of ${topic} for ${reader.address}`;
    // An alert's mark goes over what nobody would be told of: such numbers are mailed by no run.
    // What was given back is void where another mail has told of the development since, in its newest words.
    const isPassedOver =
      count === 0 &&
      (isVoid(versions, number) || versions[number - 1]?.kind === "updated" || isAmended(claims, versions, number));
    if (count !== 1 && !isPassedOver)
      breaks.push(`${where} is mailed ${runs.length} times (${runs}), owed ${owed.includes(number)}, new ${isNew}`);
    for (const run of runs) {
      if (!runsTold.has(run) && !isVoid(versions, number))
        breaks.push(`${where} was claimed for ${run}, which never went`);
    }
  }
  return breaks;
}

/** By run, the numbers of a topic that it claimed and did not give back, since the topic was last confirmed. */
export function standingClaims(log: readonly SubscriberEntry[], topic: string): Map<string, Set<number>> {
  const claims = new Map<string, Set<number>>();
  let isFollowed = false;
  for (const { event } of log) {
    if (event.kind === "confirmed" && event.topic === topic && !isFollowed) {
      isFollowed = true;
      claims.clear();
    }
    if (event.kind === "left" && event.topics.includes(topic)) isFollowed = false;
    if (event.kind === "mailed") {
      const numbers = claims.get(event.run) ?? new Set<number>();
      for (const number of event.numbers[topic] ?? []) numbers.add(number);
      claims.set(event.run, numbers);
    }
    if (event.kind === "owed") {
      for (const number of event.numbers[topic] ?? []) claims.get(event.run)?.delete(number);
    }
  }
  return claims;
}

/** Whether a mail told that the development of this number was corrected or withdrawn. */
function isAmended(claims: Map<string, Set<number>>, versions: readonly Version[], number: number): boolean {
  const { development } = versions[number - 1] ?? {};
  const amendments = versions.filter((v) => v.development === development && v.kind !== "new" && v.kind !== "updated");
  return [...claims.values()].some((numbers) => amendments.some((version) => numbers.has(version.number)));
}

function isVoid(versions: readonly Version[], number: number): boolean {
  const development = versions[number - 1]?.development;
  return versions.findLast((version) => version.development === development)?.kind === "withdrawn";
}
