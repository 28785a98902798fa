// What stands in the table of somebody who is forgotten, the whole of it looked through.

import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DynamoTable } from "#adapters/dynamo/table.ts";
import { newState, type SubscriberState } from "#core/subscriber.ts";
import { forgetDeparted } from "#pipeline/forget-departed.ts";
import { dynamoStores, type EmbeddedDynamo, startDynalite } from "#test/support/embedded-dynamo.ts";

const day = 24 * 60 * 60 * 1000;
const noon = Date.UTC(2026, 2, 1, 12);
const ana = { id: "aaaaaaaaaaaaaaaa", address: "ana@example.test", createdAt: noon };
const kept = { pendingMs: 7 * day, supersededMs: 90 * day, addressMs: 28 * day, consentMs: 1096 * day };

const gone = newState("en", { zone: "Europe/London", hour: "07:00", weekday: 1 });
const following: SubscriberState = {
  ...gone,
  subscriptions: [{ topic: "harbour", cadence: "daily", signUp: 1, start: 0, mark: 0, brought: [], owed: [] }],
};

let dynamo: EmbeddedDynamo;
let table: DynamoTable;
let now = noon;

beforeAll(async () => {
  dynamo = await startDynalite();
  table = await dynamo.newTable(() => now);
});
afterAll(() => dynamo.stop());

async function keys(): Promise<string[]> {
  const { Items: all = [] } = await table.client.send(new ScanCommand({ TableName: table.name }));
  return all.map(({ pk, sk }) => `${pk?.S} ${sk?.S}`).sort();
}

describe("who is forgotten", () => {
  test("leaves one item, without the address, and it expires", async () => {
    const { subscribers, audiences, keeping } = dynamoStores(table, 1);
    const request = { topic: "harbour", cadence: "daily", zone: "UTC", locale: "en" } as const;
    await subscribers.create(ana, noon + 7 * day);
    await subscribers.append(
      ana.id,
      { number: 1, at: noon, event: { kind: "signed-up", request }, state: gone },
      noon + day,
    );
    await subscribers.keep(ana);
    await audiences.add("followers.harbour", ana.id, 2);
    const confirmed = { kind: "confirmed", topic: "harbour", signUp: 1 } as const;
    await subscribers.append(ana.id, { number: 2, at: noon, event: confirmed, state: following });
    for (let number = 3; number < 60; number++) {
      await subscribers.append(ana.id, { number, at: noon + number, event: { kind: "changed" }, state: following });
    }
    const left = { kind: "left", topics: ["harbour"] } as const;
    await subscribers.append(ana.id, { number: 60, at: noon + day, event: left, state: gone });
    now = noon + 29 * day + 1;
    const ports = { subscribers, keeping, clock: { now: () => now, sleep: async () => undefined } };
    expect(await forgetDeparted(ports, kept, now + 1000)).toBe(1);
    expect(await keys()).toEqual([`CONSENT#${table.hash(ana.address)} ${ana.id}`]);
    const { Items: [record] = [] } = await table.client.send(new ScanCommand({ TableName: table.name }));
    expect(JSON.stringify(record)).not.toContain("@");
    expect(record?.["expiresAt"]?.N).toBe(String((noon + day + kept.consentMs) / 1000));
  });
});
