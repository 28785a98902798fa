import type { Instant } from "#core/instant.ts";
import type { ConsentRecord, Keeping, TidyRound } from "#pipeline/ports/keeping.ts";
import type { memoryShelf } from "./subscribers.ts";

/** The side of the subscribers in memory that forgets. Their memberships are looked up by log, and need no erasing. */
export function memoryKeeping(now: () => Instant, shelf: ReturnType<typeof memoryShelf>): Keeping {
  const { people, addresses, logs, departures } = shelf;
  const records = new Map<string, { readonly record: ConsentRecord; readonly until: Instant; address: string }>();
  let round: TidyRound | undefined;
  const keepEntries = (id: string, isKept: (number: number) => boolean): void => {
    const kept = (logs.get(id) ?? []).filter(({ number }) => isKept(number));
    if (kept.length === 0) logs.delete(id);
    else logs.set(id, kept);
  };

  return {
    async departures(before, limit) {
      return [...departures.values()]
        .sort((a, b) => a.at - b.at)
        .slice(0, limit)
        .filter(({ at }) => at < before);
    },
    async strike({ subscriber, number }) {
      departures.delete(`${subscriber}#${number}`);
    },
    async keepConsent({ id, address }, events, until) {
      records.set(`${address} ${id}`, { record: { subscriber: id, events }, until, address });
    },
    async consents(address) {
      const theirs = [...records.values()].filter((one) => one.address === address && one.until > now());
      return theirs.map(({ record }) => record);
    },
    async forgetAddress({ id, address }) {
      if (people.get(id)?.subscriber.address === address) people.delete(id);
    },
    async forgetPointer({ id, address }) {
      if (addresses.get(address) === id) addresses.delete(address);
    },
    async erase({ subscriber, number }) {
      keepEntries(subscriber, (other) => other > number + 1);
      for (const [key, departure] of departures) {
        if (departure.subscriber === subscriber && departure.number <= number + 1) departures.delete(key);
      }
    },
    async entries(subscriber, after, limit) {
      return (logs.get(subscriber) ?? []).filter(({ number }) => number > after).slice(0, limit);
    },
    async drop(subscriber, numbers) {
      keepEntries(subscriber, (number) => !numbers.includes(number));
      for (const number of numbers) departures.delete(`${subscriber}#${number}`);
    },
    async round() {
      return round;
    },
    async saveRound(saved) {
      round = saved;
    },
  };
}
