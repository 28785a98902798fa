import { describe, expect, test } from "vitest";
import type { FoundDevelopment, Version } from "#core/development.ts";
import { correctedVersion, foundVersion, topicHistory, withdrawnVersion } from "#core/topic-log.ts";

/** A history in which these were found one after the other, each at its place as the time. */
function historyOf(...found: readonly FoundDevelopment[]) {
  const history = topicHistory([]);
  for (const [index, one] of found.entries()) {
    const version = foundVersion(history, one, undefined, index);
    if (version !== undefined) history.add(version);
  }
  return history;
}

function versionOf(decided: ReturnType<typeof correctedVersion>): Version {
  if (typeof decided === "string") throw new Error(decided);
  return decided;
}

describe("a development that is found", () => {
  test("is new at the next number, notable unless someone says otherwise", () => {
    const history = historyOf({ headline: "One" });
    expect(foundVersion(history, { headline: "Two" }, undefined, 7)).toEqual({
      headline: "Two",
      number: 2,
      development: 2,
      kind: "new",
      importance: "notable",
      recordedAt: 7,
    });
    expect(foundVersion(history, { headline: "Two" }, "breaking", 7)).toMatchObject({ importance: "breaking" });
  });

  test("is known by its key, by its headline's fingerprint, and by an older headline", () => {
    const history = historyOf({ headline: "Ferries stop", key: "a" }, { headline: "Ferries have stopped", key: "a" });
    expect(history.tail()).toBe(2);
    expect(history.versionsOf({ headline: "Anything", key: "a" })).toHaveLength(2);
    expect(history.versionsOf({ headline: "FERRIES have stopped!" })).toHaveLength(2);
    expect(history.versionsOf({ headline: "Ferries stop" })).toHaveLength(2);
    expect(history.versionsOf({ headline: "Ferries" })).toHaveLength(0);
  });

  test("keeps the importance of its development when it is updated, unless told otherwise", () => {
    const history = topicHistory([]);
    const first = foundVersion(history, { headline: "One", key: "a" }, "routine", 0);
    if (first !== undefined) history.add(first);
    expect(foundVersion(history, { headline: "One!?", key: "a" }, undefined, 1)).toMatchObject({
      importance: "routine",
    });
    expect(foundVersion(history, { headline: "One!?", key: "a" }, "breaking", 1)).toMatchObject({
      importance: "breaking",
    });
  });

  test("says nothing new in the same words", () => {
    expect(foundVersion(historyOf({ headline: "One" }), { headline: "One" }, undefined, 1)).toBeUndefined();
  });

  test("does not undo what an editor corrected, but for words that nobody has seen", () => {
    const history = historyOf({ headline: "One", key: "a" });
    history.add(versionOf(correctedVersion(history, 1, { headline: "Won" }, undefined, 1)));
    expect(foundVersion(history, { headline: "One", key: "a" }, undefined, 2)).toBeUndefined();
    expect(foundVersion(history, { headline: "Won", key: "a" }, undefined, 2)).toBeUndefined();
    expect(foundVersion(history, { headline: "Once", key: "a" }, undefined, 2)).toMatchObject({ kind: "updated" });
  });

  test("does not bring back what an editor withdrew", () => {
    const history = historyOf({ headline: "One", key: "a" });
    history.add(versionOf(withdrawnVersion(history, 1, undefined, 1)));
    expect(foundVersion(history, { headline: "Once more", key: "a" }, undefined, 2)).toBeUndefined();
  });
});

describe("an editor's correction", () => {
  test("changes what is given, and carries its own note only", () => {
    const history = historyOf({ headline: "One", text: "<p>1</p>", url: "https://post.example/1" });
    const first = versionOf(correctedVersion(history, 1, { text: "<p>2</p>" }, "It was two.", 5));
    expect(first).toMatchObject({
      number: 2,
      development: 1,
      kind: "corrected",
      headline: "One",
      text: "<p>2</p>",
      url: "https://post.example/1",
      note: "It was two.",
      recordedAt: 5,
    });
    history.add(first);
    expect(versionOf(correctedVersion(history, 1, { headline: "Two" }, undefined, 6))).not.toHaveProperty("note");
  });

  test.each([
    ["no-such-development", 2],
    ["no-such-development", 0],
    ["same-wording", 1],
  ])("is refused as %s", (reason, development) => {
    expect(correctedVersion(historyOf({ headline: "One" }), development, {}, "Why?", 1)).toBe(reason);
  });

  test("names a development by its first number, not by a later version's", () => {
    const history = historyOf({ headline: "One", key: "a" }, { headline: "One more", key: "a" });
    expect(withdrawnVersion(history, 2, undefined, 1)).toBe("no-such-development");
    expect(versionOf(withdrawnVersion(history, 1, "Wrong.", 1))).toMatchObject({
      number: 3,
      development: 1,
      kind: "withdrawn",
      headline: "One more",
      note: "Wrong.",
    });
  });

  test("is refused after a withdrawal", () => {
    const history = historyOf({ headline: "One" });
    history.add(versionOf(withdrawnVersion(history, 1, undefined, 1)));
    expect(withdrawnVersion(history, 1, undefined, 2)).toBe("already-withdrawn");
    expect(correctedVersion(history, 1, { headline: "Two" }, undefined, 2)).toBe("already-withdrawn");
  });
});

describe("a key that two watched sources use", () => {
  const [harbour, weather] = [
    { id: "quay.1", title: "Harbour Wire" },
    { id: "quay.2", title: "Weather Desk" },
  ];

  test("names a development of each where it is a number or a short word", () => {
    const history = topicHistory([]);
    const first = foundVersion(
      history,
      { headline: "Barge hits the bridge", key: "17" },
      undefined,
      0,
      undefined,
      harbour,
    );
    if (first !== undefined) history.add(first);
    const second = foundVersion(
      history,
      { headline: "Storm is on its way", key: "17" },
      undefined,
      1,
      undefined,
      weather,
    );
    expect(second).toMatchObject({ kind: "new", development: 2 });
    if (second !== undefined) history.add(second);
    const again = { headline: "Barge hits the old bridge", key: "17" };
    expect(foundVersion(history, again, undefined, 2, undefined, harbour)).toMatchObject({
      kind: "updated",
      development: 1,
    });
    expect(history.versionsOf({ headline: "Storm", key: "17" }, weather)[0]?.development).toBe(2);
  });

  test("names one development where it is an address, and where no source told it first", () => {
    const history = historyOf({ headline: "Barge hits the bridge", key: "17" });
    const told = { headline: "Barge hits the old bridge", key: "17" };
    expect(foundVersion(history, told, undefined, 1, undefined, harbour)).toMatchObject({
      kind: "updated",
      development: 1,
    });
    const key = "https://quay.example/barge";
    const addressed = foundVersion(history, { headline: "Two piers cracked", key }, undefined, 2, undefined, harbour);
    if (addressed !== undefined) history.add(addressed);
    const other = { headline: "Both of the piers are cracked", key };
    expect(foundVersion(history, other, undefined, 3, undefined, weather)).toMatchObject({
      kind: "updated",
      development: 2,
    });
  });
});
