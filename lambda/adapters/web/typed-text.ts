import { textMaxLength } from "#core/development.ts";
import { oneLine } from "./clean-text.ts";
import { limitedHtml } from "./limited-html.ts";
import type { Passage } from "./passage.ts";
import { passagesFromHtml } from "./passages-from-html.ts";

/**
 * What a person typed as a development's text, as limited HTML, or undefined when it holds no words.
 *
 * It may be simple HTML; without an element in it, it is plain text with empty lines between its paragraphs.
 */
export function textAsTyped(typed: string): string | undefined {
  const isHtml = /<\/?[a-z][^<>]{0,2000}>/i.test(typed);
  return limitedHtml(isHtml ? passagesFromHtml(typed) : paragraphsOf(typed), textMaxLength);
}

function paragraphsOf(typed: string): Passage[] {
  return typed
    .split(/\n\s*\n/)
    .map(oneLine)
    .filter((text) => text !== "")
    .map((text) => ({ kind: "paragraph", lines: [[{ text }]] }));
}
