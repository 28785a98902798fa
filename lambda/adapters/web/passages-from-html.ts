import { type CheerioAPI, load } from "cheerio/slim";
import { cleanText } from "./clean-text.ts";
import { type Line, type Passage, type Span, tidyLine } from "./passage.ts";
import { webUrl } from "./web-url.ts";

type Root = ReturnType<CheerioAPI["root"]>[number];
type HtmlNode = Root["children"][number];
type HtmlElement = Extract<HtmlNode, { attribs: object }>;

/** Elements whose words nobody reads in the running text. */
const unread = new Set(
  "audio button canvas figure form head iframe input math noscript object picture script select style svg template textarea video".split(
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

/** The passages of an HTML document or fragment, in reading order. Scripts, menus, forms and pictures are left out. */
export function passagesFromHtml(html: string, reading: HtmlReading = {}): Passage[] {
  return passagesOf(load(html), reading);
}

/** The passages of a document that is already parsed. */
export function passagesOf($: CheerioAPI, reading: HtmlReading = {}): Passage[] {
  const root = $.root()[0];
  return root === undefined ? [] : readBlock(root.children, { ...reading, words: (node) => $(node).text() });
}

interface Reader extends HtmlReading {
  readonly words: (element: HtmlElement) => string;
}

type Marks = Omit<Span, "text">;

/** Reads blocks and, between them, lines. `around` is what the elements around them say of all their words. */
function readBlock(nodes: readonly HtmlNode[], reader: Reader, around: Marks = {}): Passage[] {
  const passages: Passage[] = [];
  let run: Span[][] = [[]];
  const endParagraph = () => {
    const lines = run.map(tidyLine).filter((line) => line.length > 0);
    if (lines.length > 0) passages.push({ kind: "paragraph", lines });
    run = [[]];
  };
  const readInline = (node: HtmlNode, marks: Marks) => {
    if (node.type === "text") {
      run.at(-1)?.push({ ...marks, text: cleanText(node.data) });
      return;
    }
    if (!isElement(node) || isUnread(node, reader)) return;
    if (node.name === "br") {
      run.push([]);
      return;
    }
    if (!inline.has(node.name) && !isInlineOnly(node)) {
      endParagraph();
      passages.push(...readElement(node, reader, marks));
      return;
    }
    for (const child of node.children) readInline(child, { ...marks, ...marksOf(node, reader) });
  };
  for (const node of nodes) readInline(node, around);
  endParagraph();
  return passages;
}

function readElement(element: HtmlElement, reader: Reader, marks: Marks): Passage[] {
  if (/^h[1-6]$/.test(element.name)) {
    const line = tidyLine(readBlock(element.children, reader, marks).flatMap(flatSpans));
    return line.length > 0 ? [{ kind: "heading", line }] : [];
  }
  if (element.name === "ul" || element.name === "ol" || element.name === "menu") return readList(element, reader);
  const passages = readBlock(element.children, reader, marks);
  if (element.name === "blockquote" && passages.length > 0) return [{ kind: "quote", passages }];
  return passages;
}

function readList(element: HtmlElement, reader: Reader): Passage[] {
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
  for (const node of element.children) {
    if (!isElement(node) || node.name !== "li") {
      loose.push(node);
      continue;
    }
    addLoose();
    if (isUnread(node, reader)) continue;
    const passages = readBlock(node.children, reader);
    if (passages.length > 0) items.push(passages);
  }
  addLoose();
  return items.length > 0 ? [{ kind: "list", ordered: element.name === "ol", items }] : [];
}

function flatSpans(passage: Passage): Span[] {
  if (passage.kind !== "paragraph") return [];
  return passage.lines.flatMap((line: Line) => [...line, { text: " " }]);
}

function marksOf(element: HtmlElement, reader: Reader): Marks {
  switch (element.name) {
    case "b":
    case "strong":
      return { strong: true };
    case "em":
    case "i":
    case "cite":
      return { em: true };
    case "time":
      return { time: element.attribs["datetime"] ?? "" };
    case "a": {
      const href = webUrl(element.attribs["href"], reader.baseUrl);
      return href === undefined ? {} : { href };
    }
    default:
      return {};
  }
}

function isUnread(element: HtmlElement, reader: Reader): boolean {
  if (unread.has(element.name) || "hidden" in element.attribs) return true;
  return beside.has(element.name) && reader.keepsBeside?.(reader.words(element)) !== true;
}

/** Unknown elements (`<x-note>`) are read as what they hold: in the line when they hold no block. */
function isInlineOnly(element: HtmlElement): boolean {
  return element.name.includes("-") && element.children.every((child) => !isElement(child) || inline.has(child.name));
}

function isElement(node: HtmlNode): node is HtmlElement {
  return node.type === "tag" || node.type === "script" || node.type === "style";
}
