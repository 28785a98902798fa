import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { decodeText } from "#adapters/web/decode-text.ts";

const words = "Café “Zürich” – 5 €";

describe("decoding bytes", () => {
  test.each([
    ["UTF-8 without a word", Buffer.from(words), undefined],
    ["windows-1252 without a word", iconv.encode(words, "windows-1252"), undefined],
    ["windows-1252 that calls itself ISO-8859-1", iconv.encode(words, "windows-1252"), "ISO-8859-1"],
    ["UTF-8 with its mark, whatever the server says", Buffer.from(`\ufeff${words}`), "windows-1252"],
    ["UTF-16 with its mark", Buffer.from(`\ufeff${words}`, "utf16le"), undefined],
    ["UTF-16 the other way round", iconv.encode(words, "utf-16be", { addBOM: true }), undefined],
    ["a charset that nobody knows", Buffer.from(words), "x-unheard-of"],
    ["UTF-8 that the server calls windows-1252", Buffer.from(words), "windows-1252"],
    ["windows-1252 that the server calls UTF-8", iconv.encode(words, "windows-1252"), "utf-8"],
  ])("reads %s", (_, bytes, charset) => {
    expect(decodeText(bytes, charset)?.replace("\ufeff", "")).toBe(words);
  });

  test.each([
    ["windows-1251", `<?xml version="1.0" encoding="windows-1251"?><title>Порт Аверил</title>`],
    ["shift_jis", `<html><head><meta charset="Shift_JIS"><title>港の最新情報</title>`],
    ["gb2312", `<meta http-equiv="Content-Type" content="text/html; charset=gb2312"><p>港口罢工`],
    ["koi8-r", `<META CHARSET=koi8-r><p>Забастовка`],
  ])("reads %s as the page names it", (charset, page) => {
    expect(decodeText(iconv.encode(page, charset))).toBe(page);
  });

  test("reads ISO-2022-JP, which escapes into ASCII", () => {
    const bytes = Buffer.from("\u001b$B9A\u001b(B 1", "latin1");
    expect(decodeText(bytes, "iso-2022-jp")).toBe("港 1");
  });

  test("reads UTF-8 that was cut within a character", () => {
    const bytes = Buffer.from("Порт закрыт до утра, сообщили".repeat(3));
    expect(decodeText(bytes.subarray(0, bytes.length - 1), "utf-8")).toMatch(/^Порт закрыт/);
  });

  test("reads XML in UTF-16 without a mark", () => {
    const xml = `<?xml version="1.0" encoding="utf-16"?><rss/>`;
    expect(decodeText(Buffer.from(xml, "utf16le"))).toBe(xml);
  });

  test("does not believe a page that says in single bytes that it is UTF-16", () => {
    const page = `<meta charset="utf-16"><p>plain`;
    expect(decodeText(Buffer.from(page))).toBe(page);
  });

  test.each([
    ["a picture", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex")],
    ["control characters", Buffer.from("\u0001\u0002\u0003\u0004 and little else")],
  ])("takes %s for no text", (_, bytes) => {
    expect(decodeText(bytes)).toBeUndefined();
  });
});
