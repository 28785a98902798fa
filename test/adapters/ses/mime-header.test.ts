import fc from "fast-check";
import PostalMime from "postal-mime";
import { describe, expect, test } from "vitest";
import { bracketValue, namedHeader, textHeader } from "#adapters/ses/mime-header.ts";

const parse = (header: string) => PostalMime.parse(`${header}\r\nbody`);
const oneLine = (text: string) =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
const said = fc
  .array(
    fc.oneof(fc.string({ unit: "binary" }), fc.lorem(), fc.constantFrom("\r\nX-Evil: 1", "=?utf-8?Q?x?=", "日本語🚢")),
    {
      minLength: 1,
    },
  )
  .map((parts) => parts.join(" ").replace(/\uFEFF/g, ""));

describe("a header of free text", () => {
  test("gives its text back, on one line and in one header", async () => {
    await fc.assert(
      fc.asyncProperty(said, async (text) => {
        const header = textHeader("Subject", text);
        const { subject, headers } = await parse(header);
        expect(subject ?? "").toBe(oneLine(text));
        expect(headers).toHaveLength(1);
        expect(header.split("\r\n").filter((line) => line.length > 76)).toEqual([]);
      }),
    );
  });

  test("leaves plain words plain", () => {
    expect(textHeader("Subject", "Council votes 31 to 12")).toBe("Subject: Council votes 31 to 12\r\n");
  });

  test("stays readable where few letters are not ASCII", () => {
    expect(textHeader("Subject", "The bridge’s end")).toBe("Subject: =?utf-8?Q?The_bridge=E2=80=99s_end?=\r\n");
  });
});

describe("a header with a name and an address", () => {
  test("gives both back, whatever the name", async () => {
    await fc.assert(
      fc.asyncProperty(said, async (name) => {
        const { from, headers } = await parse(namedHeader("From", name, "updates@courier.example"));
        expect(headers).toHaveLength(1);
        expect(from?.address).toBe("updates@courier.example");
        if (/^[\w ]+$/.test(name)) expect(from?.name).toBe(oneLine(name));
      }),
    );
  });

  test.each(["Ünïcode 🚢 News", 'The "Courier" \\ Saltmere', "News, Sport & <Weather>"])(
    "shows the name %s",
    async (name) => {
      expect((await parse(namedHeader("From", name, "updates@courier.example"))).from?.name).toBe(name);
    },
  );
});

describe("a value between angle brackets", () => {
  test("can neither end the brackets nor the line", () => {
    expect(bracketValue("a@b.example>\r\nBcc: <c@d.example")).toBe("a@b.exampleBcc:c@d.example");
  });
});
