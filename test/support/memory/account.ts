import type { AccountState, Hold } from "#core/account.ts";
import type { Instant } from "#core/instant.ts";
import type { Account } from "#pipeline/ports/account.ts";

/** What holds for the whole account, in memory. */
export function memoryAccount(): Account {
  const stopped = new Set<string>();
  const openAlerts = new Set<string>();
  const seats = new Map<string, number>();
  let rated: { readonly rate: number; readonly ratedAt: Instant } | undefined;
  let hold: Hold | undefined;
  return {
    async state(): Promise<AccountState> {
      return {
        stopped: new Set(stopped),
        openAlerts: new Set(openAlerts),
        ...rated,
        ...(hold === undefined ? {} : { hold }),
      };
    },
    async setRate(rate, at) {
      if (rated === undefined || rated.ratedAt <= at) rated = { rate, ratedAt: at };
    },
    async hold(wanted) {
      const stands = hold !== undefined && (wanted.reason !== "brake" || hold.reason === "brake");
      if (!stands) hold = wanted;
      return !stands;
    },
    async release(since) {
      if (hold?.since === since) hold = undefined;
    },
    async stop(run) {
      stopped.add(run);
    },
    async resume(run) {
      stopped.delete(run);
    },
    async openAlert(run) {
      openAlerts.add(run);
    },
    async closeAlert(run) {
      openAlerts.delete(run);
    },
    async seat(queue) {
      const seat = (seats.get(queue) ?? 0) + 1;
      seats.set(queue, seat);
      return seat;
    },
  };
}
