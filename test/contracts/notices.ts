import { describe, expect, test } from "vitest";
import type { Notice, Notices } from "#pipeline/ports/notices.ts";

const notice: Notice = {
  id: "confirm.aaaaaaaaaaaaaaaa.harbour",
  subscriber: "aaaaaaaaaaaaaaaa",
  contents: { kind: "confirm", topicTitle: "Harbour strike", cadence: "daily" },
  locale: "en",
  zone: "Europe/London",
  link: { purpose: "confirm", signUp: 1 },
  causedAt: 1_000,
};

/** What the notices promise, whatever they are built on. */
export function noticesContract(newNotices: () => Promise<Notices>): void {
  describe("a notice", () => {
    test("waits as it was put", async () => {
      const notices = await newNotices();
      expect(await notices.get(notice.id)).toBeUndefined();
      expect(await notices.put(notice, 0)).toBe(true);
      expect(await notices.get(notice.id)).toEqual({ notice, state: "waiting" });
    });

    test("is put again only when the last one of its cause has cooled", async () => {
      const notices = await newNotices();
      await notices.put(notice, 0);
      const next = { ...notice, causedAt: 2_000 };
      expect(await notices.put(next, 999)).toBe(false);
      expect(await notices.get(notice.id)).toEqual({ notice, state: "waiting" });
      expect(await notices.put(next, 1_000)).toBe(true);
      expect(await notices.get(notice.id)).toEqual({ notice: next, state: "waiting" });
    });

    test("is put by one of many that ask at once", async () => {
      const notices = await newNotices();
      const put = await Promise.all(Array.from({ length: 30 }, () => notices.put(notice, 0)));
      expect(put.filter(Boolean)).toHaveLength(1);
    });

    test("is started by one of many that ask at once", async () => {
      const notices = await newNotices();
      await notices.put(notice, 0);
      const tries = Array.from({ length: 30 }, () => notices.move(notice.id, 1_000, "waiting", "started"));
      expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
      expect((await notices.get(notice.id))?.state).toBe("started");
    });

    test("moves only from the state in which it is", async () => {
      const notices = await newNotices();
      await notices.put(notice, 0);
      expect(await notices.move(notice.id, 1_000, "started", "submitted")).toBe(false);
      expect(await notices.move("confirm.unknown", 1_000, "waiting", "started")).toBe(false);
      expect(await notices.move(notice.id, 1_000, "waiting", "started")).toBe(true);
      expect(await notices.move(notice.id, 1_000, "started", "submitted")).toBe(true);
      expect(await notices.get(notice.id)).toEqual({ notice, state: "submitted" });
      expect(await notices.get("confirm.unknown")).toBeUndefined();
    });

    test("does not move for a message about an earlier one of its cause", async () => {
      const notices = await newNotices();
      await notices.put(notice, 0);
      await notices.put({ ...notice, causedAt: 2_000 }, 1_000);
      expect(await notices.move(notice.id, 1_000, "waiting", "started")).toBe(false);
      expect((await notices.get(notice.id))?.state).toBe("waiting");
    });

    test("is listed while it waits, those that wait longest first", async () => {
      const notices = await newNotices();
      const of = (id: string, causedAt: number) => ({ ...notice, id, causedAt });
      for (const [id, causedAt] of [
        ["confirm.c", 3_000],
        ["confirm.a", 20_000],
        ["confirm.b", 2_000],
      ] as const) {
        await notices.put(of(id, causedAt), 0);
      }
      expect(await notices.waiting(20_000, 10)).toEqual(["confirm.b", "confirm.c"]);
      expect(await notices.waiting(20_001, 2)).toEqual(["confirm.b", "confirm.c"]);
      await notices.move("confirm.b", 2_000, "waiting", "started");
      expect(await notices.waiting(20_001, 10)).toEqual(["confirm.c", "confirm.a"]);
      await notices.move("confirm.b", 2_000, "started", "waiting");
      expect(await notices.waiting(Number.MAX_SAFE_INTEGER, 10)).toContain("confirm.b");
    });

    test("waits anew once it is queued again, and only if it waits", async () => {
      const notices = await newNotices();
      await notices.put(notice, 0);
      await notices.noteQueued(notice.id, 5_000);
      await notices.noteQueued("confirm.unknown", 5_000);
      expect(await notices.waiting(5_000, 10)).toEqual([]);
      expect(await notices.waiting(5_001, 10)).toEqual([notice.id]);
      await notices.move(notice.id, 1_000, "waiting", "submitted");
      await notices.noteQueued(notice.id, 6_000);
      expect(await notices.waiting(9_000, 10)).toEqual([]);
    });
  });
}
