import { parseFragment } from "parse5";

const reference = /&(#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{0,31});|&/gi;

/** The five that XML knows itself. */
const ofXml = new Set(["amp", "lt", "gt", "quot", "apos"]);

/** The characters that references of HTML stand for, as they come: there are some two thousand, feeds use a few. */
const known = new Map<string, string>();

/**
 * `xml` with its references to characters resolved as HTML knows them, and every other `&` escaped.
 *
 * What they stand for is escaped again where XML needs it, so the result is XML as before.
 */
export function referencesToText(xml: string): string {
  return xml.replace(reference, (written: string, name: string | undefined) => {
    if (name === undefined) return "&amp;";
    if (ofXml.has(name)) return written;
    const character = characterOf(name);
    return character === undefined ? `&amp;${name};` : escaped(character);
  });
}

function characterOf(name: string): string | undefined {
  const already = known.get(name);
  if (already !== undefined) return already;
  const [node] = parseFragment(`&${name};`).childNodes;
  const character = node !== undefined && "value" in node ? node.value : undefined;
  if (character === undefined || (character.startsWith("&") && character.length > 1)) return undefined;
  if (known.size < 3_000) known.set(name, character);
  return character;
}

function escaped(character: string): string {
  return character.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
