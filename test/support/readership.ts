/**
 * A local stack with many confirmed readers.
 *
 * Signing up over HTTP takes minutes for thousands: the door's throttle sees to that. These are written by the real
 * adapters into the stack's own table.
 */
import { dynamoAudiences } from "#adapters/dynamo/audiences.ts";
import { dynamoDueGroups } from "#adapters/dynamo/due-groups.ts";
import { dynamoSubscribers } from "#adapters/dynamo/subscribers.ts";
import type { DynamoTable } from "#adapters/dynamo/table.ts";
import { dynamoTopics } from "#adapters/dynamo/topics.ts";
import { audiencesOf, dueGroupsOf } from "#core/audience.ts";
import type { Cadence } from "#core/cadence.ts";
import { groupName } from "#core/due.ts";
import type { Instant } from "#core/instant.ts";
import { defaultHour, defaultWeekday } from "#core/schedule.ts";
import { confirmed, newState, type SubscriberState } from "#core/subscriber.ts";
import { type OpenStack, SHARDS, startOpenStack } from "./stack-table.ts";

/** Readers who all follow the same topics. */
export interface Readers {
  readonly count: number;
  readonly topics: readonly string[];
  readonly cadence: Cadence;
}

export interface ReadStack extends OpenStack {
  /** The addresses of those who follow a topic. */
  addresses(topic: string): readonly string[];
}

interface Reader {
  readonly id: string;
  readonly address: string;
  readonly state: SubscriberState;
}

/** Writes that are asked for at once: more do not make the embedded engine faster. */
const AT_ONCE = 8;

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

/** Starts a stack in which everyone follows as if confirmed before anything was published. */
export async function startReadStack(readership: readonly Readers[]): Promise<ReadStack> {
  const open = await startOpenStack();
  for (const slug of new Set(readership.flatMap(({ topics }) => topics))) {
    await dynamoTopics(open.table).put({ slug, title: `the story of ${slug}`, createdAt: Date.now() });
  }
  const readers = readership.flatMap(readersOf);
  await write(open.table, readers, Date.now());
  return {
    ...open,
    addresses: (topic) =>
      readers
        .filter(({ state }) => state.subscriptions.some((subscription) => subscription.topic === topic))
        .map(({ address }) => address),
  };
}

function readersOf({ count, topics, cadence }: Readers, group: number): readonly Reader[] {
  const state = stateOf(topics, cadence);
  return Array.from({ length: count }, (_, place) => {
    // 16 characters, like the real ids, and spread over the shards as they are.
    const id = `reader-${group}-${String(place).padStart(14 - String(group).length - 6, "0")}`;
    return { id, address: `${id}@readers.example`, state };
  });
}

function stateOf(topics: readonly string[], cadence: Cadence): SubscriberState {
  let state = newState("en", { zone: "UTC", hour: defaultHour, weekday: defaultWeekday });
  for (const topic of topics) {
    const after = confirmed(state, { topic, cadence, zone: "UTC", locale: "en" }, 1, 0);
    if (after === "too-many") throw new Error(`nobody can follow ${topics.length} topics`);
    state = after;
  }
  return state;
}

async function write(table: DynamoTable, readers: readonly Reader[], at: Instant): Promise<void> {
  const [subscribers, audiences, groups] = [
    dynamoSubscribers(table),
    dynamoAudiences(table, SHARDS),
    dynamoDueGroups(table),
  ];
  for (const [group, topics] of groupsOf(readers)) await groups.stir(group, [...topics], at);
  const waiting = readers.values();
  const workers = Array.from({ length: AT_ONCE }, async () => {
    for (const { id, address, state } of waiting) {
      await subscribers.create({ id, address, createdAt: at }, at + YEAR_MS);
      const event = { kind: "confirmed", topic: state.subscriptions[0]?.topic ?? "", signUp: 1 } as const;
      await subscribers.append(id, { number: 1, at, event, state });
      for (const audience of audiencesOf(state)) await audiences.add(audience, id, 1);
    }
  });
  await Promise.all(workers);
}

/** The due groups of all readers, with every topic that is followed there. */
function groupsOf(readers: readonly Reader[]): ReadonlyMap<string, ReadonlySet<string>> {
  const groups = new Map<string, Set<string>>();
  for (const state of new Set(readers.map((reader) => reader.state))) {
    for (const group of dueGroupsOf(state).map(groupName)) {
      const topics = groups.get(group) ?? new Set();
      groups.set(group, topics);
      for (const { topic } of state.subscriptions) topics.add(topic);
    }
  }
  return groups;
}
