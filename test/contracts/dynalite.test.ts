import { afterAll, beforeAll, describe } from "vitest";
import { dynamoStores, type EmbeddedDynamo, startDynalite } from "#test/support/embedded-dynamo.ts";
import { storesContract } from "./stores.ts";

describe("on DynamoDB, by dynalite", () => {
  let dynamo: EmbeddedDynamo;
  beforeAll(async () => {
    dynamo = await startDynalite();
  });
  afterAll(() => dynamo.stop());

  storesContract(async (now, shards) => dynamoStores(await dynamo.newTable(now), shards));
});
