import { isClockTime } from "../clock-time.ts";
import { type Passage, passagesText } from "../passage.ts";
import type { Item } from "./entry.ts";
import { saysOnlyTime } from "./item-time.ts";

/** How far into a post its headline is looked for, in passages. */
const headlineWithin = 5;

/** Most characters of what stands before it: a time, a name, a label. */
const labelMaxLength = 80;

/** A line that names who wrote the post. */
const byline =
  /^(?:by|von|por|par|di|da|door|av|af|przez|autor(?:in)?:?|от|автор:?|від|yazan:?) (?:\p{Lu}[\p{L}\p{M}.’'-]*(?:,? (?:and|und|y|et|e|en|och|og|i|и|та|&|in|de|van|von|der|la))?\s?){1,8}$/u;

/** A post as an item: its time, its headline, then its words, without who wrote it and what kind of post it is. */
export function postItem(passages: readonly Passage[]): Item {
  const told = passages.filter((passage) => !byline.test(passagesText([passage]).slice(0, 200)));
  const at = told.findIndex((passage) => passage.kind === "heading" && !saysOnlyTime(passage.line));
  if (at <= 0 || at > headlineWithin) return told;
  const before = told.slice(0, at);
  const headline = told[at];
  if (headline === undefined || before.some((passage) => passagesText([passage]).length > labelMaxLength)) return told;
  const time = before.find((passage) => isTime(passage));
  return [headline, ...(time === undefined ? [] : [time]), ...told.slice(at + 1)];
}

function isTime(passage: Passage): boolean {
  if (passage.kind !== "paragraph") return isClockTime(passagesText([passage]));
  return passage.lines.some((line) => line.some((span) => span.time !== undefined) || saysOnlyTime(line));
}
