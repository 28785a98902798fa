/** What a sender needs, in memory: answers take the time that they take on AWS, and everything else is as plain as can be. */
import type { Outcome } from "#core/delivery.ts";
import type { Version } from "#core/development.ts";
import type { Run } from "#core/run.ts";
import { confirmed, newState, type SubscriberEntry } from "#core/subscriber.ts";
import type { Clock } from "#pipeline/ports/clock.ts";
import type { SendPorts } from "#pipeline/send-slice.ts";

export interface LaneWorld {
  readonly clock: Clock;
  /** The account's rate, in mails a second. */
  readonly rate: number;
  /** Lets a time pass that lies between these, in milliseconds. */
  readonly pass: (ms: { readonly least: number; readonly most: number }) => Promise<void>;
  /** Whether SES takes the mail that comes now. */
  readonly take: () => boolean;
}

/** How long the table takes to answer, and SES, in milliseconds. */
const tableMs = { least: 2, most: 15 };
const sesMs = { least: 30, most: 100 };

const topic = "harbour-strike";
export const runId = "daily.2026-11-21.0700.UTC";

const run: Run = {
  kind: "digest",
  id: runId,
  audience: "due.daily.0700.UTC",
  cadence: "daily",
  dueAt: Date.UTC(2026, 10, 21, 7),
  // Later than any try ends: what is stale is refused, and that is not what is measured.
  staleAt: Date.UTC(2027, 0, 1),
  shards: 1,
  localDate: "2026-11-21",
};

const version: Version = {
  ...{ number: 1, development: 1, kind: "new", importance: "notable" },
  ...{ headline: "Ferries stop at noon", recordedAt: Date.UTC(2026, 10, 20) },
};

/** The ports of a sender over this world. What its slices never ask for is not there. */
export function laneWorld(world: LaneWorld, slices: number, size: number): SendPorts {
  const { clock, pass } = world;
  const ports = {
    ...readersOf(world),
    ledger: ledgerOf(world, slices, size),
    topics: { get: async () => ({ slug: topic, title: "the harbour strike", createdAt: 0 }) },
    topicLog: {
      read: async () => {
        await pass(tableMs);
        return [version];
      },
    },
    account: accountOf(world),
    quota: { rate: async () => world.rate },
    composer: { digest: () => ({ htmlBytes: 0, fill: () => new Uint8Array() }) },
    links: { url: () => "https://follow.tidewater.example/x" },
    mailer: {
      submit: async () => {
        const isTaken = world.take();
        await pass(sesMs);
        return isTaken ? { kind: "taken" } : { kind: "throttled" };
      },
    },
    clock,
  };
  return ports as unknown as SendPorts;
}

function readersOf({ pass }: LaneWorld) {
  const followed = confirmed(
    newState("en", { zone: "UTC", hour: "07:00", weekday: 1 }),
    { topic, cadence: "daily", zone: "UTC", locale: "en" },
    1,
    0,
  );
  if (followed === "too-many") throw new Error("one topic was too many");
  const first: SubscriberEntry = {
    ...{ number: 1, at: 0, state: followed },
    event: { kind: "confirmed", topic, signUp: 1 },
  };
  const logs = new Map<string, SubscriberEntry[]>();
  const logOf = (id: string) => logs.get(id) ?? [first];
  return {
    subscribers: {
      now: async (id: string) => {
        await pass(tableMs);
        return { id, address: `${id}@readers.example`, createdAt: 0, entry: logOf(id).at(-1) };
      },
      newest: async (id: string) => {
        await pass(tableMs);
        return logOf(id).toReversed();
      },
      append: async (id: string, entry: SubscriberEntry) => {
        await pass(tableMs);
        if (entry.number !== logOf(id).length + 1) return false;
        logs.set(id, [...logOf(id), entry]);
        return true;
      },
    },
  };
}

function ledgerOf({ pass }: LaneWorld, slices: number, size: number) {
  const asked = async () => {
    await pass(tableMs);
  };
  return {
    run: async () => {
      await asked();
      return run;
    },
    slice: async (key: { readonly first: string }) => {
      await asked();
      const place = Number(key.first);
      if (place >= slices) return undefined;
      const members = Array.from({ length: size }, (_, index) => `${place} ${index}`);
      return { ...key, members, plannedAt: run.dueAt };
    },
    beginSlice: async () => {
      await asked();
      return true;
    },
    outcomes: async () => {
      await asked();
      return new Map<number, Outcome>();
    },
    addSubmitted: asked,
    addOutcome: asked,
    finishSlice: asked,
  };
}

function accountOf({ clock, pass, rate }: LaneWorld) {
  let seats = 0;
  return {
    state: async () => {
      await pass(tableMs);
      return { stopped: new Set(), openAlerts: new Set(), rate, ratedAt: clock.now() };
    },
    seat: async () => {
      await pass(tableMs);
      seats += 1;
      return seats;
    },
  };
}
