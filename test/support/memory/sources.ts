import type { Push } from "#core/push.ts";
import type { Pushes } from "#pipeline/ports/hubs.ts";
import type { Sources, WatchedSource } from "#pipeline/ports/sources.ts";

/** What was asked of hubs, in memory. */
export function memoryPushes(): Pushes {
  const pushes = new Map<string, Push>();
  return {
    get: async (source) => pushes.get(source),
    async put(source, push) {
      pushes.set(source, push);
    },
  };
}

/** The sources, in memory. */
export function memorySources(): Sources {
  const sources = new Map<string, WatchedSource>();
  const remembered = new Map<string, ReadonlySet<string>>();
  return {
    async add(watched) {
      const standing = sources.get(watched.source.id) ?? watched;
      sources.set(watched.source.id, standing);
      return standing;
    },
    get: async (id) => sources.get(id),
    all: async () => [...sources.values()].sort((a, b) => (a.source.id < b.source.id ? -1 : 1)),
    async save(watched, dueAt) {
      if (sources.get(watched.source.id)?.dueAt !== dueAt) return false;
      sources.set(watched.source.id, watched);
      return true;
    },
    async remove(id) {
      remembered.delete(id);
      return sources.delete(id);
    },
    remembered: async (id) => remembered.get(id),
    async remember(id, names) {
      remembered.set(id, new Set(names));
    },
  };
}
