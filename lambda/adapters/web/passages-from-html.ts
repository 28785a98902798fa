import { cleanText } from "./clean-text.ts";
import { holdsMain, placeOf } from "./html-furniture.ts";
import { rowsAsItems } from "./html-table.ts";
import { attribute, fragmentTree, type HtmlElement, type HtmlNode, type HtmlTree, isElement } from "./html-tree.ts";
import { type Line, type Passage, type Span, tidyLine } from "./passage.ts";
import { webUrl } from "./web-url.ts";

/** Elements whose words nobody reads in the running text. */
const unread = new Set(
  "amp-ad amp-analytics amp-img amp-social-share amp-video audio button canvas datalist dialog embed figure form head iframe img input math noscript object picture script select source style svg template textarea video".split(
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

/** Elements that are read where they hold the page's main part: some systems wrap whole pages in them. */
const wrappers = new Set(["dialog", "form", "figure"]);

const lists = new Set(["ul", "ol", "menu"]);

/** How HTML is read. */
export interface HtmlReading {
  /** Whether it is a whole page: then what its class names call furniture is left out too. */
  readonly isPage?: boolean;
  /** Called with each element that is left out because it stands beside the running text. */
  readonly onBeside?: (element: HtmlElement) => void;
  /** The address that relative links start from; without it they are dropped and their words stay. */
  readonly baseUrl?: string;
  /** Whether a box beside the running text belongs to what is looked for. */
  readonly keepsBeside?: (box: HtmlElement) => boolean;
  /** Whether it is a heading that is read: buttons that open and close what follows hold its words. */
  readonly isInHeading?: true;
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
  const level = headingLevel(element);
  if (level !== undefined) {
    const line = tidyLine(readBlock(element.childNodes, { ...reader, isInHeading: true }, marks).flatMap(flatSpans));
    return line.length > 0 ? [{ kind: "heading", line, level }] : [];
  }
  if (element.tagName === "dl") return readDefinitions(element, reader);
  if (element.tagName === "table") {
    const items = rowsAsItems(element, (cell) => readBlock(cell.childNodes, reader));
    if (items !== undefined) return [{ kind: "list", ordered: false, items, setAs: "table" }];
  }
  if (lists.has(element.tagName) || attribute(element, "role") === "list") return readList(element, reader);
  const passages = readBlock(element.childNodes, reader, marks);
  if (element.tagName === "blockquote" && passages.length > 0) return [{ kind: "quote", passages }];
  return passages;
}

/** The level of a heading, by its tag or by what it says that it is; 2 where it does not say. */
function headingLevel(element: HtmlElement): number | undefined {
  if (/^h[1-6]$/.test(element.tagName)) return Number(element.tagName[1]);
  if (attribute(element, "role") !== "heading") return undefined;
  const level = Number(attribute(element, "aria-level"));
  return level >= 1 && level <= 6 ? level : 2;
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
    if (!isElement(node) || (node.tagName !== "li" && attribute(node, "role") !== "listitem")) {
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

/** Each term with what is said of it; terms that follow each other share it. */
function readDefinitions(element: HtmlElement, reader: HtmlReading): Passage[] {
  const items: Passage[][] = [];
  let isTerm = false;
  const read = (nodes: readonly HtmlNode[]) => {
    for (const node of nodes) {
      if (!isElement(node) || isUnread(node, reader)) continue;
      if (node.tagName === "div") read(node.childNodes);
      if (node.tagName === "dt") {
        const line = tidyLine(readBlock(node.childNodes, reader).flatMap(flatSpans));
        if (line.length > 0 && isTerm) items.at(-1)?.push({ kind: "paragraph", lines: [line] });
        else if (line.length > 0) items.push([{ kind: "heading", line }]);
        isTerm = line.length > 0;
      }
      if (node.tagName === "dd") {
        const passages = readBlock(node.childNodes, reader);
        if (items.length === 0) items.push(passages);
        else items.at(-1)?.push(...passages);
        isTerm = false;
      }
    }
  };
  read(element.childNodes);
  const told = items.filter((item) => item.length > 0);
  return told.length > 0 ? [{ kind: "list", ordered: false, items: told, setAs: "definition-list" }] : [];
}

function flatSpans(passage: Passage): Span[] {
  if (passage.kind === "heading") return [...passage.line, { text: " " }];
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
      if (attribute(element, "href") === undefined) return {};
      return href === undefined ? { isLink: true } : { isLink: true, href };
    }
    default:
      return {};
  }
}

function isUnread(element: HtmlElement, reader: HtmlReading): boolean {
  const { tagName } = element;
  if (
    unread.has(tagName) &&
    !(tagName === "button" && reader.isInHeading) &&
    !(wrappers.has(tagName) && reader.isPage === true && holdsMain(element))
  )
    return true;
  if (attribute(element, "hidden") !== undefined) return true;
  const place = reader.isPage ? placeOf(element) : undefined;
  if (place === "furniture") return true;
  if (place === undefined && !beside.has(tagName)) return false;
  if (reader.keepsBeside?.(element) === true) return false;
  reader.onBeside?.(element);
  return true;
}

/** Unknown elements (`<x-note>`) are read as what they hold: in the line when they hold no block. */
function isInlineOnly(element: HtmlElement): boolean {
  return (
    element.tagName.includes("-") && element.childNodes.every((child) => !isElement(child) || inline.has(child.tagName))
  );
}
