import type { ApiKey } from "#core/api-key.ts";
import type { ApiKeys } from "#pipeline/ports/keys.ts";

/** The keys of the API, in memory. */
export function memoryApiKeys(): ApiKeys {
  const keys = new Map<string, ApiKey>();
  return {
    async put(key) {
      if (keys.has(key.id)) return false;
      keys.set(key.id, key);
      return true;
    },
    async get(id) {
      return keys.get(id);
    },
    async all() {
      return [...keys.values()].sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
    },
    async revoke(id, at) {
      const key = keys.get(id);
      if (key !== undefined && key.revokedAt === undefined) keys.set(id, { ...key, revokedAt: at });
    },
    async noteUsed(id, at) {
      const key = keys.get(id);
      if (key !== undefined) keys.set(id, { ...key, usedAt: Math.max(at, key.usedAt ?? at) });
    },
  };
}
