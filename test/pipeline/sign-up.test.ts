import { describe, expect, test } from "vitest";
import { coolDownMs } from "#pipeline/sign-up.ts";
import { memoryStack } from "#test/support/memory-stack.ts";

const topic = "harbour-strike";
const rosa = "rosa@reader.example";

async function stackWithTopics() {
  const stack = memoryStack("2026-11-20T12:00:00Z");
  await stack.addTopic(topic, "the harbour strike");
  await stack.addTopic("river-flood", "the river flood");
  return stack;
}

/** Signs up and has the notices sent. */
async function signUp(stack: Awaited<ReturnType<typeof stackWithTopics>>, typed: { email?: string; topic?: string }) {
  const outcome = await stack.signUp({ email: rosa, topic, ...typed });
  await stack.drain();
  return outcome;
}

describe("a sign-up that is refused", () => {
  test.each([
    ["email", "missing", { email: "" }],
    ["email", "malformed", { email: "rosa" }],
    ["email", "malformed", { email: "rosa@reader.example\r\nBcc: all@reader.example" }],
    ["email", "malformed", { email: '"rosa\r\n"@reader.example' }],
    ["email", "malformed", { email: "rosa@reader.example\n" }],
    ["email", "not-ascii", { email: "røsa@reader.example" }],
    ["email", "too-long", { email: `${"r".repeat(60)}@${"long.".repeat(38)}example` }],
    ["cadence", "unknown", { cadence: "yearly" }],
    ["zone", "unknown", { zone: "Europe/Atlantis" }],
    ["zone", "unknown", { zone: "+01:00" }],
    ["locale", "unknown", { locale: "xx" }],
  ])("says that its %s is %s, and changes nothing: %j", async (field, problem, typed) => {
    const stack = await stackWithTopics();
    const before = await stack.everything();
    const outcome = await stack.signUp({ email: rosa, topic, ...typed });
    expect(outcome).toEqual({ kind: "refused", fields: { [field]: problem } });
    expect(await stack.everything()).toEqual(before);
  });

  test("names every field that is wrong at once", async () => {
    const stack = await stackWithTopics();
    const outcome = await stack.signUp({ email: "", topic, cadence: "", zone: "", locale: "" });
    expect(outcome).toEqual({
      kind: "refused",
      fields: { email: "missing", cadence: "unknown", zone: "unknown", locale: "unknown" },
    });
  });

  test("says that there is no such topic, and changes nothing", async () => {
    const stack = await stackWithTopics();
    const before = await stack.everything();
    expect(await stack.signUp({ email: rosa, topic: "ferry-fire" })).toEqual({ kind: "no-such-topic" });
    expect(await stack.everything()).toEqual(before);
  });
});

describe("a sign-up", () => {
  test("gets the same answer whether the address is new, pending, confirmed, left or suppressed", async () => {
    const stack = await stackWithTopics();
    const answers = [await signUp(stack, {}), await signUp(stack, {})];
    await stack.follow(rosa, topic);
    answers.push(await signUp(stack, {}));
    await stack.leave(await stack.token(rosa, { purpose: "leave", topics: [topic] }));
    answers.push(await signUp(stack, {}));
    await stack.listen([{ kind: "complaint", suppress: { addresses: [rosa], reason: "complaint" } }]);
    answers.push(await signUp(stack, {}));
    expect(answers).toEqual(Array(5).fill({ kind: "asked" }));
  });

  test("confirms nothing by itself", async () => {
    const stack = await stackWithTopics();
    await signUp(stack, {});
    expect((await stack.subscriber(rosa)).entry.state.subscriptions).toEqual([]);
    await stack.publish(topic, ["Dockers vote to strike"]);
    await stack.turnTo("2026-11-22T12:00:00Z");
    expect(stack.mailsTo(rosa)).toHaveLength(1);
  });

  test("asks by a mail to the address as it is compared: trimmed and in lower case", async () => {
    const stack = await stackWithTopics();
    await signUp(stack, { email: " Rosa@Reader.EXAMPLE\t" });
    await signUp(stack, { email: "rosa@reader.example" });
    expect(stack.ses.taken.map(({ to }) => to)).toEqual([rosa]);
  });

  test("asks by a mail that carries nothing of what was typed but the choices of the form", async () => {
    const stack = await stackWithTopics();
    await stack.signUp({ email: "buy-pills-now@reader.example", topic, zone: "Asia/Kathmandu" });
    await stack.drain();
    const [mail] = await stack.read("buy-pills-now@reader.example");
    const said = `${mail?.text} ${mail?.html} ${mail?.subject}`.replaceAll("buy-pills-now@reader.example", "");
    expect(said).not.toMatch(/pills|Kathmandu/i);
    expect(mail?.text).toContain("the harbour strike");
    expect(mail?.token("confirm")).toBeDefined();
  });

  test("tags the mail as a notice, so that its events are known as no delivery", async () => {
    const stack = await stackWithTopics();
    await signUp(stack, {});
    expect(stack.ses.taken[0]?.tags).toEqual({ notice: "confirm" });
  });
});

