/** Tabs and line ends stay; all other control characters go. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/** Characters that turn or hide what stands beside them: bidi embeddings, overrides and isolates, invisible joints. */
const invisibles = /[\u00ad\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/g;

/** Text of printable ASCII, with tabs and line ends. */
const plain = /^[\t\n\x20-\x7e]*$/;

/**
 * `text` in composed form, without control characters, bidi overrides, invisible joints and lone surrogates.
 *
 * Line ends become `\n`; other white space stays as it is.
 */
export function cleanText(text: string): string {
  // Most text has nothing to clean, and looking costs a tenth of cleaning.
  if (plain.test(text)) return text;
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, "\n")
    .replace(controls, "")
    .replace(invisibles, "")
    .normalize("NFC");
}

/** `text` cleaned and on one line: every run of white space, no-break spaces too, is one space. */
export function oneLine(text: string): string {
  return cleanText(text).replace(/\s+/g, " ").trim();
}

/** `text` in at most `maxLength` characters, cut at a word and ended with an ellipsis if it is longer. */
export function cutAtWord(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const head = text.slice(0, maxLength - 1).toWellFormed();
  const space = head.lastIndexOf(" ");
  const cut = space > maxLength / 2 ? head.slice(0, space) : head;
  return `${cut.replace(/[\s,;:–—\ufffd-]+$/, "")}…`;
}
