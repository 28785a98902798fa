import { describe, expect, test } from "vitest";
import type { ApiKey } from "#core/api-key.ts";
import type { ApiKeys } from "#pipeline/ports/keys.ts";

const key: ApiKey = {
  id: "0a1b2c3d4e5f",
  name: "the night desk",
  can: ["publish"],
  topics: ["harbour-strike"],
  digest: "not-a-secret",
  createdAt: 1_000,
  expiresAt: 9_000_000_000_000,
};

/** What the keys promise, whatever they are built on. */
export function apiKeysContract(newKeys: () => Promise<ApiKeys>): void {
  describe("a key", () => {
    test("is given back as it was put, and nothing for another id", async () => {
      const keys = await newKeys();
      expect(await keys.put(key)).toBe(true);
      expect(await keys.get(key.id)).toEqual(key);
      expect(await keys.get("ffffffffffff")).toBeUndefined();
    });

    test("keeps what it may when another of its id is put", async () => {
      const keys = await newKeys();
      await keys.put(key);
      expect(await keys.put({ ...key, can: ["manage"] })).toBe(false);
      expect(await keys.get(key.id)).toEqual(key);
    });

    test("is listed among the others in the order in which they were made", async () => {
      const keys = await newKeys();
      const [third, first, second] = [
        { ...key, id: "000000000001", createdAt: 3_000 },
        { ...key, id: "000000000002", createdAt: 1_000 },
        { ...key, id: "000000000003", createdAt: 2_000 },
      ] as const;
      for (const one of [third, first, second]) await keys.put(one);
      expect(await keys.all()).toEqual([first, second, third]);
    });

    test("is revoked once for good", async () => {
      const keys = await newKeys();
      await keys.put(key);
      await keys.revoke(key.id, 5_000);
      await keys.revoke(key.id, 6_000);
      expect(await keys.get(key.id)).toEqual({ ...key, revokedAt: 5_000 });
      expect(await keys.all()).toEqual([{ ...key, revokedAt: 5_000 }]);
    });

    test("says when it was last used, and never goes back", async () => {
      const keys = await newKeys();
      await keys.put(key);
      await keys.noteUsed(key.id, 7_000);
      await keys.noteUsed(key.id, 6_000);
      expect(await keys.get(key.id)).toEqual({ ...key, usedAt: 7_000 });
    });

    test("does not come into being by being used or revoked", async () => {
      const keys = await newKeys();
      await keys.noteUsed(key.id, 7_000);
      await keys.revoke(key.id, 7_000);
      expect(await keys.get(key.id)).toBeUndefined();
      expect(await keys.all()).toEqual([]);
    });
  });
}