describe("an address that is signed up again", () => {
  test("is asked once by 500 sign-ups at once", async () => {
    const stack = await stackWithTopics();
    const all = Array.from({ length: 500 }, () => stack.signUp({ email: rosa, topic }));
    expect(new Set((await Promise.all(all)).map(({ kind }) => kind))).toEqual(new Set(["asked"]));
    await stack.drain();
    expect(stack.mailsTo(rosa)).toHaveLength(1);
    expect(await stack.confirm(await stack.confirmToken(rosa))).toMatchObject({ kind: "confirmed" });
  });

  test("is asked once by many sign-ups in a row within the cool-down", async () => {
    const stack = await stackWithTopics();
    for (let time = 0; time < coolDownMs; time += coolDownMs / 100) {
      await signUp(stack, {});
      stack.pass(coolDownMs / 100);
    }
    expect(stack.mailsTo(rosa)).toHaveLength(1);
  });

  test("is left as it is within the cool-down", async () => {
    const stack = await stackWithTopics();
    await signUp(stack, {});
    const before = await stack.everything();
    await signUp(stack, {});
    expect(await stack.everything()).toEqual(before);
  });

  test("is asked again after the cool-down, by a link that works", async () => {
    const stack = await stackWithTopics();
    await signUp(stack, {});
    stack.pass(coolDownMs);
    await signUp(stack, {});
    expect(stack.mailsTo(rosa)).toHaveLength(2);
    expect(await stack.confirm(await stack.confirmToken(rosa))).toMatchObject({ kind: "confirmed" });
  });

  test("is asked again at once after it has left", async () => {
    const stack = await stackWithTopics();
    await stack.follow(rosa, topic);
    await stack.leave(await stack.token(rosa, { purpose: "leave", topics: [topic] }));
    await signUp(stack, {});
    expect(stack.mailsTo(rosa)).toHaveLength(2);
    expect(await stack.confirm(await stack.confirmToken(rosa))).toMatchObject({ kind: "confirmed" });
  });

  test("is asked about a second topic by a mail of its own", async () => {
    const stack = await stackWithTopics();
    await signUp(stack, {});
    await signUp(stack, { topic: "river-flood" });
    const mails = await stack.read(rosa);
    expect(mails.map(({ text }) => /the harbour strike|the river flood/.exec(text)?.[0])).toEqual([
      "the harbour strike",
      "the river flood",
    ]);
  });

  test("gets the notice whose first message was lost", async () => {
    const stack = await stackWithTopics();
    await stack.signUp({ email: rosa, topic });
    stack.waiting.notices.length = 0;
    await signUp(stack, {});
    expect(stack.mailsTo(rosa)).toHaveLength(1);
  });

  test.each(["bounce", "complaint"] as const)("gets no mail after a %s", async (reason) => {
    const stack = await stackWithTopics();
    await stack.listen([{ kind: reason, suppress: { addresses: [rosa], reason } }]);
    const before = await stack.everything();
    expect(await signUp(stack, {})).toEqual({ kind: "asked" });
    expect(await stack.everything()).toEqual(before);
  });

  test("begins anew when nothing was confirmed within seven days", async () => {
    const stack = await stackWithTopics();
    await signUp(stack, {});
    const { id } = await stack.subscriber(rosa);
    stack.pass(7 * 24 * 60 * 60 * 1000);
    expect(await stack.ports.subscribers.byAddress(rosa)).toBeUndefined();
    expect(await stack.ports.subscribers.now(id)).toBeUndefined();
    await signUp(stack, {});
    expect((await stack.subscriber(rosa)).id).not.toBe(id);
    expect(await stack.confirm(await stack.confirmToken(rosa))).toMatchObject({ kind: "confirmed" });
  });
});
