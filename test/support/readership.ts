/**
 * A local stack with many confirmed readers.
 *
 * Signing up over HTTP takes minutes for thousands: the door's throttle sees to that. These are written by the real
 * adapters into the stack's own table, while it is stopped.
 */
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dynamoAudiences } from "#adapters/dynamo/audiences.ts";
import { dynamoDueGroups } from "#adapters/dynamo/due-groups.ts";
import { dynamoSubscribers } from "#adapters/dynamo/subscribers.ts";
import type { DynamoTable } from "#adapters/dynamo/table.ts";
import { keyedHash } from "#adapters/node/keyed-hash.ts";
import { audiencesOf, dueGroupsOf } from "#core/audience.ts";
import type { Cadence } from "#core/cadence.ts";
import { groupName } from "#core/due.ts";
import type { Instant } from "#core/instant.ts";
import { defaultHour, defaultWeekday } from "#core/schedule.ts";
import { confirmed, newState, type SubscriberState } from "#core/subscriber.ts";
import { openNotebook } from "#local/notebook.ts";
import { embeddedClient } from "./embedded-dynamo.ts";
import { type LocalStack, startLocalStack } from "./local-stack.ts";

export interface Readership {
  readonly topics: readonly string[];
  readonly readers: number;
  readonly cadence: Cadence;
  readonly environment?: Record<string, string>;
}

export interface ReadStack {
  readonly stack: LocalStack;
  /** The readers' addresses, in the order in which they stand in the stack's lists. */
  readonly addresses: readonly string[];
  /** Stops the stack and removes its data. */
  end(): Promise<void>;
}

/** The stack's own name of its table, and its number of shards. */
const TABLE = "BulletinStorage-Table";
const SHARDS = 16;

/** Writes that are asked for at once: more do not make the embedded engine faster. */
const AT_ONCE = 8;

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

/** Starts a stack in which all readers follow all topics, each as if confirmed before anything was published. */
export async function startReadStack({ topics, readers, cadence, environment }: Readership): Promise<ReadStack> {
  const data = mkdtempSync(join(tmpdir(), "bulletin-readers-"));
  const options = environment === undefined ? { data } : { data, environment };
  const empty = await startLocalStack(options);
  for (const topic of topics)
    await empty.bulletin("topic", "add", topic, "--title", `the story of ${topic}`, "--local");
  await empty.stop();
  const addresses = Array.from({ length: readers }, (_, place) => `reader-${place}@readers.example`);
  await seed(data, addresses, stateOf(topics, cadence));
  const stack = await startLocalStack(options);
  return {
    stack,
    addresses,
    async end() {
      await stack.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

function stateOf(topics: readonly string[], cadence: Cadence): SubscriberState {
  const schedule = { zone: "UTC", hour: defaultHour, weekday: defaultWeekday };
  let state = newState("en", schedule);
  for (const topic of topics) {
    const after = confirmed(state, { topic, cadence, zone: "UTC", locale: "en" }, 1, 0);
    if (after === "too-many") throw new Error(`nobody can follow ${topics.length} topics`);
    state = after;
  }
  return state;
}

async function seed(data: string, addresses: readonly string[], state: SubscriberState): Promise<void> {
  const server = (createRequire(import.meta.url)("dynalite") as Dynalite)({ path: join(data, "table") });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const client = embeddedClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const at = Date.now();
  const table = { client, name: TABLE, now: () => at, hash: hashOf(data), retention: { runDays: 90 } };
  await write(table, addresses, state, at);
  client.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

type Dynalite = (options: { readonly path: string }) => Server;

/** The hash of addresses by the stack's own key. */
function hashOf(data: string): (address: string) => string {
  const notebook = openNotebook(data);
  const secret = JSON.parse(notebook?.read("secret.HashKey") ?? "{}") as { readonly value?: string };
  notebook?.close();
  return keyedHash((JSON.parse(secret.value ?? "{}") as { readonly key: string }).key);
}

async function write(
  table: DynamoTable,
  addresses: readonly string[],
  state: SubscriberState,
  at: Instant,
): Promise<void> {
  const [subscribers, audiences] = [dynamoSubscribers(table), dynamoAudiences(table, SHARDS)];
  const topics = state.subscriptions.map(({ topic }) => topic);
  for (const group of dueGroupsOf(state)) await dynamoDueGroups(table).stir(groupName(group), topics, at);
  const waiting = addresses.entries();
  const workers = Array.from({ length: AT_ONCE }, async () => {
    for (const [place, address] of waiting) {
      // Like the real ids, these spread over the shards.
      const id = `reader-${String(place).padStart(9, "0")}`;
      await subscribers.create({ id, address, createdAt: at }, at + YEAR_MS);
      const event = { kind: "confirmed", topic: topics[0] ?? "", signUp: 1 } as const;
      await subscribers.append(id, { number: 1, at, event, state });
      for (const audience of audiencesOf(state)) await audiences.add(audience, id, 1);
    }
  });
  await Promise.all(workers);
}
