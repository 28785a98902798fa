import { dropStart, type Line, lineText, type Passage } from "../passage.ts";
import { isListHeading } from "./list-heading.ts";
import { markerLength, splitAtMarkers } from "./marker.ts";
import { isPrompt } from "./prompt.ts";

/**
 * The passages with every run of lines that begin with a bullet turned into a list.
 *
 * A line without a bullet that follows one in the same paragraph belongs to that item, unless it is a prompt.
 */
export function withMarkedLists(passages: readonly Passage[]): Passage[] {
  return passages.flatMap((passage) => (passage.kind === "paragraph" ? fromParagraph(passage.lines) : [passage]));
}

/** Longest line in characters that can be a heading within a paragraph. */
const setOffMaxLength = 60;

/** Whether a line in bold stands over what comes next, and does not go on with the item before it. */
function isSetOff(line: Line, item: readonly Line[]): boolean {
  const isBold = (one: Line) => one.every((span) => span.strong === true || span.text.trim() === "");
  return (
    isBold(line) && !item.some(isBold) && lineText(line).length <= setOffMaxLength && !/[.!?…]$/.test(lineText(line))
  );
}

function fromParagraph(lines: readonly Line[]): Passage[] {
  const passages: Passage[] = [];
  let item: Line[] | undefined;
  const endItem = () => {
    if (item !== undefined)
      passages.push({
        kind: "list",
        ordered: false,
        items: [[{ kind: "paragraph", lines: item }]],
        setAs: "paragraphs",
      });
    item = undefined;
  };
  for (const line of lines.flatMap((whole) => splitAtMarkers(whole, (text) => isListHeading(text, false)))) {
    const text = lineText(line);
    const marked = markerLength(text);
    if (marked > 0) {
      endItem();
      item = [dropStart(line, marked)];
    } else if (item !== undefined && !isPrompt(text, false) && !isSetOff(line, item)) {
      item.push(line);
    } else {
      endItem();
      passages.push({ kind: "paragraph", lines: [line] });
    }
  }
  endItem();
  return passages;
}
