/** A table with topics and with readers who follow all of them daily, written by the real adapters. */
import { dynamoAudiences } from "#adapters/dynamo/audiences.ts";
import { dynamoDueGroups } from "#adapters/dynamo/due-groups.ts";
import { dynamoSubscribers } from "#adapters/dynamo/subscribers.ts";
import type { DynamoTable } from "#adapters/dynamo/table.ts";
import { dynamoTopicLog } from "#adapters/dynamo/topic-log.ts";
import { dynamoTopics } from "#adapters/dynamo/topics.ts";
import { audiencesOf, dueGroupsOf, shardOf } from "#core/audience.ts";
import { groupName } from "#core/due.ts";
import { confirmed, newState, type SubscriberState } from "#core/subscriber.ts";

export interface Readership {
  readonly shards: number;
  /** How many readers stand in each shard. */
  readonly inShard: number;
  readonly topics: readonly string[];
  /** Developments of each topic, all of them new to everybody. */
  readonly developments: number;
}

/** Writes that are asked for at once: more do not make the embedded engine faster. */
const atOnce = 8;

const yearMs = 365 * 24 * 60 * 60 * 1000;

/** Writes it all, and gives the readers' ids. */
export async function writeReadership(table: DynamoTable, readership: Readership): Promise<readonly string[]> {
  const at = table.now();
  const [topics, log, groups] = [dynamoTopics(table), dynamoTopicLog(table), dynamoDueGroups(table)];
  for (const slug of readership.topics) {
    await topics.put({ slug, title: `the story of ${slug}`, createdAt: at });
    for (let number = 1; number <= readership.developments; number++) {
      const version = { number, development: number, kind: "new", importance: "routine", recordedAt: at } as const;
      await log.append(slug, {
        ...version,
        headline: `${slug}, part ${number}`,
        text: `<p>${"What is new. ".repeat(20)}</p>`,
      });
    }
  }
  const state = followingAll(readership.topics);
  for (const group of dueGroupsOf(state)) await groups.stir(groupName(group), [...readership.topics], at);
  const ids = idsOf(readership);
  const waiting = ids.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const id of waiting) await writeReader(table, readership.shards, id, state);
    }),
  );
  return ids;
}

/** The address of a reader. */
export function addressOf(id: string): string {
  return `${id.toLowerCase()}@readers.example`;
}

async function writeReader(table: DynamoTable, shards: number, id: string, state: SubscriberState): Promise<void> {
  const at = table.now();
  const subscribers = dynamoSubscribers(table);
  await subscribers.create({ id, address: addressOf(id), createdAt: at }, at + yearMs);
  const event = { kind: "confirmed", topic: state.subscriptions[0]?.topic ?? "", signUp: 1 } as const;
  await subscribers.append(id, { number: 1, at, event, state });
  for (const audience of audiencesOf(state)) await dynamoAudiences(table, shards).add(audience, id, 1);
}

function followingAll(topics: readonly string[]): SubscriberState {
  let state = newState("en", { zone: "UTC", hour: "07:00", weekday: 1 });
  for (const topic of topics) {
    const after = confirmed(state, { topic, cadence: "daily", zone: "UTC", locale: "en" }, 1, 0);
    if (after === "too-many") throw new Error(`nobody can follow ${topics.length} topics`);
    state = after;
  }
  return state;
}

/** Ids of 16 characters, as real ones have, so many to each shard. */
function idsOf({ shards, inShard }: Readership): string[] {
  const room = Array.from({ length: shards }, () => inShard);
  const ids: string[] = [];
  for (let place = 0; ids.length < shards * inShard; place++) {
    const id = `reader-${String(place).padStart(9, "0")}`;
    const shard = shardOf(id, shards);
    const left = room[shard] ?? 0;
    if (left === 0) continue;
    room[shard] = left - 1;
    ids.push(id);
  }
  return ids;
}
