/** Longest line of an encoded body in characters, its soft break included (RFC 2045, 6.7). */
export const bodyLineMaxLength = 76;

const softBreak = "=\r\n";

/** How each byte is written: itself, or "=" and two hexadecimal digits. */
const written: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  (byte >= 0x21 && byte <= 0x7e && byte !== 0x3d) || byte === 0x20 || byte === 0x09
    ? String.fromCharCode(byte)
    : `=${byte.toString(16).toUpperCase().padStart(2, "0")}`,
);

/**
 * A text in quoted-printable: ASCII alone, lines of at most 76 characters that end in CRLF.
 *
 * LF is a line's end. Lines that begin with a dot or with "From " are written so that no relay on the way touches them.
 */
export function quotedPrintable(text: string): string {
  return text
    .split("\n")
    .map((line) => cutPlainLine(line) ?? encodeLine(Buffer.from(line)))
    .join("\r\n");
}

/** A text as quoted-printable that ends in a soft break: what follows goes on in the same line of the text. */
export function quotedPrintableRun(text: string): string {
  return text === "" ? "" : quotedPrintable(text) + softBreak;
}

/** A line that needs only to be cut, as links do: they are written for every subscriber, so this is the fast way. */
function cutPlainLine(line: string): string | undefined {
  if (!/^[\x21-\x3c\x3e-\x7e]*$/.test(line)) return undefined;
  let encoded = "";
  for (let at = 0; at < line.length; at += bodyLineMaxLength - 1) {
    if (line.charCodeAt(at) === 0x2e) return undefined;
    encoded += (at === 0 ? "" : softBreak) + line.slice(at, at + bodyLineMaxLength - 1);
  }
  return encoded;
}

function encodeLine(bytes: Uint8Array): string {
  let encoded = "";
  let column = 0;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i] ?? 0;
    let next = written[byte] ?? "";
    if (i === bytes.length - 1 && next.trim() === "") next = escaped(next);
    if (column + next.length >= bodyLineMaxLength) {
      encoded += softBreak;
      column = 0;
    }
    if (column === 0 && (next === "." || (next === "F" && startsWithFrom(bytes, i)))) next = escaped(next);
    encoded += next;
    column += next.length;
  }
  return encoded;
}

function escaped(character: string): string {
  return `=${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}

function startsWithFrom(bytes: Uint8Array, at: number): boolean {
  return bytes[at + 1] === 0x72 && bytes[at + 2] === 0x6f && bytes[at + 3] === 0x6d && bytes[at + 4] === 0x20;
}
