import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressMaxLength, parseAddress } from "#core/address.ts";

const ofLength = (length: number): string => {
  const local = "a".repeat(64);
  const labels = "b".repeat(61);
  const domain = `${labels}.${labels}.${labels}`.slice(0, length - local.length - 1 - 3);
  return `${local}@${domain}.${"c".repeat(length - local.length - domain.length - 2)}`;
};

describe("a mail address", () => {
  test.each([
    ["ada@example.org", "ada@example.org"],
    ["  Ada@Example.ORG\t", "ada@example.org"],
    ["o'neil+news@mail.example.co.uk", "o'neil+news@mail.example.co.uk"],
    ["a@b.xn--p1ai", "a@b.xn--p1ai"],
    ["1@2.c3", "1@2.c3"],
    ["bounce+x@simulator.amazonses.com", "bounce+x@simulator.amazonses.com"],
  ])("%j is %s", (typed, address) => {
    expect(parseAddress(typed)).toEqual({ address });
  });

  test.each([
    ["", "missing"],
    [" \t ", "missing"],
    ["ada", "malformed"],
    ["@example.org", "malformed"],
    ["ada@", "malformed"],
    ["ada@example", "malformed"],
    ["ada@@example.org", "malformed"],
    ["ada lovelace@example.org", "malformed"],
    ["Ada <ada@example.org>", "malformed"],
    ['"ada"@example.org', "malformed"],
    ["ada@[127.0.0.1]", "malformed"],
    ["ada@127.0.0.1", "malformed"],
    ["ada@example..org", "malformed"],
    ["ada@.example.org", "malformed"],
    ["ada@example.org.", "malformed"],
    ["ada@-example.org", "malformed"],
    ["ada@example-.org", "malformed"],
    ["ada@exa_mple.org", "malformed"],
    [".ada@example.org", "malformed"],
    ["ada.@example.org", "malformed"],
    ["a..da@example.org", "malformed"],
    ["ada@example.org,bob@example.org", "malformed"],
    ["ada@example.org\r\nBcc: bob@example.org", "malformed"],
    ["ada@example.org\n", "malformed"],
    ["\rada@example.org", "malformed"],
    ["ada\0@example.org", "malformed"],
    [`${"a".repeat(65)}@example.org`, "malformed"],
    [`ada@${"b".repeat(64)}.org`, "malformed"],
    ["dörte@example.org", "not-ascii"],
    ["ada@exämple.org", "not-ascii"],
    ["\u212aate@example.org", "not-ascii"],
    ["ada\u00a0@example.org", "not-ascii"],
  ])("%j is refused: %s", (typed, refused) => {
    expect(parseAddress(typed)).toEqual({ refused });
  });

  test("may have 254 characters and no more", () => {
    expect(ofLength(addressMaxLength)).toHaveLength(254);
    expect(parseAddress(ofLength(addressMaxLength))).toEqual({ address: ofLength(254) });
    expect(parseAddress(ofLength(addressMaxLength + 1))).toEqual({ refused: "too-long" });
  });

  test("stays the same when it is read again, and can break no header", () => {
    const part = fc.string({ unit: fc.constantFrom(..."aZ9.-_+@ '\"\\\r\n\t\0é<>,;:()[]\u212a"), maxLength: 12 });
    fc.assert(
      fc.property(part, part, fc.constantFrom("", ".org", ".ORG "), (local, domain, end) => {
        const parsed = parseAddress(`${local}@${domain}${end}`);
        if ("refused" in parsed) return;
        expect(parsed.address).toMatch(/^[\x21-\x7e]+$/);
        expect(parsed.address).not.toMatch(/[<>,;:"()[\]\\]/);
        expect(parseAddress(parsed.address)).toEqual(parsed);
      }),
      { numRuns: 5_000 },
    );
  });
});
