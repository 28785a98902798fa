import iconv from "iconv-lite";

/** How far into a page its own charset is looked for, in bytes: HTML asks for the first 1,024. */
const declarationBytes = 4_096;

const boms: readonly (readonly [charset: string, bytes: readonly number[]])[] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

/** Labels that the web reads as another charset than their name says (WHATWG Encoding, §4.2). */
const webNames: Readonly<Record<string, string>> = {
  "iso-8859-1": "windows-1252",
  "iso8859-1": "windows-1252",
  latin1: "windows-1252",
  "us-ascii": "windows-1252",
  ascii: "windows-1252",
  "iso-8859-9": "windows-1254",
  "iso-8859-11": "windows-874",
  "tis-620": "windows-874",
};

/** How much of a text is looked at to tell its charset, in bytes. */
const sampleBytes = 1_000_000;

/** Most control characters in text, as a share of it: pictures and archives have more. */
const controlsMaxShare = 0.01;

/** Most characters that cannot be read, as a share of a text: some bytes of a page may be of another charset. */
const unreadMaxShare = 0.1;

/**
 * The bytes as text, or undefined when they are no text.
 *
 * The charset is that of the byte order mark; else UTF-8 where the bytes are valid UTF-8 and more than ASCII, as no
 * other charset comes out so by chance; else the one the server named, else the one the page names, unless that is
 * UTF-8 and the bytes are not; else windows-1252.
 *
 * @param charset what the server named in `Content-Type`
 */
export function decodeText(bytes: Buffer, charset?: string): string | undefined {
  const found = charsetOf(bytes, charset);
  // In UTF-8 and its kin a zero byte is no text; in UTF-16 every second one may be.
  if (!found.startsWith("utf-16") && bytes.subarray(0, 65_536).includes(0)) return undefined;
  const text = iconv.encodingExists(found) ? iconv.decode(bytes, found) : new TextDecoder(found).decode(bytes);
  return isText(text) ? text : undefined;
}

function charsetOf(bytes: Buffer, named: string | undefined): string {
  const bom = boms.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte))?.[0];
  if (bom !== undefined) return bom;
  // An XML declaration in UTF-16 without a mark, as XML 1.0 lets it be (appendix F).
  if (bytes[0] === 0x3c && bytes[1] === 0x00) return "utf-16le";
  if (bytes[0] === 0x00 && bytes[1] === 0x3c) return "utf-16be";
  if (isUtf8(bytes)) return escapes(bytes) ? (known(named) ?? known(declared(bytes)) ?? "utf-8") : "utf-8";
  return not8(known(named)) ?? not8(known(declared(bytes))) ?? (isNearlyUtf8(bytes) ? "utf-8" : "windows-1252");
}

function declared(bytes: Buffer): string | undefined {
  const head = bytes.toString("latin1", 0, declarationBytes);
  const xml = /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']/i.exec(head)?.[1];
  const named = xml ?? /<meta\s[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(head)?.[1];
  // The declaration was read byte by byte, so it is not in UTF-16, whatever it says.
  return named !== undefined && /^utf-?16/i.test(named) ? "utf-8" : named;
}

function known(label: string | undefined): string | undefined {
  const lower = label?.trim().toLowerCase();
  if (lower === undefined) return undefined;
  const name = webNames[lower] ?? lower;
  if (/^(?:base64|hex|utf-?7)/.test(name)) return undefined;
  return iconv.encodingExists(name) || isOfPlatform(name) ? name : undefined;
}

/** ISO-2022-JP is known to the platform alone, most others are to both. */
function isOfPlatform(name: string): boolean {
  try {
    return new TextDecoder(name).encoding !== "";
  } catch {
    return false;
  }
}

/** ISO-2022 and its kin write other scripts in ASCII, behind an escape sign. */
function escapes(bytes: Buffer): boolean {
  return bytes.includes("\u001b$") || bytes.includes("\u001b(") || bytes.includes("~{");
}

function not8(name: string | undefined): string | undefined {
  return name === undefined || /^utf-?8$/.test(name) ? undefined : name;
}

/** Whether only a few bytes are not UTF-8: a page that was cut in the middle, or quotes one that was. */
function isNearlyUtf8(bytes: Buffer): boolean {
  const text = bytes.toString("utf8", 0, sampleBytes);
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the end of ASCII is what it looks for.
  const beyondAscii = text.match(/[^\u0000-\u007f]/g)?.length ?? 0;
  return broken * 10 < beyondAscii;
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function isText(text: string): boolean {
  const sample = text.slice(0, 65_536);
  let controls = 0;
  let unread = 0;
  for (let at = 0; at < sample.length; at++) {
    const code = sample.charCodeAt(at);
    if (code < 32 && code !== 9 && code !== 10 && code !== 12 && code !== 13) controls++;
    else if (code === 0xfffd) unread++;
  }
  return controls <= sample.length * controlsMaxShare && unread <= sample.length * unreadMaxShare;
}
