import { describe, expect, test } from "vitest";
import type { SubmitAnswer } from "#core/delivery.ts";
import { deliveryId } from "#core/delivery.ts";
import { laneMemory } from "#pipeline/lane-memory.ts";
import { sendSlice } from "#pipeline/send-slice.ts";
import { books, mailCounts, news, outcomes, reader, redeliverSlices, run, stackWithRun, topic } from "./planned-run.ts";

const hourMs = 60 * 60 * 1000;

const ones = (count: number): number[] => Array(count).fill(1);

describe("sending a slice", () => {
  test("leaves nothing uncertain where a mail could not be composed", async () => {
    const stack = await stackWithRun(4);
    const { get } = stack.ports.topics;
    stack.ports.topics.get = async () => {
      throw new Error("the table is out of reach");
    };
    await expect(stack.drain()).rejects.toThrow("out of reach");
    stack.ports.topics.get = get;
    stack.redeliver();
    await stack.drain();
    expect(await books(stack)).toMatchObject({ submitted: 4, uncertain: 0, waiting: 0 });
    expect(mailCounts(stack, 4)).toEqual([1, 1, 1, 1]);
  });

  test("mails each subscriber once, and closes the run with books that balance", async () => {
    const stack = await stackWithRun(12);
    await stack.drain();
    expect(mailCounts(stack, 12)).toEqual(ones(12));
    await stack.recover();
    expect(stack.ports.ledger.booksOf(run)).toEqual({
      audience: 12,
      submitted: 12,
      refused: {},
      uncertain: 0,
      waiting: 0,
    });
  });

  test("mails each subscriber once, however often its message arrives", async () => {
    const stack = await stackWithRun(12);
    const keys = [...stack.waiting.slices];
    for (let time = 0; time < 3; time++) {
      redeliverSlices(stack, keys);
      await stack.drain();
    }
    expect(mailCounts(stack, 12)).toEqual(ones(12));
    expect(await books(stack)).toMatchObject({ audience: 12, submitted: 12, waiting: 0 });
  });

  test("mails each subscriber the link that leaves, and tags the mail with its delivery and attempt", async () => {
    const stack = await stackWithRun(1);
    await stack.drain();
    const [mail] = stack.mailsTo(reader(1));
    const [key] = (await Promise.all([0, 1, 2, 3].map((shard) => stack.ports.ledger.slices(run, shard)))).flat();
    expect(mail?.tags).toEqual({
      delivery: deliveryId({ run, shard: key?.shard ?? -1, first: key?.first ?? "", index: 0 }),
      attempt: "1",
    });
    expect(await stack.leave((await stack.read(reader(1)))[0]?.token("unsubscribe") ?? "")).toMatchObject({
      kind: "left",
    });
  });

  test("says so when there is no such slice or no such run", async () => {
    const stack = await stackWithRun(1);
    const nothing = { kind: "no-such-slice" };
    expect(await stack.send({ run, shard: 0, first: "nobody-nobody-no" })).toEqual(nothing);
    expect(await stack.send({ run: "daily.unknown", shard: 0, first: "----------------" })).toEqual(nothing);
  });

  test("refuses whoever has left, moved or been suppressed since the slice was frozen, by reason", async () => {
    const stack = await stackWithRun(5);
    await stack.leave(await stack.token(reader(1), { purpose: "leave", topics: [topic] }));
    const token = (number: number) => stack.token(reader(number), { purpose: "preferences" });
    await stack.changePreferences(await token(2), { action: "save", hour: "09:00" });
    await stack.changePreferences(await token(3), { action: "save", topic, cadence: "weekly" });
    await stack.listen([{ kind: "bounce", suppress: { addresses: [reader(4)], reason: "bounce" } }]);
    await stack.drain();
    expect(mailCounts(stack, 5)).toEqual([0, 0, 0, 0, 1]);
    expect((await books(stack)).refused).toEqual({ left: 1, moved: 2, suppressed: 1 });
  });

  test("refuses a member of whom nothing is known", async () => {
    const stack = await stackWithRun(2);
    const { now } = stack.ports.subscribers;
    const gone = (await stack.subscriber(reader(1))).id;
    stack.ports.subscribers.now = async (id) => (id === gone ? undefined : now(id));
    await stack.drain();
    expect(await books(stack)).toMatchObject({ submitted: 1, refused: { "unknown-subscriber": 1 } });
  });

  test("hands back what its deadline leaves, and goes on there", async () => {
    const stack = await stackWithRun(60);
    const keys = stack.waiting.slices.splice(0).map(({ key }) => key);
    for (const key of keys) {
      expect(await sendSlice(stack.ports, key, stack.now() + 30, laneMemory(stack.ports, 2))).toMatchObject({
        kind: "unfinished",
      });
    }
    expect(stack.waiting.slices.map(({ key }) => key)).toEqual(keys);
    expect((await books(stack)).waiting).toBeGreaterThan(0);
    await stack.drain();
    expect(mailCounts(stack, 60)).toEqual(ones(60));
    expect((await books(stack)).submitted).toBe(60);
  });

  test("does nothing at all after its deadline", async () => {
    const stack = await stackWithRun(3);
    const [slice] = stack.waiting.slices.splice(0);
    if (slice === undefined) throw new Error("nothing was planned");
    expect(await sendSlice(stack.ports, slice.key, stack.now(), laneMemory(stack.ports, 2))).toMatchObject({
      kind: "unfinished",
    });
    expect(stack.ses.taken).toEqual([]);
  });
});

