import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cadences } from "#core/cadence.ts";
import { decodeLink, encodeLink, isExpired, type Link, leaveLink } from "#core/link.ts";

const subscriber = "aB3_-aB3_-aB3_-x";
const dayMs = 24 * 60 * 60 * 1000;

describe("a link", () => {
  const anySubscriber = fc.stringMatching(/^[A-Za-z0-9_-]{16}$/);
  const anySecond = fc.integer({ min: 0, max: 4_102_444_800 }).map((second) => second * 1000);
  const anySlug = fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}$/);
  const anyLink: fc.Arbitrary<Link> = fc.oneof(
    fc.record({
      purpose: fc.constant("confirm" as const),
      subscriber: anySubscriber,
      issuedAt: anySecond,
      signUp: fc.nat(),
    }),
    fc.record({ purpose: fc.constant("preferences" as const), subscriber: anySubscriber, issuedAt: anySecond }),
    fc.record({
      purpose: fc.constant("leave" as const),
      subscriber: anySubscriber,
      issuedAt: anySecond,
      topics: fc.array(anySlug, { maxLength: 5 }),
    }),
    fc.record({
      purpose: fc.constant("leave" as const),
      subscriber: anySubscriber,
      issuedAt: anySecond,
      cadence: fc.constantFrom(...cadences),
    }),
  );

  test("is read back as it was written", () => {
    fc.assert(
      fc.property(anyLink, (link) => {
        expect(decodeLink(encodeLink(link))).toEqual(link);
      }),
      { numRuns: 1_000 },
    );
  });

  test("is short", () => {
    const link: Link = { purpose: "leave", subscriber, issuedAt: Date.UTC(2026, 2, 29), topics: ["harbour"] };
    expect(encodeLink(link)).toBe(`l.${subscriber}.tcmw00.harbour`);
  });

  test("keeps the second in which it was issued", () => {
    const link: Link = { purpose: "preferences", subscriber, issuedAt: 1_999 };
    expect(decodeLink(encodeLink(link))).toEqual({ ...link, issuedAt: 1_000 });
  });

  test.each([
    "",
    "c",
    `x.${subscriber}.1.1`,
    `c.${subscriber}.1.`,
    `c.${subscriber}.1.-`,
    `c.${subscriber}.1.a+b`,
    `c.${subscriber}..1`,
    `c.${subscriber}.0123456789.1`,
    `c.${subscriber}x.1.1`,
    `c.${subscriber.slice(1)}.1.1`,
    `p.${subscriber}.1.1`,
    `p.${subscriber}.1`,
    `p.${subscriber}.1..`,
    `l.${subscriber}.1.~`,
    `l.${subscriber}.1.~monthly`,
    `c.${subscriber}.1.~daily`,
    `l.${subscriber}.1.Harbour`,
    `l.${subscriber}.1.har bour`,
    `l.${subscriber}.1.harbour\n`,
  ])("is not read from %j", (text) => {
    expect(decodeLink(text)).toBeUndefined();
  });
});

describe("a leave link", () => {
  const slugs = (count: number): string[] =>
    Array.from({ length: count }, (_, index) => `${"a".repeat(57)}-${index + 10}`);

  test("names the topics that the mail carried", () => {
    const link = leaveLink(subscriber, 0, "daily", ["harbour", "ferry"]);
    expect(link).toEqual({ purpose: "leave", subscriber, issuedAt: 0, topics: ["harbour", "ferry"] });
  });

  test("names the cadence where the topics would not fit a header line", () => {
    const link = leaveLink(subscriber, 0, "daily", slugs(7));
    expect(link).toEqual({ purpose: "leave", subscriber, issuedAt: 0, cadence: "daily" });
  });

  test.each([1, 6, 7, 50])("with %d topics stays within a header line when it is encoded", (count) => {
    const text = encodeLink(leaveLink(subscriber, Date.UTC(2030, 0, 1), "weekly", slugs(count)));
    expect(Math.ceil((text.length * 4) / 3)).toBeLessThan(998 - 300);
  });
});

describe("a link's time", () => {
  const issuedAt = Date.UTC(2026, 2, 29);

  test.each([
    ["confirm", 7],
    ["preferences", 30],
  ] as const)("of a %s link is over after %d days", (purpose, days) => {
    const link: Link = { purpose, subscriber, issuedAt };
    expect(isExpired(link, issuedAt + days * dayMs - 1)).toBe(false);
    expect(isExpired(link, issuedAt + days * dayMs)).toBe(true);
  });

  test("of a leave link is never over", () => {
    expect(isExpired({ purpose: "leave", subscriber, issuedAt }, issuedAt + 100 * 365 * dayMs)).toBe(false);
  });
});
