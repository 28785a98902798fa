import type { HeldDevelopment } from "#core/held.ts";
import type { HeldDevelopments } from "#pipeline/ports/held.ts";

/** Developments that wait outside the topics' logs, in memory. */
export function memoryHeld(): HeldDevelopments {
  const byName = new Map<string, HeldDevelopment>();
  const nameOf = ({ topic, id }: { topic: string; id: string }) => `${topic}#${id}`;
  const isStanding = (held: { topic: string; id: string }, standing: HeldDevelopment | undefined) =>
    JSON.stringify(byName.get(nameOf(held))) === JSON.stringify(standing);
  const waiting = () => [...byName.values()].filter(({ state }) => state !== "discarded");
  const timed = () =>
    waiting()
      .filter(({ releaseAt }) => releaseAt !== undefined)
      .sort((a, b) => Number(a.releaseAt) - Number(b.releaseAt));
  const bare = ({ topic, id }: HeldDevelopment) => ({ topic, id });
  return {
    async get(name) {
      return byName.get(nameOf(name));
    },
    async of(topic, limit) {
      const held = waiting().filter((one) => one.topic === topic);
      return held.sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, limit);
    },
    async all(limit) {
      const untimed = waiting().filter(({ releaseAt }) => releaseAt === undefined);
      untimed.sort((a, b) => a.heldAt - b.heldAt);
      return [...timed().slice(0, limit), ...untimed.slice(0, limit)].map(bare);
    },
    async due(now, limit) {
      return timed()
        .filter(({ releaseAt }) => Number(releaseAt) <= now)
        .slice(0, limit)
        .map(bare);
    },
    async put(held, standing) {
      if (!isStanding(held, standing)) return false;
      byName.set(nameOf(held), held);
      return true;
    },
    async remove(standing) {
      return isStanding(standing, standing) && byName.delete(nameOf(standing));
    },
  };
}
