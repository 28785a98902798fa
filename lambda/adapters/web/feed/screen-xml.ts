import { referencesToText } from "./references.ts";
import { tagEnds } from "./tag-end.ts";

/** A feed's text, ready for the XML parser; or why it is not parsed. */
export type Screened =
  | {
      readonly xml: string;
      /** How many items more it holds than are taken. */
      readonly leftOut: number;
      /** Whether its end is missing; what is not whole has been taken off. */
      readonly isCut: boolean;
    }
  | { readonly refused: string };

/** Put on an element whose content stood there as markup, not as escaped text. */
export const markupAttribute = "bulletin-markup";

const token =
  /<!--|<!\[CDATA\[|<!DOCTYPE|<\?|<(\/?)((?:[a-z_][\w.-]*:)?)([a-z_][\w.-]*)|<|&(?!(?:amp|lt|gt|quot|apos);)(?:(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{0,31});)?/gi;

/** Elements that hold words, which feeds write as text, in CDATA, or as markup that need not be well-formed. */
const wordy = new Set(["title", "description", "content", "encoded", "summary", "subtitle", "tagline", "body"]);

/** Most characters of one such element that are read: ten thousand of them are kept. */
const wordsMaxLength = 60_000;

/** Most characters that are parsed, most elements, and most pieces: the tree of more would not fit into the function's memory. */
const xmlMaxLength = 7_000_000;
const elementsMax = 60_000;
const piecesMax = 300_000;

/** Most names for characters that a document type may declare: HTML has 253 in its own. */
const namedMax = 300;

/** Longest tag whose attributes are read, in characters. */
const tagMaxLength = 10_000;

/**
 * A feed's text as XML that a parser reads as it was meant, with at most `itemsMax` items.
 *
 * A document type that declares more than names for characters is refused: expanding such entities is a known attack. A
 * feed that is cut off, or too long, keeps the items that are whole. HTML's named characters, which XML does not know,
 * are replaced, as is a sign (`<`, `&`) that begins nothing, and markup among an item's words is escaped. One pass.
 */
export function screenXml(text: string, itemsMax: number): Screened {
  const lastEnd = text.lastIndexOf(">");
  const screen: Screen = { ...nothingRead, text, endOfTag: tagEnds(text), out: [], itemsMax, lastEnd };
  token.lastIndex = 0;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    const step = found[3] === undefined ? sign(screen, found) : tag(screen, found);
    if (step === "entities") return { refused: "declares XML entities, which Bulletin does not read" };
    if (step === "cut") break;
    token.lastIndex = step;
  }
  screen.isFull ||= screen.length + text.length - screen.at > xmlMaxLength;
  const { root, closes, isFull, wholes, wholeAt, items } = screen;
  if (root === undefined || (!closes && wholes === 0)) return { refused: "is cut off in the middle" };
  if (isFull && wholes === 0) return { refused: "is too long to be a feed" };
  const isWhole = closes && !isFull;
  if (isWhole) screen.out.push(text.slice(screen.at));
  const xml = (isWhole ? screen.out : screen.out.slice(0, wholeAt)).join("");
  return { xml, leftOut: isFull ? Math.max(0, items - wholes) : 0, isCut: !closes };
}

interface Screen {
  readonly text: string;
  /** Where the tag ends whose name ends there. */
  readonly endOfTag: (from: number) => number | undefined;
  readonly itemsMax: number;
  /** Where the text's last `>` stands: behind it no tag can end. */
  readonly lastEnd: number;
  /** What is ready, in pieces; how long it is; and up to where the text is in it. */
  readonly out: string[];
  length: number;
  at: number;
  elements: number;
  /** Items that began, and those that ended while there was room. */
  items: number;
  wholes: number;
  /** How many of the pieces there were after the last item that ended. */
  wholeAt: number;
  /** No more is taken: the rest is only counted. */
  isFull: boolean;
  root: string | undefined;
  closes: boolean;
}

const nothingRead = {
  length: 0,
  at: 0,
  elements: 0,
  items: 0,
  wholes: 0,
  wholeAt: 0,
  isFull: false,
  root: undefined,
  closes: false,
} as const;

/** Where the pass goes on, or why it ends. */
type Step = number | "cut" | "entities";

function sign(screen: Screen, found: RegExpExecArray): Step {
  const { text } = screen;
  const [mark] = found;
  const { index } = found;
  if (mark === "<!--") return drop(screen, index, after(text, "-->", index));
  if (mark === "<?") return drop(screen, index, after(text, "?>", index));
  if (mark.startsWith("<![")) {
    const end = after(text, "]]>", index);
    return end === -1 ? "cut" : end;
  }
  if (mark.length > 2 && mark.startsWith("<!")) {
    const end = endOfDoctype(text, index);
    if (end !== -1 && declaresMore(text.slice(index, end))) return "entities";
    return drop(screen, index, end);
  }
  return put(screen, index, index + mark.length, mark === "<" ? "&lt;" : referencesToText(mark));
}

function tag(screen: Screen, found: RegExpExecArray): Step {
  const { text } = screen;
  const [mark, slash = "", prefix = "", name = ""] = found;
  const from = found.index + mark.length;
  const end = screen.endOfTag(from);
  if (end === undefined) {
    return found.index > screen.lastEnd ? "cut" : put(screen, found.index, found.index + 1, "&lt;");
  }
  const local = name.toLowerCase();
  const isEmpty = text[end - 2] === "/" && end - 1 > from;
  const isItem = local === "item" || local === "entry";
  noteRoot(screen, local, slash !== "", isEmpty);
  if (slash === "") screen.elements += 1;
  if (isItem && slash === "") screen.items += 1;
  screen.isFull ||= screen.items > screen.itemsMax || screen.elements > elementsMax;
  if (screen.isFull) return end;
  putTag(screen, from, end, isEmpty);
  if (isItem && (slash !== "" || isEmpty)) {
    put(screen, end, end, "");
    if (screen.isFull) return end;
    screen.wholes += 1;
    screen.wholeAt = screen.out.length;
  }
  if (slash === "" && !isEmpty && wordy.has(local)) return words(screen, prefix + name, end);
  return end;
}

/** A tag stays where it stands in the text, unless something in it must change. */
function putTag(screen: Screen, from: number, end: number, isEmpty: boolean): void {
  if (end - from > tagMaxLength) {
    put(screen, from, end, isEmpty ? "/>" : ">");
    return;
  }
  const rest = screen.text.slice(from, end);
  if (rest.includes("&")) put(screen, from, end, referencesToText(rest));
}

function noteRoot(screen: Screen, local: string, isEnd: boolean, isEmpty: boolean): void {
  if (screen.root !== undefined) {
    screen.closes ||= isEnd && local === screen.root;
  } else if (/^(?:rss|rdf|feed)$/.test(local)) {
    screen.root = local;
    screen.closes = isEmpty;
  }
}

/** The content of an element of words; its end tag is left to the pass. */
function words(screen: Screen, name: string, start: number): Step {
  const end = endOfWords(screen.text, name, start);
  if (end === -1) return "cut";
  const isLong = end - start > wordsMaxLength;
  const inner = screen.text.slice(start, Math.min(end, start + wordsMaxLength));
  const isMarkup = /<(?!!\[CDATA\[|!--)[a-z/]/i.test(inner.replace(/<!\[CDATA\[[\s\S]*?(?:\]\]>|$)/g, ""));
  if (!isMarkup && !isLong) return start;
  if (isMarkup) markTag(screen, start);
  const text = inner.replace(/<!\[CDATA\[([\s\S]*?)(?:\]\]>|$)/g, (_, literal: string) =>
    isMarkup ? literal : escaped(literal),
  );
  if (!isMarkup) return put(screen, start, end, referencesToText(text.replace(/</g, "&lt;")));
  return put(screen, start, end, escaped(text.replace(/<(\/?)[\w-]+:(?=[a-z])/gi, "<$1")));
}

/** Marks the element whose tag ends at `end`. */
function markTag(screen: Screen, end: number): void {
  const mark = ` ${markupAttribute}="">`;
  if (screen.at < end) put(screen, end - 1, end, mark);
  else screen.out.push(`${screen.out.pop()?.slice(0, -1) ?? ""}${mark}`);
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
}

function endOfWords(text: string, name: string, start: number): number {
  const ends = new RegExp(`<!\\[CDATA\\[|</${name.replace(/[.]/g, "\\.")}\\s*>`, "gi");
  ends.lastIndex = start;
  for (let found = ends.exec(text); found !== null; found = ends.exec(text)) {
    if (!found[0].startsWith("<!")) return found.index;
    const end = after(text, "]]>", found.index);
    if (end === -1) return -1;
    ends.lastIndex = end;
  }
  return -1;
}

/** Takes the text up to `from` as it is, and puts `piece` where it stood from there to `to`. */
function put(screen: Screen, from: number, to: number, piece: string): number {
  if (screen.isFull) return to;
  screen.length += from - screen.at + piece.length;
  screen.isFull = screen.length > xmlMaxLength || screen.out.length > piecesMax;
  if (screen.isFull) return to;
  if (from > screen.at) screen.out.push(screen.text.slice(screen.at, from));
  if (piece !== "") screen.out.push(piece);
  screen.at = to;
  return to;
}

/** Whether a document type declares entities that grow or come from elsewhere; names for characters are harmless. */
function declaresMore(doctype: string): boolean {
  const declared = doctype.match(/<!ENTITY\s+(?!%)/gi)?.length ?? 0;
  const harmless = doctype.match(
    /<!ENTITY\s+\w+\s+(?:"(?:&#\w{1,8};|[^"&%]){0,32}"|'(?:&#\w{1,8};|[^'&%]){0,32}')\s*>/gi,
  );
  return declared > (harmless?.length ?? 0) || declared > namedMax;
}

function drop(screen: Screen, from: number, to: number): Step {
  return to === -1 ? "cut" : put(screen, from, to, "");
}

function endOfDoctype(text: string, from: number): number {
  const close = text.indexOf(">", from);
  const bracket = text.indexOf("[", from);
  if (bracket === -1 || bracket > close) return close === -1 ? -1 : close + 1;
  const end = text.indexOf("]", bracket);
  return end === -1 ? -1 : after(text, ">", end);
}

function after(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from);
  return at === -1 ? -1 : at + end.length;
}
