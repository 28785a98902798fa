import { urlMaxLength } from "#core/development.ts";
import { type Related, relatedLabelMaxLength, relatedMax, relatedTextMaxLength } from "#core/related.ts";
import { oneLine } from "../clean-text.ts";
import { type Line, linesOf, lineText, type Passage } from "../passage.ts";
import { isLinkAlone } from "./list-item.ts";
import { isLabelOnly, isSignUp, labelOf } from "./prompt.ts";

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
    if (text === "" || text.length > relatedTextMaxLength || related.length >= relatedMax) return;
    if (one.label.length > relatedLabelMaxLength || one.url.length > urlMaxLength) return;
    if (!related.some(({ url }) => url === one.url)) related.push({ label: one.label, text, url: one.url });
  };
  for (const passage of passages) {
    if (passage.kind === "heading") label = undefined;
    else for (const line of linesOf([passage])) read(line, isLinkAlone([{ kind: "paragraph", lines: [line] }]));
  }
  return related;
}
