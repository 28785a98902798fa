import type { Evidence, SubmittedMail } from "./evidence.ts";

/** A mail already claimed may go this long after leaving was answered, in milliseconds. */
const afterLeavingMs = 30_000;

/** The mails too many: each is excused by an earlier one of the same delivery that no event told of within the grace. */
export function doublesOf({ mails }: Evidence): {
  readonly excused: SubmittedMail[];
  readonly broken: SubmittedMail[];
} {
  const byDelivery = new Map<string, SubmittedMail[]>();
  for (const mail of mails) byDelivery.set(mail.delivery, [...(byDelivery.get(mail.delivery) ?? []), mail]);
  const excused: SubmittedMail[] = [];
  const broken: SubmittedMail[] = [];
  for (const same of byDelivery.values()) {
    same.forEach((mail, index) => {
      if (index > 0) (same.slice(0, index).every(({ isHeard }) => !isHeard) ? excused : broken).push(mail);
    });
  }
  return { excused, broken };
}

/** No delivery is accepted twice by SES, but where no event told of the first. */
export function acceptedOnce(evidence: Evidence): string[] {
  return doublesOf(evidence).broken.map(({ delivery, attempt }) => `SES took ${delivery} again, at attempt ${attempt}`);
}

/** Outcomes only move forward. */
export function movesForward({ witness }: Evidence): string[] {
  return witness.backwards.map((move) => `an outcome went back: ${move}`);
}

/** What stands in the books as submitted was taken by SES, and what SES took and told of stands there. */
export function outcomesAreTrue({ mails, outcomes, witness }: Evidence): string[] {
  const taken = new Map<string, SubmittedMail[]>();
  for (const mail of mails) {
    const name = `${mail.slice} ${mail.index}`;
    taken.set(name, [...(taken.get(name) ?? []), mail]);
  }
  const breaks: string[] = [];
  for (const [name, { members }] of witness.slices) {
    for (const { index, attempt, state } of outcomes.get(name)?.values() ?? []) {
      const own = taken.get(`${name} ${index}`) ?? [];
      if (index >= members.length) breaks.push(`${name} has no member ${index}, which is ${state}`);
      if (state === "submitted" && !own.some((mail) => mail.attempt === attempt)) {
        breaks.push(`${name} ${index} is submitted at attempt ${attempt}, which SES never took`);
      }
      if (state !== "submitted" && own.some((mail) => mail.isHeard)) {
        breaks.push(`${name} ${index} is ${state} at attempt ${attempt}, though SES told that it took it`);
      }
    }
  }
  return breaks;
}

/** Nobody is mailed of a topic that they have not confirmed, or have left. */
export function mailedWhileFollowing({ readers, answered, mails }: Evidence): string[] {
  const known = new Set(readers.map(({ address }) => address));
  const breaks = mails.filter(({ to }) => !known.has(to)).map(({ run }) => `${run} mailed somebody unknown`);
  for (const { address, log, mails: own } of readers) {
    const followed = new Set<string>();
    for (const { event } of log) {
      if (event.kind === "confirmed") followed.add(event.topic);
      if (event.kind === "left") for (const topic of event.topics) followed.delete(topic);
      if (event.kind === "suppressed") followed.clear();
      if (event.kind !== "mailed") continue;
      for (const topic of Object.keys(event.numbers)) {
        if (!followed.has(topic)) breaks.push(`${event.run} claimed ${topic} for ${address}, who does not follow it`);
      }
    }
    for (const { told, run, attempt } of own) {
      const claim = log.find(({ event }) => event.kind === "mailed" && event.run === run && event.attempt === attempt);
      const numbers = claim?.event.kind === "mailed" ? claim.event.numbers : {};
      const items = told.kind === "items" ? told.items : [];
      if (items.length === 0) breaks.push(`${run} mailed nothing to ${address}`);
      if (items.some(({ topic }) => numbers[topic] === undefined)) breaks.push(`${run} mailed ${address} unclaimed`);
    }
  }
  for (const { address, topic, kind, at } of answered) {
    if (kind !== "left") continue;
    const backAt = answered.find(
      (one) => one.address === address && one.topic === topic && one.kind === "confirmed" && one.at > at,
    )?.at;
    const late = mails.filter(
      ({ to, told, at: mailedAt }) =>
        to === address &&
        told.kind === "items" &&
        told.items.some((item) => item.topic === topic) &&
        mailedAt > at + afterLeavingMs &&
        mailedAt < (backAt ?? Number.POSITIVE_INFINITY),
    );
    for (const { run } of late) breaks.push(`${run} mailed ${address} of ${topic} after leaving was answered`);
  }
  return breaks;
}