describe("an answer of SES", () => {
  const answered = async (count: number, answers: SubmitAnswer[], cadence?: string) => {
    const stack = await stackWithRun(count, cadence);
    stack.ses.answers.push(...answers);
    await stack.drain();
    return stack;
  };

  test.each(["throttled", "unreached"] as const)("%s holds the mail, which goes as the next attempt", async (kind) => {
    const stack = await answered(3, [{ kind }, { kind }]);
    expect(mailCounts(stack, 3)).toEqual(ones(3));
    const attempts = stack.ses.taken.map(({ tags }) => Number(tags["attempt"]));
    expect(attempts.reduce((sum, attempt) => sum + attempt, 0)).toBe(5);
    expect(await books(stack)).toMatchObject({ submitted: 3, waiting: 0 });
  });

  test("throttled makes the lane wait for a second", async () => {
    const stack = await stackWithRun(1);
    const startedAt = stack.now();
    stack.ses.answers.push({ kind: "throttled" });
    await stack.drain();
    expect(stack.now() - startedAt).toBeGreaterThanOrEqual(1000);
  });

  test.each(["address-refused", "message-refused"] as const)("%s owes the news to the next digest", async (reason) => {
    const stack = await answered(1, [{ kind: "refused", reason }]);
    expect(await books(stack)).toMatchObject({ refused: { [reason]: 1 }, waiting: 0 });
    await stack.turnTo("2026-11-21T18:00:00Z");
    expect(await news(stack, 1)).toEqual([]);
    await stack.turnTo("2026-11-24T12:00:00Z");
    expect(await news(stack, 1)).toEqual(["News 1"]);
  });

  test("refused of one reader leaves the others their mail, and gives that one the next", async () => {
    const stack = await answered(2, [{ kind: "refused", reason: "message-refused" }]);
    expect((await outcomes(stack)).map(({ state }) => state).sort()).toEqual(["refused", "submitted"]);
    await stack.turnTo("2026-11-24T12:00:00Z");
    expect(mailCounts(stack, 2)).toEqual([1, 1]);
  });

  test("refused owes what is newer too, each in one mail", async () => {
    const stack = await answered(1, [{ kind: "refused", reason: "address-refused" }]);
    await stack.publish(topic, ["News 2"], "routine");
    await stack.turnTo("2026-11-24T12:00:00Z");
    expect(await news(stack, 1)).toEqual(["News 1, News 2"]);
  });

  test("lost leaves the delivery uncertain, and it is never sent again", async () => {
    const stack = await stackWithRun(3);
    const keys = [...stack.waiting.slices];
    stack.ses.answers.push({ kind: "lost" });
    await stack.drain();
    redeliverSlices(stack, keys);
    await stack.drain();
    await stack.turnTo("2026-11-25T12:00:00Z");
    expect(stack.ses.taken).toHaveLength(2);
    expect(await books(stack)).toMatchObject({ submitted: 2, uncertain: 1, waiting: 0 });
    expect(await stack.ports.ledger.openRuns()).toMatchObject([{ id: run }]);
  });

  test("lost is settled by SES's event, and then the run closes", async () => {
    const stack = await stackWithRun(3);
    const tags: string[] = [];
    const { submit } = stack.ports.mailer;
    stack.ports.mailer.submit = async (mail) => {
      tags.push(mail.tags["delivery"] ?? "");
      return submit(mail);
    };
    stack.ses.answers.push({ kind: "lost" });
    await stack.drain();
    await stack.recover();
    expect(stack.ports.ledger.booksOf(run)).toBeUndefined();
    await stack.listen([{ kind: "send", delivery: tags[0] ?? "", attempt: 1 }]);
    await stack.recover();
    expect(stack.ports.ledger.booksOf(run)).toMatchObject({ audience: 3, submitted: 3, uncertain: 0 });
  });

  test("lost five times in a row stops the lane", async () => {
    const stack = await stackWithRun(200);
    stack.ses.answers.push(...Array<SubmitAnswer>(200).fill({ kind: "lost" }));
    const [slice] = stack.waiting.slices;
    if (slice === undefined) throw new Error("nothing was planned");
    expect(await stack.send(slice.key)).toMatchObject({ kind: "waiting", why: "answers-lost" });
    expect((await books(stack)).uncertain).toBe(5);
  });

  test("lost now and then does not stop the lane", async () => {
    const answers = Array.from({ length: 40 }, (_, n): SubmitAnswer => ({ kind: n % 5 === 4 ? "taken" : "lost" }));
    const stack = await answered(40, answers);
    expect(await books(stack)).toMatchObject({ submitted: 8, uncertain: 32, waiting: 0 });
  });

  test.each(["taken", "throttled", "refused", "lost", "quota", "unreached", "account"] as const)(
    "%s among others keeps the books balanced",
    async (kind) => {
      const answer = (
        kind === "refused"
          ? { kind, reason: "message-refused" }
          : kind === "account"
            ? { kind, code: "AccessDenied" }
            : { kind }
      ) as SubmitAnswer;
      const stack = await answered(9, [{ kind: "taken" }, answer, { kind: "taken" }, answer]);
      const { audience } = await books(stack);
      expect(audience).toBe(9);
    },
  );
});

