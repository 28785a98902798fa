import { describe, expect, test } from "vitest";
import type { FoundDevelopment } from "#core/development.ts";
import { publish, split } from "#pipeline/publish.ts";
import { memoryStack } from "#test/support/memory-stack.ts";

const topic = "harbour";
const radio = { id: "harbour.r", title: "Hill Radio" };
const courier = { id: "harbour.c", title: "The Fell Courier" };
const byRadio: FoundDevelopment = { headline: "Ferry to Skerry Holm sails again", key: "r1" };
const byCourier: FoundDevelopment = {
  headline: "Ferry sails again to Skerry Holm",
  key: "c1",
  text: "<p>At noon.</p>",
};

async function retold() {
  const stack = memoryStack("2026-11-20T12:00:00Z");
  await stack.addTopic(topic, "the harbour");
  const tell = (teller: typeof radio, ...developments: FoundDevelopment[]) =>
    publish(stack.ports, { topic, developments, teller });
  const versions = async () =>
    (await stack.ports.topicLog.read(topic, 0)).map(
      ({ number, development, kind, headline, attribution }) =>
        `${number} ${kind} ${development}: ${headline}${attribution === undefined ? "" : ` (${attribution})`}`,
    );
  return { ...stack, tell, versions };
}

describe("what two sources tell", () => {
  test("is one development with both credited, however often each tells it", async () => {
    const { tell, versions } = await retold();
    await tell(radio, byRadio);
    expect(await tell(courier, byCourier)).toMatchObject({ added: 0, updated: 1, numbers: [1] });
    expect(await tell(courier, byCourier)).toMatchObject({ unchanged: 1, numbers: [1] });
    expect(await tell(radio, byRadio)).toMatchObject({ unchanged: 1 });
    expect(await versions()).toEqual([
      "1 new 1: Ferry to Skerry Holm sails again",
      "2 updated 1: Ferry to Skerry Holm sails again (Hill Radio; The Fell Courier)",
    ]);
  });

  test("keeps both credits when the first has new words, and heeds no new words of the second", async () => {
    const { tell, versions } = await retold();
    await tell(radio, byRadio);
    await tell(courier, byCourier);
    await tell(courier, { ...byCourier, text: "<p>At one.</p>" });
    await tell(radio, { ...byRadio, headline: "Ferry to Skerry Holm sails again today" });
    await tell(radio, { ...byRadio, headline: "Ferry to Skerry Holm sails again today" });
    expect((await versions()).slice(2)).toEqual([
      "3 updated 1: Ferry to Skerry Holm sails again today (Hill Radio; The Fell Courier)",
    ]);
  });

  test("is two developments where one source tells both, where nobody says who tells, or days apart", async () => {
    const { tell, versions, publish: tellUnnamed, pass } = await retold();
    await tell(radio, byRadio, { ...byCourier, key: "r2" });
    expect(await versions()).toHaveLength(2);
    await tellUnnamed(topic, [{ ...byCourier, key: "x" }]);
    expect(await versions()).toHaveLength(3);
    pass(49 * 60 * 60 * 1000);
    expect(await tell(courier, byCourier)).toMatchObject({ added: 1 });
  });

  test("is mailed to nobody again", async () => {
    const stack = await retold();
    await stack.follow("rosa@reader.example", topic, { cadence: "instant" });
    await stack.tell(radio, byRadio);
    await stack.drain();
    await stack.tell(courier, byCourier);
    await stack.turnTo("2026-11-20T13:00:00Z");
    expect(stack.mailsTo("rosa@reader.example")).toHaveLength(2);
  });

  test("is parted by an editor for good: each stands by itself, with its own credit", async () => {
    const { tell, versions, ports } = await retold();
    await tell(radio, byRadio);
    await tell(courier, byCourier);
    expect(await split(ports, { topic, development: 1 })).toEqual({ kind: "split", number: 3 });
    expect(await tell(courier, byCourier)).toMatchObject({ unchanged: 1, numbers: [3] });
    expect(await tell(radio, byRadio)).toMatchObject({ unchanged: 1, numbers: [1] });
    expect((await versions()).slice(2)).toEqual([
      "3 new 3: Ferry sails again to Skerry Holm",
      "4 updated 1: Ferry to Skerry Holm sails again",
    ]);
    expect(await split(ports, { topic, development: 1 })).toEqual({ kind: "nothing-to-split" });
    expect(await split(ports, { topic, development: 9 })).toEqual({ kind: "no-such-development" });
    expect(await split(ports, { topic: "nowhere", development: 1 })).toEqual({ kind: "no-such-topic" });
  });
});
