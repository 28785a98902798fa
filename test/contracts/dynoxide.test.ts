import { afterAll, beforeAll, describe } from "vitest";
import { dynamoStores, type EmbeddedDynamo, hasDynoxide, startDynoxide } from "#test/support/embedded-dynamo.ts";
import { storesContract } from "./stores.ts";

describe.skipIf(!hasDynoxide)("on DynamoDB, by dynoxide (skipped where it is not installed: Linux x64 only)", () => {
  let dynamo: EmbeddedDynamo;
  beforeAll(async () => {
    dynamo = await startDynoxide();
  });
  afterAll(() => dynamo.stop());

  storesContract(async (now, shards) => dynamoStores(await dynamo.newTable(now), shards));
});
