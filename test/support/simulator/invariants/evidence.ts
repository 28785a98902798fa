import type { AccountState } from "#core/account.ts";
import type { Outcome } from "#core/delivery.ts";
import { parseDeliveryId } from "#core/delivery.ts";
import type { Version } from "#core/development.ts";
import type { Instant } from "#core/instant.ts";
import type { Run } from "#core/run.ts";
import type { SubscriberEntry } from "#core/subscriber.ts";
import type { MailEvent } from "#pipeline/listen.ts";
import type { Stop } from "../operators.ts";
import type { Answered } from "../readers.ts";
import type { AcceptedMail, SesAnswer } from "../ses.ts";
import { sliceName, type Witness } from "../witness.ts";
import type { World } from "../world.ts";

/** How long an event may take to be taken in, in milliseconds; then the ninth mishap's own rule holds. */
export const graceMs = 15 * 60 * 1000;

/** A mail of a run that SES took. */
export interface SubmittedMail extends AcceptedMail {
  readonly run: string;
  readonly slice: string;
  readonly index: number;
  readonly delivery: string;
  readonly attempt: number;
  /** An event told of it within the grace. */
  readonly isHeard: boolean;
}

/** Someone's log, and the mails that came to them. */
export interface Reader {
  readonly id: string;
  readonly address: string;
  readonly log: readonly SubscriberEntry[];
  readonly mails: readonly SubmittedMail[];
  /** The runs of which nobody knows yet whether SES took their mail: it counts as mailed, and its run stays open. */
  readonly uncertainRuns: ReadonlySet<string>;
}

/** All that the invariants are checked from: the stores, what SES took, and what people were told. Nothing of the steps. */
export interface Evidence {
  readonly readers: readonly Reader[];
  readonly mails: readonly SubmittedMail[];
  readonly notices: readonly AcceptedMail[];
  readonly topics: ReadonlyMap<string, readonly Version[]>;
  readonly runs: readonly Run[];
  readonly openRuns: readonly Run[];
  readonly account: AccountState;
  readonly outcomes: ReadonlyMap<string, ReadonlyMap<number, Outcome>>;
  /** The mails too many that the ledger lists, by slice, index and attempt. */
  readonly listedDoubles: ReadonlySet<string>;
  readonly witness: Witness;
  readonly answered: readonly Answered[];
  readonly stops: readonly Stop[];
  readonly alarms: World["alarms"];
  /** What lay in dead-letter queues, and since when: slices by their names. */
  readonly laidAside: readonly { readonly about: string; readonly at: Instant }[];
  /** What SES reported but for *send*, and when. */
  readonly reports: readonly { readonly kind: MailEvent["kind"]; readonly at: Instant }[];
  /** How often events began to be taken in. */
  readonly begunListening: number;
  /** How many mishaps came. */
  readonly mishaps: number;
  /** The steps that came to their end. */
  readonly ended: World["ended"];
  /** What SES answered, but for *taken*. */
  readonly sesAnswers: readonly SesAnswer[];
  /** How far the clock of one function was off, in milliseconds. */
  readonly clockOffMs: number;
  /** Whose slices end whoever works on them, for a time. */
  readonly poisoned: string | undefined;
}

/** What was seen outside of the world. */
type Outside = Pick<Evidence, "answered" | "stops" | "clockOffMs" | "poisoned">;

export async function evidenceOf(world: World, outside: Outside): Promise<Evidence> {
  const { stores, ses, witness } = world;
  const mails = ses.accepted.flatMap(submitted);
  const outcomes = new Map<string, ReadonlyMap<number, Outcome>>();
  const uncertain = new Map<string, Set<string>>();
  for (const { key, members } of witness.slices.values()) {
    const found = await stores.ledger.outcomes(key);
    outcomes.set(sliceName(key), found);
    for (const { index, state } of found.values()) {
      const id = members[index] ?? "";
      if (state === "uncertain") uncertain.set(id, (uncertain.get(id) ?? new Set()).add(key.run));
    }
  }
  const readers = stores.subscribers.everyone().map(({ id, address }): Reader => {
    const own = mails.filter(({ to }) => to === address);
    return { id, address, log: stores.subscribers.log(id), mails: own, uncertainRuns: uncertain.get(id) ?? new Set() };
  });
  const topics = new Map<string, readonly Version[]>();
  for (const { slug } of await stores.topics.all()) topics.set(slug, await stores.topicLog.read(slug, 0));
  const listedDoubles = new Set<string>();
  for (const { id } of stores.ledger.runs()) {
    for (const { index, attempt, ...key } of await stores.ledger.doubled(id)) {
      listedDoubles.add(`${sliceName(key)} ${index} ${attempt}`);
    }
  }
  return {
    readers,
    mails,
    notices: ses.accepted.filter(({ delivery }) => delivery === undefined),
    topics,
    runs: stores.ledger.runs(),
    openRuns: await stores.ledger.openRuns(),
    account: await stores.account.state(),
    outcomes,
    listedDoubles,
    witness,
    ...outside,
    alarms: world.alarms,
    laidAside: laidAsideIn(world),
    reports: ses.reports,
    begunListening: world.begun("listen"),
    mishaps: world.line.came.length,
    ended: world.ended,
    sesAnswers: ses.answers,
  };
}

function laidAsideIn({ queues: { plans, alerts, digests, notices, events } }: World): Evidence["laidAside"] {
  return [
    ...[...alerts.laidAside, ...digests.laidAside].map(({ message, at }) => ({ about: sliceName(message), at })),
    ...[...plans.laidAside, ...notices.laidAside, ...events.laidAside].map(({ message, at }) => {
      return { about: JSON.stringify(message), at };
    }),
  ];
}

function submitted(mail: AcceptedMail): SubmittedMail[] {
  const { delivery, attempt } = mail;
  const key = delivery === undefined ? undefined : parseDeliveryId(delivery);
  if (delivery === undefined || attempt === undefined || key === undefined) return [];
  const isHeard = mail.heardAt !== undefined && mail.heardAt - mail.at < graceMs;
  return [{ ...mail, delivery, attempt, run: key.run, slice: sliceName(key), index: key.index, isHeard }];
}
