import { describe, expect, test } from "vitest";
import type { Push } from "#core/push.ts";
import type { Pushes } from "#pipeline/ports/hubs.ts";
import type { Sources, WatchedSource } from "#pipeline/ports/sources.ts";

const watched: WatchedSource = {
  source: { id: "tarn.abc", topic: "tarn", url: "https://tarn.example/rss", addedAt: 1_000 },
  watching: { newsAt: 1_000, failures: 0 },
  dueAt: 1_000,
};

const called = (id: string): WatchedSource => ({ ...watched, source: { ...watched.source, id } });

/** What the sources promise, whatever they are built on. */
export function sourcesContract(newSources: () => Promise<Sources>): void {
  describe("a source", () => {
    test("is watched as it was added, and added once", async () => {
      const sources = await newSources();
      expect(await sources.get("tarn.abc")).toBeUndefined();
      expect(await sources.add(watched)).toEqual(watched);
      const other = { ...watched, source: { ...watched.source, addedAt: 2_000 }, dueAt: 2_000 };
      expect(await sources.add(other)).toEqual(watched);
      expect(await sources.get("tarn.abc")).toEqual(watched);
    });

    test("is listed with the others, ordered by id", async () => {
      const sources = await newSources();
      for (const id of ["tarn.c", "dale.a", "tarn.b"]) await sources.add(called(id));
      expect((await sources.all()).map(({ source }) => source.id)).toEqual(["dale.a", "tarn.b", "tarn.c"]);
    });

    test("takes what came of the poll that is planned, and of no other", async () => {
      const sources = await newSources();
      await sources.add(watched);
      const polled: WatchedSource = {
        source: { ...watched.source, url: "https://tarn.example/moved" },
        watching: { newsAt: 2_000, failures: 0, polledAt: 2_000, etag: '"x"', pace: { skipHours: [1] } },
        dueAt: 9_000,
      };
      expect(await sources.save(polled, 999)).toBe(false);
      expect(await sources.get("tarn.abc")).toEqual(watched);
      expect(await sources.save(polled, 1_000)).toBe(true);
      expect(await sources.get("tarn.abc")).toEqual(polled);
      expect(await sources.save(polled, 1_000)).toBe(false);
      expect(await sources.save(called("tarn.unknown"), 1_000)).toBe(false);
    });

    test("remembers names, and is forgotten with them", async () => {
      const sources = await newSources();
      await sources.add(watched);
      expect(await sources.remembered("tarn.abc")).toBeUndefined();
      await sources.remember("tarn.abc", []);
      expect(await sources.remembered("tarn.abc")).toEqual(new Set());
      await sources.remember("tarn.abc", ["a1", "b2"]);
      expect(await sources.remembered("tarn.abc")).toEqual(new Set(["a1", "b2"]));
      expect(await sources.remove("tarn.abc")).toBe(true);
      expect(await sources.remove("tarn.abc")).toBe(false);
      expect(await sources.get("tarn.abc")).toBeUndefined();
      expect(await sources.remembered("tarn.abc")).toBeUndefined();
    });
  });
}

const push: Push = {
  hub: "https://hub.example/",
  about: "https://tarn.example/rss",
  token: "t",
  secret: "s",
  askedAt: 1_000,
};

/** What is promised of what was asked of hubs. */
export function pushesContract(newPushes: () => Promise<Pushes>): void {
  describe("what was asked of a hub", () => {
    test("stands as it was put last", async () => {
      const pushes = await newPushes();
      expect(await pushes.get("tarn.abc")).toBeUndefined();
      await pushes.put("tarn.abc", push);
      await pushes.put("tarn.abc", { ...push, leaseUntil: 9_000 });
      expect(await pushes.get("tarn.abc")).toEqual({ ...push, leaseUntil: 9_000 });
    });
  });
}
