import { shardOf } from "#core/audience.ts";
import type { Audiences, DueGroups, GroupRecord } from "#pipeline/ports/audiences.ts";

/** The audiences, in memory. */
export function memoryAudiences(shards: number): Audiences {
  const audiences = new Map<string, Map<string, number>>();
  return {
    async add(audience, subscriber, number) {
      const members = audiences.get(audience) ?? new Map<string, number>();
      audiences.set(audience, members);
      members.set(subscriber, Math.max(number, members.get(subscriber) ?? number));
    },
    async remove(audience, subscriber, number) {
      const named = audiences.get(audience)?.get(subscriber);
      if (named !== undefined && named <= number) audiences.get(audience)?.delete(subscriber);
    },
    async members(audience, shard, after, limit) {
      return [...(audiences.get(audience)?.keys() ?? [])]
        .filter((id) => shardOf(id, shards) === shard && (after === undefined || id > after))
        .sort()
        .slice(0, limit);
    },
  };
}

/** The registry of due groups, in memory. */
export function memoryDueGroups(): DueGroups {
  const groups = new Map<string, GroupRecord>();
  return {
    async stir(name, topics, at) {
      const known = groups.get(name) ?? { name, topics: [], stirredAt: at };
      const all = [...new Set([...known.topics, ...topics])].sort();
      groups.set(name, { ...known, topics: all, stirredAt: Math.max(known.stirredAt, at) });
    },
    async wake(name, at) {
      const known = groups.get(name);
      if (known === undefined) return;
      const wakes = [...new Set([...(known.wakes ?? []), at])].sort((a, b) => a - b);
      groups.set(name, { ...known, wakes });
    },
    async all() {
      return [...groups.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    async setPlanned(name, planned, woken = []) {
      const known = groups.get(name);
      if (known === undefined || (known.planned !== undefined && known.planned.at > planned.at)) return;
      const { wakes, ...rest } = known;
      const ahead = wakes?.filter((at) => !woken.includes(at)) ?? [];
      groups.set(name, { ...rest, planned, ...(ahead.length === 0 ? {} : { wakes: ahead }) });
    },
  };
}
