import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formBase64 } from "#adapters/ses/form-base64.ts";

const ascii = fc.string({ unit: fc.integer({ min: 0, max: 127 }).map((code) => String.fromCharCode(code)) });

describe("a message in base64 for a form", () => {
  test("is what encoding it whole gives, whatever it is made of and whoever was written before", () => {
    const several = fc.array(ascii, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(several, fc.array(several, { minLength: 1, maxLength: 5 }), (literals, subscribers) => {
        const form = formBase64(literals.map((literal) => Buffer.from(literal, "latin1")));
        for (const values of subscribers) {
          const message = literals.map((literal, place) => (place === 0 ? "" : (values[place - 1] ?? "")) + literal);
          const whole = Buffer.from(message.join(""), "latin1").toString("base64");
          expect(form.pieces(values).join("")).toBe(encodeURIComponent(whole));
        }
      }),
    );
  });
});
