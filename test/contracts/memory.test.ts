import { describe } from "vitest";
import { memoryStores } from "#test/support/memory/stores.ts";
import { storesContract } from "./stores.ts";

describe("in memory", () => {
  storesContract(async (now, shards) => memoryStores(now, shards));
});
