import { describe, expect, test } from "vitest";
import type { SubmitAnswer } from "#core/delivery.ts";
import { noticeGate } from "#pipeline/notice-gate.ts";
import { notify } from "#pipeline/notify.ts";
import { coolDownMs } from "#pipeline/sign-up.ts";
import { memoryStack } from "#test/support/memory-stack.ts";

const topic = "harbour-strike";
const rosa = "rosa@reader.example";

async function stackWithNotice() {
  const stack = memoryStack("2026-11-20T12:00:00Z");
  await stack.addTopic(topic, "the harbour strike");
  await stack.signUp({ email: rosa, topic });
  const [id = ""] = stack.waiting.notices.splice(0);
  return { stack, id };
}

describe("a notice", () => {
  test("is sent once, however often its message arrives", async () => {
    const { stack, id } = await stackWithNotice();
    expect(await notify(stack.ports, id)).toBe("submitted");
    expect(await notify(stack.ports, id)).toBe("nothing-to-do");
    expect(await Promise.all([notify(stack.ports, id), notify(stack.ports, id)])).not.toContain("submitted");
    expect(stack.mailsTo(rosa)).toHaveLength(1);
  });

  test("is sent once by many senders at once", async () => {
    const { stack, id } = await stackWithNotice();
    await Promise.all(Array.from({ length: 20 }, () => notify(stack.ports, id)));
    expect(stack.mailsTo(rosa)).toHaveLength(1);
  });

  test("that nobody put is nothing to do", async () => {
    const { stack } = await stackWithNotice();
    expect(await notify(stack.ports, "confirm.nobody")).toBe("nothing-to-do");
    expect(stack.ses.taken).toEqual([]);
  });

  test.each(["throttled", "unreached"] as const)(
    "that SES certainly did not take (%s) goes a second later",
    async (kind) => {
      const { stack, id } = await stackWithNotice();
      const at = stack.now();
      stack.ses.answers.push({ kind });
      expect(await notify(stack.ports, id)).toBe("submitted");
      expect(stack.mailsTo(rosa).map((mail) => mail.at - at)).toEqual([1000]);
    },
  );

  test("that SES does not take goes when its message comes again", async () => {
    const { stack, id } = await stackWithNotice();
    stack.ses.answers.push({ kind: "throttled" }, { kind: "throttled" });
    expect(await notify(stack.ports, id)).toBe("held");
    expect(await notify(stack.ports, id)).toBe("submitted");
    expect(stack.mailsTo(rosa)).toHaveLength(1);
  });

  test("whose answer was lost is not sent again, until the reader asks after the cool-down", async () => {
    const { stack, id } = await stackWithNotice();
    stack.ses.answers.push({ kind: "lost" });
    expect(await notify(stack.ports, id)).toBe("uncertain");
    expect(await notify(stack.ports, id)).toBe("nothing-to-do");
    stack.pass(coolDownMs);
    await stack.signUp({ email: rosa, topic });
    await stack.drain();
    expect(stack.mailsTo(rosa)).toHaveLength(1);
  });

  test("that SES refuses is not sent again", async () => {
    const { stack, id } = await stackWithNotice();
    stack.ses.answers.push({ kind: "refused", reason: "address-refused" });
    expect(await notify(stack.ports, id)).toBe("refused");
    expect(await notify(stack.ports, id)).toBe("nothing-to-do");
  });

  test("is not sent twice when its sender stops at any call", async () => {
    for (const moment of ["before", "after"] as const) {
      for (let call = 1; call < 20; call++) {
        const { stack, id } = await stackWithNotice();
        stack.process.dieAt(call, moment);
        await notify(stack.ports, id).catch(() => undefined);
        stack.process.revive();
        await notify(stack.ports, id);
        expect(stack.mailsTo(rosa).length, `${moment} call ${call}`).toBeLessThanOrEqual(1);
      }
    }
  });

  test("is not sent a day later: nobody waits for it any more", async () => {
    const { stack, id } = await stackWithNotice();
    stack.pass(24 * 60 * 60 * 1000);
    expect(await notify(stack.ports, id)).toBe("nothing-to-do");
    expect(stack.ses.taken).toEqual([]);
  });

  test("is not sent to an address that was suppressed meanwhile", async () => {
    const { stack, id } = await stackWithNotice();
    await stack.listen([{ kind: "complaint", suppress: { addresses: [rosa], reason: "complaint" } }]);
    expect(await notify(stack.ports, id)).toBe("nothing-to-do");
    expect(stack.ses.taken).toEqual([]);
  });
});

describe("a notice while the account is on hold", () => {
  test.each<SubmitAnswer>([{ kind: "quota" }, { kind: "account", code: "AccessDenied" }])(
    "($kind) waits for its end, and goes then without anybody's doing",
    async (answer) => {
      const { stack, id } = await stackWithNotice();
      stack.ses.answers.push(answer);
      expect(await notify(stack.ports, id)).toBe("on-hold");
      expect((await stack.ports.account.state()).hold?.reason).toBe(answer.kind);
      expect(await notify(stack.ports, id)).toBe("on-hold");
      expect(stack.alarms).toHaveLength(answer.kind === "account" ? 1 : 0);
      await stack.turnTo("2026-11-20T12:30:00Z");
      expect(stack.mailsTo(rosa)).toHaveLength(1);
    },
  );

  test("goes where it is only the brake", async () => {
    const { stack, id } = await stackWithNotice();
    await stack.ports.account.hold({ reason: "brake", since: stack.now() });
    expect(await notify(stack.ports, id)).toBe("submitted");
  });
});

describe("the pace of notices", () => {
  /** When each of these many notices goes, in milliseconds since the first, by `senders` processes in turn. */
  async function moments(rate: number, count: number, isRunOpen: boolean, senders = 2): Promise<number[]> {
    const stack = memoryStack("2026-11-20T12:00:00Z");
    stack.quota.rate = rate;
    await stack.addTopic(topic, "the harbour strike");
    for (let number = 0; number < count; number++)
      await stack.signUp({ email: `reader.${number}@reader.example`, topic });
    if (isRunOpen) await stack.ports.account.setRate(rate, stack.now());
    const gate = noticeGate(stack.ports, senders);
    for (const id of stack.waiting.notices.splice(0)) await notify(stack.ports, id, gate);
    return stack.ses.taken.map(({ at }) => Math.round(at - (stack.ses.taken[0]?.at ?? 0)));
  }

  test("of one of two senders is the share that is kept for them while lanes are at work", async () => {
    expect(await moments(14, 3, true)).toEqual([0, 4000, 8000]);
    expect(await moments(200, 3, true)).toEqual([0, 500, 1000]);
    expect(await moments(1, 3, true)).toEqual([0, 4000, 8000]);
  });

  test("is half of the rate while nobody else sends", async () => {
    expect(await moments(14, 3, false, 1)).toEqual([0, 143, 286]);
    expect(await moments(1, 3, false, 1)).toEqual([0, 2000, 4000]);
  });
});
