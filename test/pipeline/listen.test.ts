import { describe, expect, test } from "vitest";
import { deliveryId } from "#core/delivery.ts";
import type { MailEvent } from "#pipeline/listen.ts";
import type { MemoryStack } from "#test/support/memory-stack.ts";
import { books, news, outcomes, reader, run, stackWithRun, topic } from "./planned-run.ts";

/** A run that was sent, and the report that SES took its first mail. */
async function stackWithEvents(count: number) {
  const stack = await stackWithRun(count);
  await stack.drain();
  const sends = stack.ses.taken.map(
    ({ tags }): MailEvent => ({ kind: "send", delivery: tags["delivery"] ?? "", attempt: Number(tags["attempt"]) }),
  );
  return { stack, sends };
}

const bounced = (address: string): MailEvent => ({
  kind: "bounce",
  suppress: { addresses: [address], reason: "bounce" },
});

async function isSuppressed(stack: MemoryStack, address: string): Promise<boolean> {
  return (await stack.ports.suppressions.reason(address)) !== undefined;
}

describe("listening to SES", () => {
  test("records each report of a delivery, however often and in whatever order it comes", async () => {
    const { stack, sends } = await stackWithEvents(4);
    const before = await outcomes(stack);
    const bounces = sends.map((event): MailEvent => ({ ...event, kind: "bounce" }));
    const all = [...bounces, ...sends, ...sends.toReversed(), ...bounces];
    expect(await stack.listen(all)).toMatchObject({ recorded: 16, suppressed: 0, foreign: 0 });
    await stack.listen(all);
    expect(await outcomes(stack)).toEqual(before);
    expect(await books(stack)).toMatchObject({ submitted: 4 });
  });

  test("settles what was uncertain by the report of a later event too", async () => {
    const stack = await stackWithRun(1);
    const { submit } = stack.ports.mailer;
    let delivery = "";
    stack.ports.mailer.submit = (mail) => {
      delivery = mail.tags["delivery"] ?? "";
      return submit(mail);
    };
    stack.ses.answers.push({ kind: "lost" });
    await stack.drain();
    expect(await books(stack)).toMatchObject({ uncertain: 1 });
    await stack.listen([{ kind: "bounce", delivery, attempt: 1 }]);
    expect(await books(stack)).toMatchObject({ submitted: 1, uncertain: 0 });
  });

  describe.each(["reject", "failure"] as const)("of a %s of an uncertain delivery", (kind) => {
    async function refusedStack() {
      const stack = await stackWithRun(1);
      stack.ses.answers.push({ kind: "lost" });
      await stack.drain();
      const [slice] = (await Promise.all([0, 1, 2, 3].map((shard) => stack.ports.ledger.slices(run, shard)))).flat();
      if (slice === undefined) throw new Error("there is no slice");
      const report = { kind, delivery: deliveryId({ ...slice, run, index: 0 }), attempt: 1 };
      return { stack, report };
    }

    test("settles it as refused, and its news come with the next digest", async () => {
      const { stack, report } = await refusedStack();
      await stack.listen([report]);
      expect(await books(stack)).toMatchObject({ uncertain: 0, refused: { "message-refused": 1 } });
      await stack.turnTo("2026-11-22T08:00:00Z");
      expect(await news(stack, 1)).toEqual(["News 1"]);
    });

    test("owes them once, however often it comes and wherever the listener stops", async () => {
      const { stack, report } = await refusedStack();
      for (let call = 1; call < 20; call++) {
        stack.process.dieAt(call, call % 2 === 0 ? "before" : "after");
        await stack.listen([report]).catch(() => undefined);
        stack.process.revive();
      }
      await stack.listen([report, report]);
      const log = await stack.ports.subscribers.newest((await stack.subscriber(reader(1))).id, 50);
      expect(log.filter(({ event }) => event.kind === "owed")).toHaveLength(1);
      await stack.turnTo("2026-11-23T08:00:00Z");
      expect(await news(stack, 1)).toEqual(["News 1"]);
    });

    test("owes nothing where SES is known to have taken it", async () => {
      const { stack, report } = await refusedStack();
      await stack.listen([{ ...report, kind: "send" }, report]);
      await stack.turnTo("2026-11-22T08:00:00Z");
      expect(await books(stack)).toMatchObject({ submitted: 1 });
      expect(await news(stack, 1)).toEqual([]);
    });
  });

  test("passes over reports that name no delivery of ours", async () => {
    const { stack } = await stackWithEvents(1);
    const before = await stack.everything();
    const foreign: MailEvent[] = [
      { kind: "send" },
      { kind: "send", delivery: "daily_2e0", attempt: 1 },
      { kind: "send", delivery: "newsletter from elsewhere", attempt: 1 },
      { kind: "bounce", delivery: "_2e.0", attempt: 1 },
      { kind: "send", delivery: "daily_2e0_2e----------------_2e0" },
    ];
    expect(await stack.listen(foreign)).toMatchObject({ recorded: 0, suppressed: 0, foreign: foreign.length });
    expect(await stack.everything()).toEqual(before);
  });

  test("does not take notices for foreign mails", async () => {
    const { stack } = await stackWithEvents(1);
    expect(await stack.listen([{ kind: "send", isNotice: true }])).toMatchObject({ recorded: 0, foreign: 0 });
  });

  test("notes how far it has heard: the newest send, and hardly the future", async () => {
    const { stack } = await stackWithEvents(1);
    const now = stack.now();
    const heardUpTo = async () => (await stack.ports.ledger.eventPath()).heardUpTo;
    await stack.listen([{ kind: "bounce", sentAt: now - 10 }]);
    expect(await heardUpTo()).toBeUndefined();
    await stack.listen([
      { kind: "send", sentAt: now - 30 },
      { kind: "send", sentAt: now - 20 },
      { kind: "bounce", sentAt: now - 10 },
    ]);
    expect(await heardUpTo()).toBe(now - 20);
    await stack.listen([{ kind: "send", sentAt: now - 25 }]);
    expect(await heardUpTo()).toBe(now - 20);
    // Our clock may be slow.
    await stack.listen([{ kind: "send", sentAt: now + 600_000 }]);
    expect(await heardUpTo()).toBe(now + 600_000);
    await stack.listen([{ kind: "send", sentAt: now + 1_000_000 }]);
    expect(await heardUpTo()).toBe(now + 900_000);
  });

  test("has heard nothing of a window that it could not take in whole", async () => {
    const { stack, sends } = await stackWithEvents(2);
    const { addEvents } = stack.ports.ledger;
    let left = 1;
    stack.ports.ledger.addEvents = async (...given) => {
      if (left-- === 0) throw new Error("the table is away");
      return addEvents(...given);
    };
    const events = sends.flatMap((event): MailEvent[] => [
      { ...event, sentAt: stack.now() },
      { ...event, kind: "delay" },
    ]);
    await expect(stack.listen(events)).rejects.toThrow("the table is away");
    expect(await stack.ports.ledger.eventPath()).toEqual({});
  });

  test("keeps to itself the report of a run that there is not", async () => {
    const { stack } = await stackWithEvents(1);
    await stack.listen([{ kind: "send", delivery: "daily_2eunknown_2e0_2e----------------_2e0", attempt: 1 }]);
    expect(await books(stack)).toMatchObject({ audience: 1, submitted: 1 });
    await stack.recover();
    expect(stack.ports.ledger.runs()).toHaveLength(1);
  });
});

