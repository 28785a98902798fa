import type { Instant } from "#core/instant.ts";
import type { SubscriberEntry, SuppressionReason } from "#core/subscriber.ts";
import type { Departure } from "#pipeline/ports/keeping.ts";
import type { Subscriber, Subscribers, Suppression, Suppressions } from "#pipeline/ports/subscribers.ts";

export interface Kept {
  readonly subscriber: Subscriber;
  /** Undefined once something is confirmed. */
  readonly keepUntil: Instant | undefined;
}

/** Where the subscribers stand: what forgets them takes them from here. */
export function memoryShelf() {
  return {
    people: new Map<string, Kept>(),
    addresses: new Map<string, string>(),
    logs: new Map<string, SubscriberEntry[]>(),
    /** The entries after which somebody followed nothing, as `id#number`, with their times. */
    departures: new Map<string, Departure>(),
  };
}

/** The subscribers in memory, and what a test may look at besides. */
export interface MemorySubscribers extends Subscribers {
  /** Everyone whose time is not over, ordered by id. */
  everyone(): readonly Subscriber[];
  /** A subscriber's whole log, oldest first. */
  log(id: string): readonly SubscriberEntry[];
}

/** The subscribers and their logs, in memory. */
export function memorySubscribers(now: () => Instant, shelf = memoryShelf()): MemorySubscribers {
  const { people, addresses, logs, departures } = shelf;

  const standing = (id: string | undefined): Kept | undefined => {
    const kept = id === undefined ? undefined : people.get(id);
    return kept?.keepUntil !== undefined && kept.keepUntil <= now() ? undefined : kept;
  };
  const log = (id: string): readonly SubscriberEntry[] => logs.get(id) ?? [];

  return {
    everyone: () =>
      [...people.keys()].sort().flatMap((id) => {
        const kept = standing(id);
        return kept === undefined ? [] : [kept.subscriber];
      }),
    log,
    async byAddress(address) {
      return standing(addresses.get(address))?.subscriber;
    },
    async create(subscriber, keepUntil) {
      const known = standing(addresses.get(subscriber.address));
      const kept = known ?? { subscriber, keepUntil };
      const pending = kept.keepUntil !== undefined;
      const longer = pending ? Math.max(kept.keepUntil, keepUntil) : undefined;
      people.set(kept.subscriber.id, { subscriber: kept.subscriber, keepUntil: longer });
      addresses.set(subscriber.address, kept.subscriber.id);
      return kept.subscriber;
    },
    async keep(subscriber) {
      if ((addresses.get(subscriber.address) ?? subscriber.id) !== subscriber.id) return false;
      addresses.set(subscriber.address, subscriber.id);
      people.set(subscriber.id, { subscriber, keepUntil: undefined });
      return true;
    },
    async now(id) {
      const entry = log(id).at(-1);
      const subscriber = standing(id)?.subscriber;
      return entry === undefined || subscriber === undefined ? undefined : { ...subscriber, entry };
    },
    async get(id) {
      return standing(id)?.subscriber;
    },
    async entry(id, number) {
      return log(id).find((entry) => entry.number === number);
    },
    async newest(id, limit) {
      return log(id).toReversed().slice(0, limit);
    },
    async append(id, entry, keepUntil) {
      if (log(id).some((other) => other.number === entry.number)) return false;
      logs.set(
        id,
        [...log(id), entry].sort((a, b) => a.number - b.number),
      );
      const { number, at, event, state } = entry;
      const hasLeft = state.subscriptions.length === 0 && keepUntil === undefined && event.kind !== "forgotten";
      if (hasLeft) departures.set(`${id}#${number}`, { subscriber: id, number, at });
      return true;
    },
  };
}

/** Later ones outweigh earlier ones. */
const weights: readonly SuppressionReason[] = ["erasure", "bounce", "complaint"];

/** The suppressed addresses, in memory: their hash is the address itself. */
export function memorySuppressions(): Suppressions {
  const standing = new Map<string, Suppression>();
  return {
    async reason(address) {
      return standing.get(address)?.reason;
    },
    async put(address, reason, at) {
      const known = standing.get(address);
      if (known !== undefined && weights.indexOf(known.reason) >= weights.indexOf(reason)) return;
      standing.set(address, { hash: address, reason, at });
    },
    async lift(address, reason) {
      return standing.get(address)?.reason === reason && standing.delete(address);
    },
    async newest(before, limit) {
      return [...standing.values()]
        .filter(({ at }) => at < before)
        .sort((a, b) => b.at - a.at)
        .slice(0, limit);
    },
  };
}
