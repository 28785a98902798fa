import { describe, expect, test } from "vitest";
import { brakeReason } from "#core/brake.ts";
import { deliveryId } from "#core/delivery.ts";
import type { MailEvent } from "#pipeline/listen.ts";
import { memoryStack } from "#test/support/memory-stack.ts";

const slice = { run: "daily.2026-11-21.0700.Europe-London", shard: 0, first: "----------------" };

const events = (kind: MailEvent["kind"], count: number, more: Partial<MailEvent> = {}): MailEvent[] =>
  Array.from({ length: count }, (_, index) => ({
    kind,
    delivery: deliveryId({ ...slice, index }),
    attempt: 1,
    ...more,
  }));

const hard = { suppress: { addresses: [], reason: "bounce" } } as const;

describe("the brake", () => {
  test.each([
    [{ sent: 199, bounced: 199, complained: 199 }, undefined],
    [{ sent: 200, bounced: 9, complained: 0 }, undefined],
    [{ sent: 200, bounced: 10, complained: 0 }, "bounces"],
    [{ sent: 1001, bounced: 0, complained: 1 }, undefined],
    [{ sent: 1000, bounced: 0, complained: 1 }, "complaints"],
  ] as const)("of a day with %o is for %s", (tally, reason) => {
    expect(brakeReason(tally)).toBe(reason);
  });

  test("is put by the hard bounces of a day, and calls a person", async () => {
    const stack = memoryStack("2026-11-21T07:00:00Z");
    await stack.listen([...events("send", 200), ...events("bounce", 9, hard)]);
    expect((await stack.ports.account.state()).hold).toBeUndefined();
    await stack.listen(events("bounce", 10, hard));
    expect((await stack.ports.account.state()).hold).toMatchObject({ reason: "brake", code: "bounces" });
    expect(stack.alarms).toEqual([
      { code: "brake", fields: { code: "bounces", sent: 200, bounced: 10, complained: 0 } },
    ]);
  });

  test("counts each event once, however often it comes", async () => {
    const stack = memoryStack("2026-11-21T07:00:00Z");
    for (let time = 0; time < 5; time++) {
      await stack.listen([...events("send", 200), ...events("bounce", 9, hard)]);
    }
    expect((await stack.ports.account.state()).hold).toBeUndefined();
  });

  test("does not count notices, or sign-ups with other people's addresses would stop all digests", async () => {
    const stack = memoryStack("2026-11-21T07:00:00Z");
    const ofNotices = (kind: MailEvent["kind"]): MailEvent[] =>
      Array.from({ length: 200 }, () => ({ kind, isNotice: true, ...(kind === "bounce" ? hard : {}) }));
    await stack.listen([...events("send", 200), ...ofNotices("send"), ...ofNotices("bounce")]);
    expect((await stack.ports.account.state()).hold).toBeUndefined();
  });

  test("does not count a mailbox that is full", async () => {
    const stack = memoryStack("2026-11-21T07:00:00Z");
    await stack.listen([...events("send", 200), ...events("bounce", 100)]);
    expect((await stack.ports.account.state()).hold).toBeUndefined();
  });

  test("counts each day for itself", async () => {
    const stack = memoryStack("2026-11-21T23:59:00Z");
    await stack.listen([...events("send", 200), ...events("bounce", 9, hard)]);
    stack.pass(60_000);
    await stack.listen(events("bounce", 200, hard));
    expect((await stack.ports.account.state()).hold).toBeUndefined();
  });

  test("is not put again by the next event once a person has resumed", async () => {
    const stack = memoryStack("2026-11-21T07:00:00Z");
    await stack.listen([...events("send", 200), ...events("complaint", 1)]);
    expect((await stack.ports.account.state()).hold).toMatchObject({ code: "complaints" });
    await stack.resumeAll();
    await stack.listen(events("complaint", 2));
    expect((await stack.ports.account.state()).hold).toBeUndefined();
  });
});
