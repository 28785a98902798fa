import type { parseFeed } from "@rowanmanning/feed-parser";
import { markupAttribute } from "./screen-xml.ts";

type XmlElement = ReturnType<typeof parseFeed>["element"];

/** An element of a feed, with its names resolved. */
export interface FeedElement {
  /** Without its prefix, in lower case. */
  readonly name: string;
  /** Which vocabulary it belongs to: `plain` for the feed's own. */
  readonly vocabulary: string;
  /** By their names in lower case, prefixes included. */
  readonly attributes: Readonly<Record<string, string>>;
  /** All text in it, as XML has it. */
  readonly text: string;
  /** Whether its text stood there as markup. */
  readonly isMarkup: boolean;
  readonly children: readonly FeedElement[];
  /** The base that its `xml:base`, and those around it, give to relative addresses. */
  readonly base: string | undefined;
}

/** What the prefixes in force stand for; the default namespace has no name. */
type Scope = Readonly<Record<string, string>>;

/** Vocabularies by the addresses that name them; feeds differ in details of these, so their beginnings count. */
const vocabularies: readonly (readonly [start: RegExp, vocabulary: string])[] = [
  [/^https?:\/\/(?:www\.w3\.org\/2005\/atom|purl\.org\/atom\/ns#)/, "atom"],
  [/^https?:\/\/purl\.org\/dc\/elements\//, "dc"],
  [/^https?:\/\/purl\.org\/dc\/terms\//, "dcterms"],
  [/^https?:\/\/purl\.org\/rss\/1\.0\/modules\/content/, "content"],
  [/^https?:\/\/purl\.org\/rss\/1\.0\/modules\/syndication/, "sy"],
  [/^https?:\/\/purl\.org\/atompub\/tombstones\//, "at"],
  [/^https?:\/\/search\.yahoo\.com\/mrss/, "media"],
  [/^https?:\/\/www\.itunes\.com\/dtds\/podcast/, "itunes"],
  [/^https?:\/\/www\.w3\.org\/1999\/xhtml/, "xhtml"],
  [/^https?:\/\/www\.w3\.org\/1999\/02\/22-rdf-syntax-ns/, "rdf"],
  [
    /^https?:\/\/(?:purl\.org\/(?:net\/)?rss|my\.netscape\.com|channel\.netscape\.com|backend\.userland\.com|blogs\.law\.harvard\.edu)/,
    "rss",
  ],
];

/** Vocabularies that are the feed's own where its root belongs to them. */
const own = new Set(["rss", "rdf"]);

/** The element with all that is in it, read once: the parser's own reads everything anew at each look. */
export function feedElement(root: XmlElement, documentUrl: string | undefined): FeedElement {
  return read(root, {}, documentUrl, undefined);
}

/** The first child of that name in one of the vocabularies, in the order of these. */
export function child(element: FeedElement, name: string, ...vocabularies: readonly string[]): FeedElement | undefined {
  for (const vocabulary of vocabularies.length === 0 ? ["plain"] : vocabularies) {
    const found = element.children.find((each) => each.name === name && each.vocabulary === vocabulary);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** All children of that name in any of the vocabularies. */
export function children(element: FeedElement, name: string, ...vocabularies: readonly string[]): FeedElement[] {
  const among = vocabularies.length === 0 ? ["plain"] : vocabularies;
  return element.children.filter((each) => each.name === name && among.includes(each.vocabulary));
}

function read(
  raw: XmlElement,
  around: Scope,
  baseAround: string | undefined,
  feedOwn: string | undefined,
): FeedElement {
  const { attributes } = raw;
  const scope = scopeOf(attributes, around);
  const { name } = raw;
  const vocabulary = vocabularyOf(raw.namespace, scope);
  const root = feedOwn ?? vocabulary;
  const isOwn =
    vocabulary === root || vocabulary === "" || own.has(vocabulary) || (root === "" && vocabulary === "rss");
  const base = baseOf(attributes["xml:base"], baseAround);
  let text: string | undefined;
  let inside: readonly FeedElement[] | undefined;
  return {
    name,
    vocabulary: isOwn ? "plain" : vocabulary,
    attributes,
    get text() {
      text ??= raw.textContent;
      return text;
    },
    isMarkup: attributes[markupAttribute] !== undefined,
    get children() {
      inside ??= raw.children.flatMap((each) => (typeof each === "string" ? [] : [read(each, scope, base, root)]));
      return inside;
    },
    base: base === baseAround && baseAround === undefined ? undefined : base,
  };
}

function scopeOf(attributes: Readonly<Record<string, string>>, around: Scope): Scope {
  const declared = Object.entries(attributes).filter(([name]) => name === "xmlns" || name.startsWith("xmlns:"));
  if (declared.length === 0) return around;
  return { ...around, ...Object.fromEntries(declared.map(([name, uri]) => [name.slice(6), uri.trim()])) };
}

/** The vocabulary of a prefix: by the address that it stands for, else by its usual name. */
function vocabularyOf(prefix: string | symbol, scope: Scope): string {
  const name = typeof prefix === "string" ? prefix : "";
  const uri = scope[name]?.toLowerCase();
  const found = uri === undefined ? undefined : vocabularies.find(([start]) => start.test(uri))?.[1];
  return found ?? (name === "" ? "" : name);
}

function baseOf(written: string | undefined, around: string | undefined): string | undefined {
  if (written === undefined) return around;
  const base = written.trim();
  return URL.canParse(base, around) ? new URL(base, around).href : around;
}
