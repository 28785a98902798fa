import { describe, expect, test } from "vitest";
import { fingerprint, latestVersions, sameWording, type Version } from "#core/development.ts";

function version(number: number, development: number, kind: Version["kind"] = "new"): Version {
  return { number, development, kind, importance: "notable", recordedAt: 0, headline: `Headline ${number}` };
}

describe("the latest versions", () => {
  test("have each development once, in its newest wording, in the order in which developments began", () => {
    const log = [version(1, 1), version(2, 2), version(3, 1, "updated"), version(4, 4), version(5, 2, "withdrawn")];
    expect(latestVersions(log).map((v) => v.number)).toEqual([3, 5, 4]);
  });

  test("do not depend on the order in which the versions are given", () => {
    const log = [version(1, 1), version(2, 2), version(3, 1, "updated"), version(4, 2, "corrected")];
    expect(latestVersions(log.toReversed())).toEqual(latestVersions(log));
  });

  test("of nothing are none", () => {
    expect(latestVersions([])).toEqual([]);
  });
});

describe("a headline's fingerprint", () => {
  test.each([
    ["Ferry resumes at dawn", "FERRY  RESUMES, at dawn!"],
    ["Harbour wall: repairs begin", "Harbour wall – repairs begin"],
    ["“Safe to swim”, says council", '"Safe to swim" says council'],
    ["The harbour\u00a0wall", "The harbour wall"],
    ["Caf\u00e9 reopens", "Cafe\u0301 reopens"],
    ["News\u00adroom moves", "Newsroom moves"],
    ["１２ boats", "12 boats"],
  ])("is one for %j and %j", (a, b) => {
    expect(fingerprint(a)).toBe(fingerprint(b));
  });

  test.each([
    ["12 boats missing", "13 boats missing"],
    ["Fare rises £5", "Fare rises $5"],
    ["किला खुला", "कली खुला"],
    ["मिल बंद", "मेल बंद"],
    ["🚢", "🚂"],
    ["?", "!"],
  ])("tells %j from %j", (a, b) => {
    expect(fingerprint(a)).not.toBe(fingerprint(b));
  });
});

describe("two wordings", () => {
  const wording = { headline: "Ferry resumes", text: "<p>At dawn.</p>", url: "https://news.example/1", publishedAt: 7 };

  test("are the same when readers would see the same", () => {
    expect(sameWording(wording, { ...wording })).toBe(true);
  });

  test.each([
    { headline: "Ferry stops" },
    { text: "<p>At noon.</p>" },
    { url: "https://news.example/2" },
    { attribution: "The harbour master" },
    { publishedAt: 8 },
  ])("differ when %j does", (change) => {
    expect(sameWording(wording, { ...wording, ...change })).toBe(false);
  });
});
