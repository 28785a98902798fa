import { describe, expect, test } from "vitest";
import { parseDeliveryId } from "#core/delivery.ts";
import type { MailEvent } from "#pipeline/listen.ts";
import type { TakenMail } from "#test/support/memory/ses.ts";
import { memoryStack } from "#test/support/memory-stack.ts";

const topic = "harbour-strike";
const readers = ["ana", "ben", "cleo", "dan"].map((name) => `${name}@reader.example`);
const run = "daily.2026-11-21.0700.Europe-London";
const minuteMs = 60_000;

type Stack = ReturnType<typeof memoryStack>;

/** A stack where four readers follow one topic by a daily digest, at the moment before it falls due. */
async function stackAtDigest(): Promise<Stack> {
  const stack = memoryStack("2026-11-20T12:00:00Z");
  await stack.addTopic(topic, "the harbour strike");
  await stack.publish(topic, ["Dockers vote to strike"]);
  for (const reader of readers) await stack.follow(reader, topic);
  await stack.publish(topic, ["Ferries stop at noon"]);
  await stack.turnTo("2026-11-21T06:45:00Z");
  stack.pass(15 * minuteMs);
  return stack;
}

/** The digest is planned and sent, and nothing more happens. */
async function digest(stack: Stack): Promise<void> {
  await stack.tick();
  await stack.drain();
}

/** Looks after what has stopped halfway every five minutes, and works off what comes of it. */
async function recovering(stack: Stack, minutes: number): Promise<void> {
  for (let passed = 0; passed < minutes; passed += 5) {
    stack.pass(5 * minuteMs);
    await stack.recover();
    await stack.drain();
  }
}

const digestsOf = (stack: Stack): TakenMail[] => stack.ses.taken.filter(({ tags }) => tags["delivery"] !== undefined);

const sendEvent = (mail: TakenMail): MailEvent => ({
  kind: "send",
  sentAt: mail.at,
  ...(mail.tags["delivery"] === undefined ? {} : { delivery: mail.tags["delivery"] }),
  ...(mail.tags["attempt"] === undefined ? {} : { attempt: Number(mail.tags["attempt"]) }),
});

/** SES tells of a mail that has nothing to do with the run. */
const hearAnother = (stack: Stack) => stack.listen([{ kind: "send", sentAt: stack.now() }]);

const uncertain = async (stack: Stack) =>
  (await Promise.all([0, 1, 2, 3].map((shard) => stack.ports.ledger.uncertain(run, shard)))).flat();

