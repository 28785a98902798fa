import type { Evidence, SubmittedMail } from "./evidence.ts";

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

/** Each mail too many of which an event told after all is listed. */
export function doublesAreListed({ mails, listedDoubles }: Evidence): string[] {
  return mails
    .filter((mail) => mail.heardAt !== undefined && mails.some((other) => isLater(other, mail)))
    .filter(({ slice, index, attempt }) => !listedDoubles.has(`${slice} ${index} ${attempt}`))
    .map(({ delivery }) => `${delivery} went twice, and is not listed`);
}

function isLater(one: SubmittedMail, other: SubmittedMail): boolean {
  return one.delivery === other.delivery && one.attempt > other.attempt;
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
