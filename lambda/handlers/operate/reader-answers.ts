import { type AddressProblem, parseAddress } from "#core/address.ts";
import type { ConsentEvent } from "#core/consent.ts";
import type { Answer, Operation } from "#core/operation.ts";
import type { SubscriberEntry } from "#core/subscriber.ts";
import { type LiftPorts, liftSuppression } from "#pipeline/lift-suppression.ts";
import {
  type ReadDelivery,
  type ReadSubscriberPorts,
  readSubscriber,
  type SubscriberView,
} from "#pipeline/read-subscriber.ts";
import { moment } from "./answer.ts";

export type ReaderOperation = Extract<
  Operation,
  { readonly command: `subscriber.${string}` | `suppression.${string}` }
>;

export type ReaderAnswerPorts = ReadSubscriberPorts & LiftPorts;

/** Most suppressions in one answer: each has some 120 bytes, and Lambda takes 6 MB. */
const suppressionsMax = 10_000;

/** Does what was asked about subscribers and suppressed addresses. Nothing of the address stands in the answer. */
export async function readerAnswer(ports: ReaderAnswerPorts, asked: ReaderOperation): Promise<Answer> {
  if (asked.command === "suppression.list") return listAnswer(ports, asked.before);
  const parsed = parseAddress(asked.address);
  if ("refused" in parsed) return { refused: addressProblems[parsed.refused] };
  return asked.command === "subscriber.show"
    ? subscriberAnswer(await readSubscriber(ports, parsed.address))
    : liftAnswer(ports, parsed.address);
}

const addressProblems: Readonly<Record<AddressProblem, string>> = {
  missing: "There is no address.",
  "too-long": "That is no mail address: it has more than 254 characters.",
  malformed: "That is no mail address.",
  "not-ascii": "That is no mail address that mail goes to: it has letters outside ASCII.",
};

async function listAnswer(ports: ReaderAnswerPorts, before: number | undefined): Promise<Answer> {
  const found = await ports.suppressions.newest(before ?? ports.clock.now() + 1, suppressionsMax);
  const suppressions = found.map(({ hash, reason, at }) => ({ hash, reason, at: moment(at) }));
  return { done: { suppressions, isCut: found.length === suppressionsMax } };
}

async function liftAnswer(ports: ReaderAnswerPorts, address: string): Promise<Answer> {
  const outcome = await liftSuppression(ports, address);
  switch (outcome.kind) {
    case "lifted":
      return { done: { lifted: outcome.reason } };
    case "not-suppressed":
      return { refused: "This address is not suppressed." };
    case "graver":
      return { refused: `In the meantime this address was suppressed anew (${outcome.reason}): look again.` };
  }
}

function subscriberAnswer(view: SubscriberView): Answer {
  if (view.kind === "unknown") {
    const { suppressed, consents } = view;
    if (suppressed === undefined && consents === undefined) {
      return { refused: "Nobody with this address has signed up." };
    }
    const had = consents?.map((record) => ({ subscriber: record.subscriber, log: record.events.map(shownConsent) }));
    return { done: { ...(suppressed === undefined ? {} : { suppressed }), ...(had === undefined ? {} : { had }) } };
  }
  const { id, createdAt, suppressed, state, subscriptions, deliveries, log } = view;
  return {
    done: {
      subscriber: id,
      createdAt: moment(createdAt),
      ...(suppressed === undefined ? {} : { suppressed }),
      locale: state.locale,
      schedule: state.schedule,
      ...(state.pausedUntil === undefined ? {} : { pausedUntil: state.pausedUntil }),
      ...(state.alerting === undefined ? {} : { alerting: state.alerting }),
      ...(state.alertsOn === undefined ? {} : { alertsOn: state.alertsOn }),
      subscriptions: subscriptions.map(({ topic, cadence, start, mark, brought, owed, tail, waiting }) => ({
        ...{ topic, cadence, start, mark, brought, owed, tail, waiting },
      })),
      deliveries: deliveries.map(shownDelivery),
      log: log.map(shownEntry),
    },
  };
}

function shownDelivery({ run, outcome, claim }: ReadDelivery): Readonly<Record<string, unknown>> {
  return {
    run: run.id,
    dueAt: moment(run.dueAt),
    state: outcome?.state ?? "waiting",
    ...(outcome?.reason === undefined ? {} : { reason: outcome.reason }),
    ...(outcome === undefined || outcome.attempt === 0 ? {} : { attempt: outcome.attempt }),
    ...(claim === undefined ? {} : { claimedAt: moment(claim.at), numbers: claim.numbers }),
  };
}

function shownConsent({ at, event }: ConsentEvent): Readonly<Record<string, unknown>> {
  return { at: moment(at), event };
}

function shownEntry({ number, at, event }: SubscriberEntry): Readonly<Record<string, unknown>> {
  return { number, at: moment(at), event };
}
