import { dropStart, lineText, type Passage } from "../passage.ts";
import { firstLine, withFirstLine } from "./list-item.ts";

/** The passages without a first line, or its beginning, that only says the headline again. */
export function withoutHeadline(passages: readonly Passage[], headline: string): readonly Passage[] {
  const line = firstLine(passages);
  const text = line === undefined ? "" : lineText(line);
  const bare = headline.replace(/[\s.…]+$/, "");
  if (line === undefined || bare === "" || !text.toLowerCase().startsWith(bare.toLowerCase())) return passages;
  const length = bare.length + (/^[\s.…:|–—-]*/.exec(text.slice(bare.length))?.[0].length ?? 0);
  const isWholeSentence = length === text.length || /[.…:|–—]/.test(text.slice(bare.length, length));
  return isWholeSentence ? withFirstLine(passages, dropStart(line, length)) : passages;
}
