import { describe, expect, test } from "vitest";
import { creditOf, type FoundDevelopment } from "#core/development.ts";
import { foundVersion, topicHistory } from "#core/topic-log.ts";

/** What becomes of developments that are found one after the other. */
function kindsOf(found: readonly FoundDevelopment[]): (string | undefined)[] {
  const history = topicHistory([]);
  return found.map((one) => {
    const version = foundVersion(history, one, undefined, 0);
    if (version !== undefined) history.add(version);
    return version?.kind;
  });
}

describe("a topic's history", () => {
  test("tells two developments with keys of their own apart, even under one headline", () => {
    const morning = { headline: "Update", text: "<p>One.</p>", key: "a" };
    const evening = { headline: "Update", text: "<p>Two.</p>", key: "b" };
    expect(kindsOf([morning, evening, morning, evening])).toEqual(["new", "new", undefined, undefined]);
  });

  test("knows a development again by its key when its headline has changed", () => {
    expect(
      kindsOf([
        { headline: "Fire", key: "a" },
        { headline: "Fire is out", key: "a" },
      ]),
    ).toEqual(["new", "updated"]);
  });

  test("knows a development without a key again by its headline", () => {
    expect(kindsOf([{ headline: "Fire!" }, { headline: "FIRE", text: "<p>More.</p>" }])).toEqual(["new", "updated"]);
    expect(kindsOf([{ headline: "Fire" }, { headline: "Fire", key: "a" }])).toEqual(["new", undefined]);
  });
});

describe("the credit beside a development", () => {
  test("is left out where the words say it already", () => {
    const attribution = "the Saltby Gazette reports";
    expect(
      creditOf({ headline: "Ferries stop", text: "<p>At noon, <em>the Saltby Gazette</em> reports.</p>", attribution }),
    ).toBe(undefined);
    expect(creditOf({ headline: "Ferries stop, the Saltby Gazette reports", attribution })).toBe(undefined);
    expect(creditOf({ headline: "Ferries stop", attribution })).toBe(attribution);
    expect(creditOf({ headline: "Ferries stop" })).toBe(undefined);
  });
});
