import { describe, expect, test } from "vitest";
import type { Account } from "#pipeline/ports/account.ts";

const nothing = { stopped: new Set(), openAlerts: new Set() };
const quota = { reason: "quota", since: 1_000 } as const;
const refused = { reason: "account", code: "AccountSendingPaused", since: 2_000 } as const;
const brake = { reason: "brake", since: 3_000 } as const;

/** What the account's one item promises, whatever it is built on. */
export function accountContract(newAccount: () => Promise<Account>): void {
  describe("the account", () => {
    test("holds nothing at first", async () => {
      expect(await (await newAccount()).state()).toEqual(nothing);
    });

    test("has the rate that was told last, also one with a fraction", async () => {
      const account = await newAccount();
      await account.setRate(14, 2_000);
      await account.setRate(200, 1_000);
      expect(await account.state()).toEqual({ ...nothing, rate: 14, ratedAt: 2_000 });
      await account.setRate(0.5, 3_000);
      expect(await account.state()).toEqual({ ...nothing, rate: 0.5, ratedAt: 3_000 });
    });

    test("keeps the hold that stands", async () => {
      const account = await newAccount();
      expect(await account.hold(refused)).toBe(true);
      expect(await account.hold(quota)).toBe(false);
      expect(await account.hold({ ...refused, since: 9_000 })).toBe(false);
      expect(await account.state()).toEqual({ ...nothing, hold: refused });
    });

    test("is put on hold by one of many that ask at once", async () => {
      const account = await newAccount();
      const put = await Promise.all(Array.from({ length: 20 }, (_, since) => account.hold({ ...quota, since })));
      expect(put.filter(Boolean)).toHaveLength(1);
    });

    test("lets a brake take the place of another hold, and nothing that of a brake", async () => {
      const account = await newAccount();
      await account.hold(refused);
      expect(await account.hold(brake)).toBe(true);
      expect(await account.state()).toEqual({ ...nothing, hold: brake });
      expect(await account.hold({ ...brake, since: 9_000 })).toBe(false);
      expect(await account.hold(refused)).toBe(false);
      expect(await account.state()).toEqual({ ...nothing, hold: brake });
    });

    test("is released from the hold that is meant, and from no other", async () => {
      const account = await newAccount();
      await account.release(1_000);
      await account.hold(refused);
      await account.release(1_000);
      expect(await account.state()).toEqual({ ...nothing, hold: refused });
      await account.release(2_000);
      await account.release(2_000);
      expect(await account.state()).toEqual(nothing);
      expect(await account.hold(quota)).toBe(true);
      expect(await account.state()).toEqual({ ...nothing, hold: quota });
    });

    test("knows the stopped runs and the open alerts, each once", async () => {
      const account = await newAccount();
      await account.resume("daily.1");
      await account.stop("daily.1");
      await account.stop("daily.1");
      await account.stop("daily.2");
      await account.openAlert("alert.1");
      await account.openAlert("alert.1");
      expect(await account.state()).toEqual({
        stopped: new Set(["daily.1", "daily.2"]),
        openAlerts: new Set(["alert.1"]),
      });
      await account.resume("daily.1");
      await account.resume("daily.2");
      await account.closeAlert("alert.1");
      await account.closeAlert("alert.1");
      expect(await account.state()).toEqual(nothing);
    });

    test("numbers the lanes of each kind", async () => {
      const account = await newAccount();
      const seats = await Promise.all(Array.from({ length: 8 }, () => account.seat("digest")));
      expect(seats.sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
      expect(await account.seat("alert")).toBe(1);
      expect(await account.seat("digest")).toBe(9);
      expect(await account.state()).toEqual(nothing);
    });

    test("loses none of the changes that are made at once", async () => {
      const account = await newAccount();
      const runs = Array.from({ length: 20 }, (_, place) => `daily.${place}`);
      await Promise.all([...runs.map((run) => account.stop(run)), account.setRate(14, 1), account.hold(quota)]);
      const state = await account.state();
      expect([...state.stopped].sort()).toEqual(runs.sort());
      expect(state).toMatchObject({ rate: 14, hold: quota });
    });
  });
}
