/** Slices to be sent, and all that `sendSlice` asks of the world but SES, in memory and at once. */
import { setTimeout as sleep } from "node:timers/promises";
import { mailComposer } from "#adapters/ses/compose-mail.ts";
import { dueAudience } from "#core/audience.ts";
import type { DigestRun } from "#core/run.ts";
import type { Slice } from "#core/slice.ts";
import { newState, type SubscriberEntry, type SubscriberState } from "#core/subscriber.ts";
import { laneMemory } from "#pipeline/lane-memory.ts";
import type { Mailer } from "#pipeline/ports/mailer.ts";
import { type SendPorts, sendSlice } from "#pipeline/send-slice.ts";
import { addressOf, idOf, links } from "./subscriber.ts";
import { manner, sentAt, setting, topics, versionsOf } from "./thirty-items.ts";

const hourMs = 60 * 60 * 1000;

/** Mails a second that the account may send: far more than anyone composes, so that no lane ever waits. */
const rate = 1_000_000;

const schedule = { zone: manner.zone, hour: "07:00", weekday: 1 } as const;

/** Someone who follows all three topics daily and has been mailed nothing of them. */
const state: SubscriberState = {
  ...newState(manner.locale, schedule),
  subscriptions: topics.map(({ slug }) => ({
    topic: slug,
    cadence: "daily",
    signUp: 1,
    start: 0,
    mark: 0,
    brought: [],
    owed: [],
  })),
};

const run: DigestRun = {
  id: "daily.2026-11-18.0700.Europe-London",
  kind: "digest",
  cadence: "daily",
  localDate: "2026-11-18",
  audience: dueAudience({ cadence: "daily", hour: schedule.hour, zone: schedule.zone }),
  dueAt: sentAt,
  staleAt: sentAt + 12 * hourMs,
  shards: 1,
};

/** Time goes on from the hour at which the mail is sent, whatever day it is. */
const clock = { now: () => sentAt + performance.now(), sleep: (ms: number) => sleep(ms) };

/** A table in memory, as far as a sender of slices that nobody began before asks it. */
interface Table {
  readonly logs: Map<string, SubscriberEntry[]>;
  slice: Slice;
}

/** Gives a function that sends a slice of so many subscribers, none of whom has been mailed. */
export function sliceSender(mailer: Mailer): (mails: number) => Promise<void> {
  const table: Table = { logs: new Map(), slice: sliceOf(0) };
  const ports = { ...portsOf(table), mailer };
  const memory = laneMemory(ports, 1);
  return async (mails) => {
    table.slice = sliceOf(mails);
    table.logs.clear();
    for (const id of table.slice.members) {
      table.logs.set(id, [{ number: 1, at: sentAt - 24 * hourMs, event: { kind: "changed" }, state }]);
    }
    const outcome = await sendSlice(ports, table.slice, clock.now() + hourMs, memory);
    if (outcome.kind !== "done" || outcome.books.submitted !== mails) {
      throw new Error(`Of ${mails} mails not all were sent: ${JSON.stringify(outcome)}`);
    }
  };
}

function sliceOf(mails: number): Slice {
  const members = Array.from({ length: mails }, (_, index) => idOf(index));
  return { run: run.id, shard: 0, first: idOf(0), members, plannedAt: sentAt };
}

function portsOf(table: Table): Omit<SendPorts, "mailer"> {
  const known = new Map(topics.map((topic) => [topic.slug, topic]));
  const logs = new Map(topics.map(({ slug }) => [slug, versionsOf(slug)]));
  return {
    clock,
    links,
    composer: mailComposer(setting),
    quota: { rate: async () => rate },
    topics: asked<SendPorts["topics"]>({ get: async (slug) => known.get(slug) }),
    topicLog: asked<SendPorts["topicLog"]>({ read: async (slug) => logs.get(slug) ?? [] }),
    account: asked<SendPorts["account"]>({
      state: async () => ({ rate, ratedAt: clock.now(), stopped: new Set(), openAlerts: new Set() }),
    }),
    ledger: asked<SendPorts["ledger"]>({
      run: async () => run,
      slice: async () => table.slice,
      beginSlice: async () => true,
      finishSlice: async () => undefined,
      outcomes: async () => new Map(),
      addSubmitted: async () => undefined,
    }),
    subscribers: asked<SendPorts["subscribers"]>({
      now: async (id) => {
        const entry = table.logs.get(id)?.at(-1);
        return entry && { id, address: addressOf(Number(id.slice(-9))), createdAt: sentAt, entry };
      },
      append: async (id, entry) => {
        const log = table.logs.get(id) ?? [];
        const isFree = log.length === entry.number - 1;
        if (isFree) log.push(entry);
        return isFree;
      },
    }),
    audiences: asked<SendPorts["audiences"]>({}),
    groups: asked<SendPorts["groups"]>({}),
    alarm: asked<SendPorts["alarm"]>({}),
    sliceQueue: asked<SendPorts["sliceQueue"]>({}),
  };
}

/** A port of which only this is asked; anything else would fail as a function that is not there. */
function asked<Port>(part: Partial<Port>): Port {
  return part as Port;
}