describe("an uncertain delivery", () => {
  test("is submitted when its event comes", async () => {
    const stack = await stackAtDigest();
    stack.ses.answers.push("taken-but-lost");
    await digest(stack);
    expect(await uncertain(stack)).toHaveLength(1);
    await stack.listen(digestsOf(stack).map(sendEvent));
    await recovering(stack, 5);
    expect(await stack.ports.ledger.books(run)).toMatchObject({ audience: 4, submitted: 4, uncertain: 0 });
    expect(digestsOf(stack)).toHaveLength(4);
  });

  test("is sent again when later mails are heard of and it is not", async () => {
    const stack = await stackAtDigest();
    stack.ses.answers.push({ kind: "lost" });
    await digest(stack);
    await recovering(stack, 10);
    await hearAnother(stack);
    await recovering(stack, 20);
    const again = digestsOf(stack).filter(({ tags }) => tags["attempt"] === "2");
    expect(again).toHaveLength(1);
    expect(new Set(digestsOf(stack).map(({ to }) => to)).size).toBe(4);
    expect(await stack.ports.ledger.books(run)).toMatchObject({ submitted: 4, uncertain: 0, waiting: 0 });
    expect(await stack.ports.ledger.doubled(run)).toEqual([]);
  });

  test("is not sent again before the grace is over", async () => {
    const stack = await stackAtDigest();
    stack.ses.answers.push({ kind: "lost" });
    await digest(stack);
    await recovering(stack, 5);
    stack.pass(minuteMs);
    await hearAnother(stack);
    stack.pass(13 * minuteMs);
    await stack.recover();
    await stack.drain();
    expect(digestsOf(stack)).toHaveLength(3);
  });

  test("is not sent again while nothing is heard, and is listed", async () => {
    const stack = await stackAtDigest();
    stack.ses.answers.push("taken-but-lost");
    await digest(stack);
    const markedAt = stack.now() + 5 * minuteMs;
    await recovering(stack, 3 * 60);
    expect(digestsOf(stack)).toHaveLength(4);
    expect(await uncertain(stack)).toMatchObject([{ run, attempt: 1, uncertainSince: markedAt }]);
    expect((await stack.ports.ledger.openRuns()).map(({ id }) => id)).toEqual([run]);
  });

  test("does not lapse for an event of a mail that was sent before it was seen", async () => {
    const stack = await stackAtDigest();
    stack.ses.answers.push("taken-but-lost");
    await digest(stack);
    const before = stack.now();
    await recovering(stack, 5);
    await stack.listen([{ kind: "send", sentAt: before }]);
    await recovering(stack, 60);
    expect(digestsOf(stack)).toHaveLength(4);
  });

  test("does not lapse for what was heard before, although recovery's clock is slow", async () => {
    const stack = await stackAtDigest();
    stack.ses.answers.push("taken-but-lost");
    await digest(stack);
    await hearAnother(stack);
    const { clock } = stack.ports;
    const slow = { ...stack.ports, clock: { ...clock, now: () => clock.now() - 10 * minuteMs } };
    for (let passed = 0; passed < 60; passed += 5) {
      stack.pass(5 * minuteMs);
      await stack.recoverWith(slow);
      await stack.drain();
    }
    expect(digestsOf(stack)).toHaveLength(4);
  });

  test("calls nobody while nothing was mailed since that could be heard of", async () => {
    const stack = await stackAtDigest();
    stack.ses.answers.push("taken-but-lost");
    await digest(stack);
    await hearAnother(stack);
    await recovering(stack, 3 * 60);
    expect(stack.raised).toEqual([]);
  });

  test("calls a person when later mails go out and none is heard of", async () => {
    const stack = await stackAtDigest();
    stack.ses.answers.push("taken-but-lost");
    await digest(stack);
    await hearAnother(stack);
    await stack.follow("eve@reader.example", topic, { cadence: "hourly" });
    await recovering(stack, 10);
    await stack.publish(topic, ["The port calls for talks"]);
    await stack.turnTo("2026-11-21T08:00:00Z");
    expect(stack.raised).toEqual([]);
    await stack.turnTo("2026-11-21T08:30:00Z");
    expect(new Set(stack.raised)).toEqual(new Set(["events-missing"]));
    expect(await uncertain(stack)).toHaveLength(1);
  });

  test("calls a person although runs follow each other more often than the wait", async () => {
    const stack = await stackAtDigest();
    stack.ses.answers.push("taken-but-lost");
    await digest(stack);
    await hearAnother(stack);
    await stack.follow("eve@reader.example", topic, { cadence: "instant" });
    await recovering(stack, 10);
    for (const headline of ["The port calls for talks", "Both sides come", "Both sides stay", "Nobody leaves"]) {
      await stack.publish(topic, [headline]);
      await recovering(stack, 15);
    }
    expect(new Set(stack.raised)).toEqual(new Set(["events-missing"]));
  });

  test("is counted as a double when its event comes after it was sent again", async () => {
    const stack = await stackAtDigest();
    stack.ses.answers.push("taken-but-lost");
    await digest(stack);
    const late = digestsOf(stack)[0];
    await recovering(stack, 10);
    await hearAnother(stack);
    await recovering(stack, 20);
    expect(digestsOf(stack)).toHaveLength(5);
    expect(await stack.ports.ledger.doubled(run)).toEqual([]);
    if (late !== undefined) await stack.listen([sendEvent(late)]);
    const key = parseDeliveryId(late?.tags["delivery"] ?? "");
    expect(await stack.ports.ledger.doubled(run)).toEqual([{ ...key, attempt: 1 }]);
    expect(await stack.ports.ledger.books(run)).toMatchObject({ audience: 4, submitted: 4 });
  });

  test("is counted as a double when its event comes while it is being sent again, and that one's never", async () => {
    const stack = await stackAtDigest();
    stack.ses.answers.push("taken-but-lost");
    await digest(stack);
    const { submit } = stack.ports.mailer;
    stack.ports.mailer.submit = async (mail) => {
      if (mail.tags["attempt"] === "2") await stack.listen(digestsOf(stack).slice(0, 1).map(sendEvent));
      return submit(mail);
    };
    await recovering(stack, 10);
    await hearAnother(stack);
    await recovering(stack, 20);
    expect(digestsOf(stack)).toHaveLength(5);
    expect(await stack.ports.ledger.doubled(run)).toMatchObject([{ attempt: 1 }]);
  });

  test("is owed, and comes with the next digest, when its run's time is over", async () => {
    const stack = await stackAtDigest();
    stack.ses.answers.push({ kind: "lost" });
    await digest(stack);
    await recovering(stack, 10);
    stack.pass(12 * 60 * minuteMs);
    await hearAnother(stack);
    await recovering(stack, 10);
    expect(await stack.ports.ledger.books(run)).toMatchObject({ submitted: 3, refused: { stale: 1 } });
    await stack.turnTo("2026-11-22T07:30:00Z");
    const mails = await Promise.all(readers.map((reader) => stack.read(reader)));
    const times = mails.map((read) => read.filter(({ text }) => text.includes("Ferries stop at noon")).length);
    expect(times).toEqual([1, 1, 1, 1]);
  });
});
