import type { Instant } from "#core/instant.ts";
import type { Audiences } from "#pipeline/ports/audiences.ts";
import type { Ledger } from "#pipeline/ports/ledger.ts";
import type { Mishap } from "./mishap.ts";

/** How far an index may be behind, in milliseconds. */
const lagMs = 1000;

/** Something that changed in a list, and when. */
interface Change<Item> {
  readonly list: string;
  readonly item: Item;
  readonly kind: "added" | "removed";
  readonly at: Instant;
}

/** What a list's readers see who are a second behind: changes of the last second are forgotten. */
function recently<Item>(now: () => Instant) {
  let changes: Change<Item>[] = [];
  return {
    note: (list: string, item: Item, kind: "added" | "removed"): void => {
      changes = [...changes.filter(({ at }) => at > now() - lagMs), { list, item, kind, at: now() }];
    },
    /** The first change of each item in the last second. */
    of: (list: string): Change<Item>[] =>
      changes.filter(
        (change, index) =>
          change.list === list &&
          change.at > now() - lagMs &&
          changes.findIndex((other) => other.list === list && other.item === change.item) === index,
      ),
  };
}

/** Audiences whose members may be read a second late. */
export function laggingAudiences(
  real: Audiences,
  now: () => Instant,
  meets: () => Mishap | undefined,
  isIn: (id: string, shard: number) => boolean,
): Audiences {
  const recent = recently<string>(now);
  const has = new Set<string>();
  return {
    async add(audience, subscriber, number) {
      if (!has.has(`${audience} ${subscriber}`)) recent.note(audience, subscriber, "added");
      has.add(`${audience} ${subscriber}`);
      return real.add(audience, subscriber, number);
    },
    async remove(audience, subscriber, number) {
      if (has.delete(`${audience} ${subscriber}`)) recent.note(audience, subscriber, "removed");
      return real.remove(audience, subscriber, number);
    },
    async members(audience, shard, after, limit) {
      if (meets() !== "stale") return real.members(audience, shard, after, limit);
      const changes = recent.of(audience);
      const hidden = new Set(changes.filter(({ kind }) => kind === "added").map(({ item }) => item));
      const shown = changes.filter(({ kind, item }) => kind === "removed" && isIn(item, shard));
      const members = (await real.members(audience, shard, after, limit)).filter((id) => !hidden.has(id));
      const gone = shown.map(({ item }) => item).filter((id) => after === undefined || id > after);
      return [...new Set([...members, ...gone])].sort().slice(0, limit);
    },
  };
}

/** A ledger whose list of open runs may be read a second late. */
export function laggingRuns<Real extends Ledger>(
  real: Real,
  now: () => Instant,
  meets: () => Mishap | undefined,
): Real {
  const recent = recently<string>(now);
  return {
    ...real,
    async putRun(run) {
      const isNew = await real.putRun(run);
      if (isNew) recent.note("open", run.id, "added");
      return isNew;
    },
    async closeRun(id, books, at) {
      recent.note("open", id, "removed");
      return real.closeRun(id, books, at);
    },
    async openRuns() {
      const open = await real.openRuns();
      if (meets() !== "stale") return open;
      return open.filter(({ id }) => !recent.of("open").some(({ item, kind }) => item === id && kind === "added"));
    },
  };
}