describe("a bounce or a complaint", () => {
  test.each(["bounce", "complaint"] as const)(
    "(%s) suppresses the address at once: no mail is claimed any more",
    async (reason) => {
      const stack = await stackWithRun(2);
      await stack.listen([{ kind: reason, suppress: { addresses: [reader(1)], reason } }]);
      await stack.drain();
      await stack.publish(topic, ["News 2"]);
      await stack.turnTo("2026-11-24T12:00:00Z");
      expect(stack.mailsTo(reader(1))).toEqual([]);
      expect(stack.mailsTo(reader(2)).length).toBeGreaterThan(0);
      const { state } = (await stack.subscriber(reader(1))).entry;
      expect(state).toMatchObject({ suppressed: reason, subscriptions: [] });
    },
  );

  test("knows the address in whatever letters SES writes it", async () => {
    const stack = await stackWithRun(1);
    await stack.listen([bounced(` ${reader(1).toUpperCase()} `)]);
    expect(await isSuppressed(stack, reader(1))).toBe(true);
    expect((await stack.subscriber(reader(1))).entry.state.suppressed).toBe("bounce");
  });

  test("that comes twice suppresses once", async () => {
    const stack = await stackWithRun(1);
    await stack.listen([bounced(reader(1)), bounced(reader(1))]);
    await stack.listen([bounced(reader(1))]);
    const log = stack.ports.subscribers.log((await stack.subscriber(reader(1))).id);
    expect(log.filter(({ event }) => event.kind === "suppressed")).toHaveLength(1);
  });

  test("of somebody unknown suppresses the address all the same", async () => {
    const stack = await stackWithRun(1);
    await stack.listen([bounced("nobody@reader.example")]);
    await stack.signUp({ email: "nobody@reader.example", topic });
    await stack.drain();
    expect(stack.mailsTo("nobody@reader.example")).toEqual([]);
  });

  test("that is soft suppresses nobody at once", async () => {
    const { stack, sends } = await stackWithEvents(1);
    const unreached = { addresses: [reader(1)], day: "2026-11-21" };
    await stack.listen(sends.map((event): MailEvent => ({ ...event, kind: "soft-bounce", unreached })));
    await stack.listen(sends.map((event): MailEvent => ({ ...event, kind: "delay" })));
    expect(await isSuppressed(stack, reader(1))).toBe(false);
    expect((await stack.subscriber(reader(1))).entry.state.subscriptions).toHaveLength(1);
  });

  test("is taken in, whenever the listener stops, when its report comes again", async () => {
    for (const moment of ["before", "after"] as const) {
      for (let call = 1; call < 40; call++) {
        const stack = await stackWithRun(1);
        stack.process.dieAt(call, moment);
        const died = await stack.listen([bounced(reader(1))]).then(
          () => false,
          () => true,
        );
        stack.process.revive();
        await stack.listen([bounced(reader(1))]);
        expect(await isSuppressed(stack, reader(1))).toBe(true);
        expect((await stack.subscriber(reader(1))).entry.state.suppressed).toBe("bounce");
        if (!died) break;
      }
    }
  });
});
