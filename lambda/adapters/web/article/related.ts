import { oneLine } from "../clean-text.ts";
import { type Line, linesOf, lineText, type Passage } from "../passage.ts";
import { isLinkAlone } from "./list-item.ts";
import { isLabelOnly, isSignUp, labelOf } from "./prompt.ts";

/** A prompt that leads to something else to read: `READ MORE: A bridge in twelve drawings`. */
export interface Related {
  /** As it is written, without its colon. */
  readonly label: string;
  readonly text: string;
  readonly url: string;
}

/** Most related links of one article that are kept. */
export const relatedMax = 30;

/** Longest text of one, in characters. */
const textMaxLength = 300;

/** The related links among passages, in their order, each address once. Calls to sign up are none. */
export function relatedAmong(passages: readonly Passage[]): Related[] {
  const related: Related[] = [];
  let label: string | undefined;
  const read = (line: Line, isAlone: boolean) => {
    const text = lineText(line);
    const own = labelOf(text);
    const url = line.find((span) => span.href !== undefined)?.href;
    if (isSignUp(text)) label = undefined;
    else if (own !== undefined && own.rest !== "" && url !== undefined) push({ label: own.label, text: own.rest, url });
    else if (own !== undefined && isLabelOnly(text)) label = own.label;
    else if (label !== undefined && url !== undefined && isAlone) push({ label, text, url });
    else label = undefined;
  };
  const push = (one: Related) => {
    const text = oneLine(one.text.replace(/https?:\/\/\S+/g, "")).replace(/^[\s:|–—-]+|[\s:|–—-]+$/g, "");
    if (text === "" || text.length > textMaxLength || related.length >= relatedMax) return;
    if (!related.some(({ url }) => url === one.url)) related.push({ label: one.label, text, url: one.url });
  };
  for (const passage of passages) {
    if (passage.kind === "heading") label = undefined;
    else for (const line of linesOf([passage])) read(line, isLinkAlone([{ kind: "paragraph", lines: [line] }]));
  }
  return related;
}
