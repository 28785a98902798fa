import { cutLine, type Line, lineText } from "../passage.ts";

/**
 * Signs that mark an item wherever they stand; dashes, stars and numbers mark one only before a space. An emoji is a
 * word like others: a red card, a goal, a cloud.
 */
const symbols = "►▶▸▹▷➤➔→»•●○◦∙‣⁃▪▫■□◆◇❖➢⦁▲△▼▽◎◉※・☞★☆✓✔";
const marker = new RegExp(
  String.raw`^\s*(?:(?:[${symbols}]|·)\ufe0f?\s*|[–—](?=\p{L})|(?:[-–—+]|\*{1,3}|\d{1,3}[.)])\s+)(?=\S)`,
  "u",
);
const nextMarker = new RegExp(`\\s(?=[${symbols}]\\ufe0f?\\s*\\S)`, "gu");

/** How many characters mark the text as an item of a list; 0 when nothing does. */
export function markerLength(text: string): number {
  return marker.exec(text)?.[0].length ?? 0;
}

/**
 * A line cut before each sign that marks an item.
 *
 * It is cut only when it begins with such a sign or `isHeading` knows what stands before the first: within a
 * sentence the same signs mean something else.
 */
export function splitAtMarkers(line: Line, isHeading: (text: string) => boolean): Line[] {
  const text = lineText(line);
  const starts = Array.from(text.matchAll(nextMarker), (found) => found.index);
  const head = text.slice(0, starts[0]);
  const isCut = starts.length > 0 && (markerLength(head) > 0 || isHeading(head));
  return isCut ? cutLine(line, starts) : [line];
}
