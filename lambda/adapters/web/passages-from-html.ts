import { cleanText } from "./clean-text.ts";
import {
  attribute,
  fragmentTree,
  type HtmlElement,
  type HtmlNode,
  type HtmlTree,
  isElement,
  wordsIn,
} from "./html-tree.ts";
import { type Line, type Passage, type Span, tidyLine } from "./passage.ts";
import { webUrl } from "./web-url.ts";

/** Elements whose words nobody reads in the running text. */
const unread = new Set(
  "audio button canvas datalist dialog figure form head iframe input math noscript object picture script select style svg template textarea video".split(
    " ",
  ),
);

/** Elements beside the running text: menus, boxes of related links. They are read only where `keepsBeside` says so. */
const beside = new Set(["aside", "footer", "nav"]);

/** Elements that stand in a line, so that what is around them goes on in the same line. */
const inline = new Set(
  "a abbr b bdi bdo big br cite code data del dfn em font i ins kbd label mark q rp rt ruby s samp small span strong sub sup time tt u var wbr".split(
    " ",
  ),
);

/** How HTML is read. */
export interface HtmlReading {
  /** The address that relative links start from; without it they are dropped and their words stay. */
  readonly baseUrl?: string;
  /** Whether a box beside the running text with these words belongs to what is looked for. */
  readonly keepsBeside?: (words: string) => boolean;
}

/**
 * The passages of a piece of HTML, in reading order. Scripts, menus, forms and pictures are left out.
 *
 * A piece that would cost too much to read has none.
 */
export function passagesFromHtml(html: string, reading: HtmlReading = {}): Passage[] {
  const tree = fragmentTree(html);
  return tree === undefined ? [] : passagesOf(tree, reading);
}

/** The passages of a page that is already parsed. */
export function passagesOf(tree: HtmlTree, reading: HtmlReading = {}): Passage[] {
  return readBlock(tree.childNodes, reading);
}

type Marks = Omit<Span, "text">;

/** Reads blocks and, between them, lines. `around` is what the elements around them say of all their words. */
function readBlock(nodes: readonly HtmlNode[], reader: HtmlReading, around: Marks = {}): Passage[] {
  const passages: Passage[] = [];
  let run: Span[][] = [[]];
  const endParagraph = () => {
    const lines = run.map(tidyLine).filter((line) => line.length > 0);
    if (lines.length > 0) passages.push({ kind: "paragraph", lines });
    run = [[]];
  };
  const readInline = (node: HtmlNode, marks: Marks) => {
    if ("value" in node) {
      run.at(-1)?.push({ ...marks, text: cleanText(node.value) });
      return;
    }
    if (!isElement(node) || isUnread(node, reader)) return;
    if (node.tagName === "br") {
      run.push([]);
      return;
    }
    if (!inline.has(node.tagName) && !isInlineOnly(node)) {
      endParagraph();
      passages.push(...readElement(node, reader, marks));
      return;
    }
    for (const child of node.childNodes) readInline(child, { ...marks, ...marksOf(node, reader) });
  };
  for (const node of nodes) readInline(node, around);
  endParagraph();
  return passages;
}

function readElement(element: HtmlElement, reader: HtmlReading, marks: Marks): Passage[] {
  if (/^h[1-6]$/.test(element.tagName)) {
    const line = tidyLine(readBlock(element.childNodes, reader, marks).flatMap(flatSpans));
    return line.length > 0 ? [{ kind: "heading", line }] : [];
  }
  if (element.tagName === "ul" || element.tagName === "ol" || element.tagName === "menu")
    return readList(element, reader);
  const passages = readBlock(element.childNodes, reader, marks);
  if (element.tagName === "blockquote" && passages.length > 0) return [{ kind: "quote", passages }];
  return passages;
}

function readList(element: HtmlElement, reader: HtmlReading): Passage[] {
  const items: Passage[][] = [];
  let loose: HtmlNode[] = [];
  const addLoose = () => {
    const passages = readBlock(loose, reader);
    loose = [];
    if (passages.length === 0) return;
    // A list that stands in a list without an item of its own belongs to the item before it.
    const previous = items.at(-1);
    if (previous !== undefined && passages.every((passage) => passage.kind === "list")) previous.push(...passages);
    else items.push(passages);
  };
  for (const node of element.childNodes) {
    if (!isElement(node) || node.tagName !== "li") {
      loose.push(node);
      continue;
    }
    addLoose();
    if (isUnread(node, reader)) continue;
    const passages = readBlock(node.childNodes, reader);
    if (passages.length > 0) items.push(passages);
  }
  addLoose();
  return items.length > 0 ? [{ kind: "list", ordered: element.tagName === "ol", items }] : [];
}

function flatSpans(passage: Passage): Span[] {
  if (passage.kind !== "paragraph") return [];
  return passage.lines.flatMap((line: Line) => [...line, { text: " " }]);
}

function marksOf(element: HtmlElement, reader: HtmlReading): Marks {
  switch (element.tagName) {
    case "b":
    case "strong":
      return { strong: true };
    case "em":
    case "i":
    case "cite":
      return { em: true };
    case "time":
      return { time: attribute(element, "datetime") ?? "" };
    case "a": {
      const href = webUrl(attribute(element, "href"), reader.baseUrl);
      return href === undefined ? {} : { href };
    }
    default:
      return {};
  }
}

function isUnread(element: HtmlElement, reader: HtmlReading): boolean {
  if (unread.has(element.tagName) || attribute(element, "hidden") !== undefined) return true;
  return beside.has(element.tagName) && reader.keepsBeside?.(wordsIn(element)) !== true;
}

/** Unknown elements (`<x-note>`) are read as what they hold: in the line when they hold no block. */
function isInlineOnly(element: HtmlElement): boolean {
  return (
    element.tagName.includes("-") && element.childNodes.every((child) => !isElement(child) || inline.has(child.tagName))
  );
}
