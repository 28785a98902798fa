import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FoundDevelopment } from "#core/development.ts";
import { shortHash } from "#core/short-hash.ts";
import {
  brokenAfterMs,
  datedSoberly,
  isSourceId,
  rememberedName,
  type Source,
  silentAfterMs,
  sortFound,
  sourceId,
  troubleOf,
  type Watching,
} from "#core/source.ts";

const hourMs = 60 * 60 * 1000;
const addedAt = Date.parse("2026-11-20T12:00:00Z");
const source: Source = { id: "tarn.abc", topic: "tarn", url: "https://tarn.example/rss", addedAt };
const item = (headline: string, publishedAt?: number): FoundDevelopment => ({
  headline,
  ...(publishedAt === undefined ? {} : { publishedAt }),
});

describe("a source's id", () => {
  test("is the same for the same address and topic, and another for others", () => {
    expect(sourceId("tarn", "https://a.example/")).toBe(sourceId("tarn", "https://a.example/"));
    expect(sourceId("tarn", "https://a.example/")).not.toBe(sourceId("tarn", "https://b.example/"));
    expect(sourceId("tarn", "https://a.example/")).not.toBe(sourceId("dale", "https://a.example/"));
  });

  test("is known as one", () => {
    fc.assert(fc.property(fc.webUrl(), (url) => isSourceId(sourceId("tarn-valley", url))));
    for (const text of ["", "tarn", "tarn.", "Tarn.a", "tarn.a b", "tarn.a#"]) expect(isSourceId(text)).toBe(false);
  });

  test("differs where two texts differ in one character", () => {
    const names = new Set(Array.from({ length: 20_000 }, (_, at) => shortHash(`https://tarn.example/${at}`)));
    expect(names.size).toBe(20_000);
  });
});

describe("what a source tells", () => {
  const held = item("Held before");
  const dated = item("Dated before", addedAt - hourMs);
  const after = item("Dated after", addedAt + 1);

  test("is old at the first reading, unless it is dated after the adding", () => {
    expect(sortFound(source, [held, dated, after], undefined)).toEqual({ news: [after], old: [held, dated] });
  });

  test("is news later if it was not there before, even if it is dated some hours before the adding", () => {
    const remembered = new Set([held, dated].map(rememberedName));
    const late = item("Appeared late", addedAt - 3 * hourMs);
    expect(sortFound(source, [late, held, dated], remembered)).toEqual({ news: [late], old: [held, dated] });
  });

  test("is old for ever if it is dated more than a day before the adding", () => {
    const dug = item("Dug out", addedAt - 25 * hourMs);
    expect(sortFound(source, [dug], new Set())).toEqual({ news: [], old: [dug] });
  });

  test("is remembered by its key, whatever its words become", () => {
    const keyed = { headline: "One wording", key: "guid-1" };
    expect(rememberedName(keyed)).toBe(rememberedName({ ...keyed, headline: "Another" }));
    expect(rememberedName(item("Same,  words!"))).toBe(rememberedName(item("same words")));
  });

  test("is all news where the old was asked for", () => {
    expect(sortFound({ ...source, includesOld: true }, [held, dated], undefined).news).toEqual([held, dated]);
  });

  test("loses a date that lies more than a day ahead", () => {
    expect(datedSoberly(item("Soon", addedAt + hourMs), addedAt)).toEqual(item("Soon", addedAt + hourMs));
    expect(datedSoberly(item("Next year", addedAt + 9_000 * hourMs), addedAt)).toEqual(item("Next year"));
  });
});

describe("a source's trouble", () => {
  const good: Watching = { newsAt: addedAt, failures: 0 };

  test("is told when it has failed for six hours and three polls in a row", () => {
    const failing: Watching = { ...good, failures: 3, problem: "answers with 500", problemSince: addedAt };
    expect(troubleOf(failing, addedAt + brokenAfterMs - 1)).toBeUndefined();
    expect(troubleOf(failing, addedAt + brokenAfterMs)).toBe("broken");
    expect(troubleOf({ ...failing, failures: 2 }, addedAt + brokenAfterMs)).toBeUndefined();
  });

  test("is told when it has brought nothing new for two weeks", () => {
    expect(troubleOf(good, addedAt + silentAfterMs - 1)).toBeUndefined();
    expect(troubleOf(good, addedAt + silentAfterMs)).toBe("silent");
  });

  test("is told once a day", () => {
    const silent = { ...good, alarmedAt: addedAt + silentAfterMs };
    expect(troubleOf(silent, addedAt + silentAfterMs + 23 * hourMs)).toBeUndefined();
    expect(troubleOf(silent, addedAt + silentAfterMs + 24 * hourMs)).toBe("silent");
  });
});
