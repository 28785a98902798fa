import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bodyLineMaxLength, quotedPrintable, quotedPrintableRun } from "#adapters/ses/mime-quoted-printable.ts";

/** What RFC 2045, 6.7 says a reader does. */
function decode(encoded: string): string {
  const bytes = encoded
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString().replaceAll("\r\n", "\n");
}

const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.lorem(),
      fc.constantFrom("\n", "\n.", "\nFrom x", " \n", "=", "a".repeat(74)),
    ),
  )
  .map((parts) => parts.join("").toWellFormed().replaceAll("\r", ""));

describe("quoted-printable", () => {
  test("gives any text back", () => {
    fc.assert(fc.property(text, (said) => decode(quotedPrintable(said)) === said));
  });

  test("writes ASCII in lines of at most 76 characters, none of which a relay would touch", () => {
    fc.assert(
      fc.property(text, (said) => {
        for (const line of quotedPrintableRun(said).split("\r\n")) {
          expect(line).toMatch(/^[\x20-\x7e\t]*$/);
          expect(line.length).toBeLessThanOrEqual(bodyLineMaxLength);
          expect(line).not.toMatch(/^\.|^From |[ \t]$/);
        }
      }),
    );
  });

  test("goes on in the same line after a run", () => {
    fc.assert(fc.property(text, text, (a, b) => decode(quotedPrintableRun(a) + quotedPrintable(b)) === a + b));
  });
});
