import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { signedLinks } from "#adapters/node/signed-links.ts";
import { cadences } from "#core/cadence.ts";
import type { Link } from "#core/link.ts";

const origin = "https://follow.tidewater.example";
const current = { id: "2", key: "the current key" };
const previous = { id: "1", key: "the key before" };
const links = signedLinks([current, previous], origin);

const subscriber = fc.stringMatching(/^[A-Za-z0-9_-]{16}$/);
const issuedAt = fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => seconds * 1000);
const slug = fc.stringMatching(/^[a-z0-9]{1,20}(-[a-z0-9]{1,10})?$/);

const anyLink: fc.Arbitrary<Link> = fc.oneof(
  fc.record({
    purpose: fc.constant("confirm" as const),
    subscriber,
    issuedAt,
    signUp: fc.integer({ min: 1, max: 1e9 }),
  }),
  fc.record({ purpose: fc.constant("preferences" as const), subscriber, issuedAt }),
  fc.record({
    purpose: fc.constant("leave" as const),
    subscriber,
    issuedAt,
    topics: fc.array(slug, { maxLength: 12 }),
  }),
  fc.record({ purpose: fc.constant("leave" as const), subscriber, issuedAt, cadence: fc.constantFrom(...cadences) }),
);

const tokenOf = (url: string): string => url.split("/").at(-1) ?? "";

describe("a signed link", () => {
  test("says what was signed", () => {
    fc.assert(fc.property(anyLink, (link) => void expect(links.open(tokenOf(links.url(link)))).toEqual(link)));
  });

  test("leads to its purpose's page, in characters that need no escape, on one line of a mail's header", () => {
    fc.assert(
      fc.property(anyLink, (link) => {
        const page = { confirm: "confirm", preferences: "preferences", leave: "unsubscribe" }[link.purpose];
        expect(links.url(link)).toMatch(new RegExp(`^${origin}/${page}/[A-Za-z0-9._-]+$`));
        expect(links.url(link).length).toBeLessThan(998);
      }),
    );
  });

  test("is worth nothing when any character is altered, left out or added", () => {
    const characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.= \n%+/";
    const altered = fc.tuple(anyLink, fc.nat(), fc.constantFrom(...characters), fc.constantFrom("set", "drop", "add"));
    fc.assert(
      fc.property(altered, ([link, at, character, how]) => {
        const token = tokenOf(links.url(link));
        const place = at % token.length;
        const tail = token.slice(how === "add" ? place : place + 1);
        const other = token.slice(0, place) + (how === "drop" ? "" : character) + tail;
        fc.pre(other !== token);
        expect(links.open(other)).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });

  test("is worth nothing when any single bit of its bytes is another", () => {
    const token = tokenOf(links.url({ purpose: "leave", subscriber: "reader-000000001", issuedAt: 0, topics: ["a"] }));
    for (let bit = 0; bit < token.length * 8; bit++) {
      const bytes = Buffer.from(token, "latin1");
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(links.open(bytes.toString("latin1")), `bit ${bit}`).toBeUndefined();
    }
  });

  test("of the key before still holds, and new ones are signed with the current", () => {
    const link = { purpose: "preferences", subscriber: "reader-000000001", issuedAt: 5000 } as const;
    expect(links.open(tokenOf(signedLinks([previous], origin).url(link)))).toEqual(link);
    expect(tokenOf(links.url(link)).startsWith("2.")).toBe(true);
  });

  test("of another key under the same name is worth nothing", () => {
    const other = signedLinks([{ id: "2", key: "somebody else's key" }], origin);
    fc.assert(fc.property(anyLink, (link) => void expect(links.open(tokenOf(other.url(link)))).toBeUndefined()));
  });

  test("under another key's name is worth nothing", () => {
    const token = tokenOf(links.url({ purpose: "preferences", subscriber: "reader-000000001", issuedAt: 0 }));
    expect(links.open(token.replace(/^2\./, "1."))).toBeUndefined();
    expect(links.open(token.replace(/^2\./, "3."))).toBeUndefined();
  });

  test.each(["", ".", "..", "2..", "2.a", "a.b.c.d", "x".repeat(5000)])("is not “%s”", (token) => {
    expect(links.open(token)).toBeUndefined();
  });

  test("is not any text", () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (token) => void expect(links.open(token)).toBeUndefined()));
  });
});
