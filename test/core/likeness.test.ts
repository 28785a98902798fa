import { describe, expect, test } from "vitest";
import { isSmallEdit } from "#core/likeness.ts";
import { foundVersion, nameOf, topicHistory } from "#core/topic-log.ts";

describe("a small edit", () => {
  test.each([
    ["The harbor board meets the dockers", "The harbour board meets the dockers"],
    ["Talks between dockers and board resume", "Talks between dockers and board resume at noon"],
    ["The road to Upper Brusk is closed until Friday", "The road to Brusk is closed until Friday"],
    ["The lighthouse is lit by day", "The lighthouse is lit by day."],
  ])("makes %j of %j", (a, b) => {
    expect(isSmallEdit(a, b)).toBe(true);
    expect(isSmallEdit(b, a)).toBe(true);
  });

  test.each([
    ["School in Harl is closed on Monday", "School in Tarn is closed on Monday"],
    ["12 boats are missing off the cape", "13 boats are missing off the cape"],
    ["The ferry to Osk sails tonight", "The ferry to Osk sails tonight at 9"],
    ["The mine will close this year", "The mine will not close this year"],
    ["The ship lost a million crowns", "The ship lost a billion crowns"],
    ["Goal for Tarn", "Goal for Tarn again"],
    ["The vote is on Monday evening", "The vote is on Sunday evening"],
    ["All is well", "All is well in the valley, and the school opens at nine on Monday"],
  ])("never makes %j of %j", (a, b) => {
    expect(isSmallEdit(a, b)).toBe(false);
    expect(isSmallEdit(b, a)).toBe(false);
  });
});

describe("a headline that was edited in its source", () => {
  const old = { headline: "The harbor board meets the dockers" };
  const edited = { headline: "The harbour board meets the dockers" };
  const first = foundVersion(topicHistory([]), old, undefined, 0);

  function versionOf(found: { headline: string; key?: string }, ...beside: { headline: string }[]) {
    const history = topicHistory(first === undefined ? [] : [first]);
    return foundVersion(history, found, undefined, 1, new Set([found, ...beside].map(nameOf)));
  }

  test("is a new version of its development", () => {
    expect(versionOf(edited)).toMatchObject({ kind: "updated", development: 1, headline: edited.headline });
  });

  test("is another development where the older one still stands beside it", () => {
    expect(versionOf(edited, old)).toMatchObject({ kind: "new", development: 2 });
  });

  test("is another development where its source gives it a name of its own", () => {
    expect(versionOf({ ...edited, key: "k" })).toMatchObject({ kind: "new", development: 2 });
  });
});