describe("a slice whose run is over its time", () => {
  test("is refused as stale, and the next digest carries it", async () => {
    const stack = await stackWithRun(3);
    stack.pass(12 * hourMs);
    await stack.drain();
    expect(stack.ses.taken).toEqual([]);
    expect(await books(stack)).toMatchObject({ refused: { stale: 3 }, waiting: 0 });
    await stack.turnTo("2026-11-24T12:00:00Z");
    expect(await Promise.all([1, 2, 3].map((number) => news(stack, number)))).toEqual(Array(3).fill(["News 1"]));
  });

  test("owes what was held, once", async () => {
    const stack = await stackWithRun(1);
    const keys = [...stack.waiting.slices];
    stack.ses.answers.push({ kind: "quota" });
    await stack.drain();
    stack.pass(12 * hourMs);
    redeliverSlices(stack, keys);
    await stack.drain();
    expect(await books(stack)).toMatchObject({ refused: { stale: 1 }, waiting: 0 });
    await stack.turnTo("2026-11-24T12:00:00Z");
    expect(await news(stack, 1)).toEqual(["News 1"]);
  });

  test("owes nothing a second time when the sender stops after owing and its message comes after the next digest", async () => {
    for (let call = 1; call < 40; call++) {
      const stack = await stackWithRun(1);
      const keys = [...stack.waiting.slices];
      stack.ses.answers.push({ kind: "quota" });
      await stack.drain();
      stack.pass(12 * hourMs);
      redeliverSlices(stack, keys);
      stack.process.dieAt(call, "after");
      await stack.drain().catch(() => undefined);
      const isDead = stack.process.isDead();
      stack.process.revive();
      await stack.publish(topic, ["News 2"], "routine");
      stack.pass(Date.parse("2026-11-22T07:00:00Z") - stack.now());
      await stack.tick();
      await stack.drain();
      redeliverSlices(stack, keys);
      await stack.turnTo("2026-11-24T12:00:00Z");
      const all = (await news(stack, 1)).flatMap((texts) => texts.split(", "));
      expect(all.sort(), `died after ${call}`).toEqual(["News 1", "News 2"]);
      if (!isDead) return;
    }
  });
});
