/** Longest line of a folded header, in characters (RFC 5322 asks for 78, RFC 2047 for 76 where words are encoded). */
const headerLineMaxLength = 76;

/** Longest word of an encoded header, in characters (RFC 2047, 2). */
const encodedWordMaxLength = 75;

/** Longest word that is left plain, in characters: a longer one could not be folded, so it is encoded. */
const plainWordMaxLength = 60;

/** Longest line that any mail server must take, in characters, with room for a name (RFC 5322, 2.1.1: 998). */
const unfoldedMaxLength = 900;

/**
 * A header of free text, folded, in encoded words where it is not plain ASCII.
 *
 * Whatever is in `text`, it stays in this header: line ends and other control characters are taken out.
 */
export function textHeader(name: string, text: string): string {
  const said = oneLine(text);
  const first = name.length + 2;
  return `${name}: ${isPlain(said) ? fold(said, first) : encodedWords(said, first)}\r\n`;
}

/** A header with one mailbox or one list: a name that readers see, and what stands in angle brackets. */
export function namedHeader(name: string, displayName: string, inBrackets: string): string {
  const said = oneLine(displayName);
  const first = name.length + 2;
  const bracketed = `<${printable(inBrackets)}>`;
  if (said === "") return `${name}: ${bracketed}\r\n`;
  const phrase = isPlain(said) ? fold(`"${said.replace(/["\\]/g, "\\$&")}"`, first) : encodedWords(said, first);
  const lastLine = phrase.slice(phrase.lastIndexOf("\n") + 1);
  const used = phrase.includes("\n") ? lastLine.length : first + lastLine.length;
  const gap = used + 1 + bracketed.length > headerLineMaxLength ? "\r\n " : " ";
  return `${name}: ${phrase}${gap}${bracketed}\r\n`;
}

/**
 * An address or a URL as it may stand between angle brackets.
 *
 * One too long for a line is folded: readers of these headers ignore blanks inside the brackets (RFC 2369, 2).
 */
export function bracketValue(text: string): string {
  const said = printable(text);
  if (said.length <= unfoldedMaxLength) return said;
  return (said.match(new RegExp(`.{1,${unfoldedMaxLength}}`, "g")) ?? []).join("\r\n ");
}

function printable(text: string): string {
  return text.replace(/[^\x21-\x7e]|[<>]/g, "");
}

function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
}

/** Something that looks like an encoded word would be decoded by readers, so it must be encoded itself. */
function isPlain(text: string): boolean {
  return (
    /^[\x20-\x7e]*$/.test(text) &&
    !text.includes("=?") &&
    text.split(" ").every((word) => word.length <= plainWordMaxLength)
  );
}

function fold(text: string, firstColumn: number): string {
  let column = firstColumn;
  return text
    .split(" ")
    .map((word, index) => {
      const breaks = index > 0 && column + 1 + word.length > headerLineMaxLength;
      column = breaks ? 1 + word.length : column + (index > 0 ? 1 : 0) + word.length;
      return index === 0 ? word : `${breaks ? "\r\n " : " "}${word}`;
    })
    .join("");
}

function encodedWords(text: string, firstColumn: number): string {
  const [asBase64, asQuoted] = [base64, quoted].map((encode) => wordsIn(encode, text, firstColumn));
  return (asBase64 ?? "").length < (asQuoted ?? "").length ? (asBase64 ?? "") : (asQuoted ?? "");
}

/** Cuts between characters, never inside one: each word must decode by itself. */
function wordsIn(encode: (text: string) => string, text: string, firstColumn: number): string {
  const words: string[] = [];
  let said = "";
  let column = firstColumn;
  for (const character of text) {
    const room = Math.min(encodedWordMaxLength, headerLineMaxLength - column);
    if (said !== "" && encode(said + character).length > room) {
      words.push(encode(said));
      said = "";
      column = 1;
    }
    said += character;
  }
  return [...words, encode(said)].join("\r\n ");
}

function base64(text: string): string {
  return `=?utf-8?B?${Buffer.from(text).toString("base64")}?=`;
}

/** Only letters and digits stay as they are, so that the words may stand in a name too (RFC 2047, 5). */
function quoted(text: string): string {
  const bytes = Array.from(Buffer.from(text), (byte) => {
    const character = String.fromCharCode(byte);
    if (character === " ") return "_";
    return /[A-Za-z0-9]/.test(character) ? character : `=${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  });
  return `=?utf-8?Q?${bytes.join("")}?=`;
}
