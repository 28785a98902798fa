import { isClockTime } from "../clock-time.ts";
import { placeOf } from "../html-furniture.ts";
import { attribute, type HtmlElement, type HtmlNode, type HtmlTree, isElement, wordsIn } from "../html-tree.ts";
import { webUrl } from "../web-url.ts";

/** Elements that hold no running text. */
const unread = new Set(
  "script style template noscript svg form nav aside footer iframe button select figure head".split(" "),
);

/** Elements that posts are made of. */
const blocks = new Set(["article", "div", "li", "section", "tr"]);

/** Most characters of an element that is nothing but a time. */
const stampMaxLength = 60;

/** Most times in one post: when it was written, when it was changed, and one in its text. */
const stampsMax = 3;

/** Fewest characters of a post besides its time, and of all posts together. */
const postMinLength = 8;
const allMinLength = 30;

/** Share of a post's words in links elsewhere from which it is a teaser. */
const teaserShare = 0.8;

/** A post of a live page: one of several elements of one kind, each with a time of its own. */
export interface LivePost {
  readonly element: HtmlElement;
  /** Its own address within the page. */
  readonly permalink?: string;
}

/** What is known of an element and all that it holds. */
interface Measure {
  readonly length: number;
  /** Characters in links that lead away from the page. */
  readonly linked: number;
  readonly stamps: number;
  readonly headsElsewhere: boolean;
}

interface Group {
  readonly elements: { readonly element: HtmlElement; readonly measure: Measure }[];
  length: number;
  stamps: number;
}

/**
 * The posts of a live page that has no data for machines: elements of one kind that each have a time.
 *
 * Teasers, which lead to other pages, are none; so are comments and other furniture.
 */
export function livePosts(tree: HtmlTree, pageUrl: string | undefined): LivePost[] {
  const groups = groupsIn(tree, pageUrl);
  const fit = [...groups.values()]
    .filter(isOfPosts)
    .reverse()
    .sort((a, b) => b.length - a.length);
  const [widest] = fit;
  if (widest === undefined) return [];
  // Within few wide blocks there may be more of the same words in more blocks: those are the posts.
  const group =
    fit.findLast((one) => one.elements.length > widest.elements.length && one.length > widest.length * 0.7) ?? widest;
  const ids = group.elements.map(({ element }) => attribute(element, "id") ?? "");
  const areNames = !countUp(ids);
  return group.elements.map(({ element }) => {
    const permalink = permalinkOf(element, pageUrl, areNames);
    return { element, ...(permalink === undefined ? {} : { permalink }) };
  });
}

function groupsIn(tree: HtmlTree, pageUrl: string | undefined): Map<string, Group> {
  const groups = new Map<string, Group>();
  const open = new Map<string, number>();
  const measure = (
    node: HtmlNode,
    parentKind: string,
    linked: "away" | "here" | undefined,
    inHeading: boolean,
  ): Measure => {
    if ("value" in node) {
      const length = node.value.trim().length;
      if (length === 0) return nothing;
      return {
        length,
        linked: linked === "away" ? length : 0,
        stamps: 0,
        headsElsewhere: inHeading && linked === "away" && length > 0,
      };
    }
    if (!isElement(node) || unread.has(node.tagName) || placeOf(node) !== undefined) return nothing;
    const kind = kindOf(node, parentKind);
    const isBlock = blocks.has(node.tagName) && kind !== undefined;
    if (isBlock) open.set(kind, (open.get(kind) ?? 0) + 1);
    const link = node.tagName === "a" ? linkOf(node, pageUrl) : linked;
    const isHeading = inHeading || /^h[1-6]$/.test(node.tagName);
    let sum = nothing;
    for (const child of node.childNodes) sum = plus(sum, measure(child, kind ?? parentKind, link, isHeading));
    if (isStamp(node, sum)) sum = { length: 0, linked: 0, stamps: 1, headsElsewhere: false };
    if (isBlock) {
      open.set(kind, (open.get(kind) ?? 1) - 1);
      // Of elements of one kind within each other the outermost is the post.
      if (sum.stamps > 0 && sum.length >= postMinLength && open.get(kind) === 0) add(groups, kind, node, sum);
    }
    return sum;
  };
  for (const node of tree.childNodes) measure(node, "", undefined, false);
  return groups;
}

const nothing: Measure = { length: 0, linked: 0, stamps: 0, headsElsewhere: false };

function plus(a: Measure, b: Measure): Measure {
  if (b === nothing) return a;
  if (a === nothing) return b;
  return {
    length: a.length + b.length,
    linked: a.linked + b.linked,
    stamps: a.stamps + b.stamps,
    headsElsewhere: a.headsElsewhere || b.headsElsewhere,
  };
}

function add(groups: Map<string, Group>, kind: string, element: HtmlElement, measure: Measure): void {
  const group = groups.get(kind) ?? { elements: [], length: 0, stamps: 0 };
  groups.set(kind, group);
  group.elements.push({ element, measure });
  group.length += measure.length;
  group.stamps += measure.stamps;
}

/** What elements of one kind share: their tag and the first word of their class, or the beginning of their id. */
function kindOf(element: HtmlElement, parentKind: string): string | undefined {
  const [name = ""] = (attribute(element, "class") ?? "").trim().split(/\s+/, 1);
  const bare = name.replace(/\d+/g, "");
  if (bare !== "") return `${element.tagName}.${bare}`;
  const id = /^[a-z]+(?:[-_][a-z]+)*(?=[-_:]?\w*\d)/i.exec(attribute(element, "id") ?? "")?.[0];
  if (id !== undefined) return `${element.tagName}#${id}`;
  return element.tagName === "article" || element.tagName === "li" || element.tagName === "section"
    ? `${parentKind.slice(0, 200)}>${element.tagName}`
    : undefined;
}

/** Where a link leads: to another page, or within this one. */
function linkOf(link: HtmlElement, pageUrl: string | undefined): "away" | "here" | undefined {
  const href = attribute(link, "href");
  if (href === undefined) return undefined;
  if (/^[#?]/.test(href)) return "here";
  const url = webUrl(href, pageUrl ?? "http://page.invalid/");
  return url !== undefined && pageUrl !== undefined && pathOf(url) === pathOf(pageUrl) ? "here" : "away";
}

function pathOf(url: string): string {
  return url.replace(/[?#].*$/, "").replace(/\/$/, "");
}

function isStamp(element: HtmlElement, sum: Measure): boolean {
  if (element.tagName === "time") return true;
  if (sum.stamps > 0 || sum.length === 0 || sum.length > stampMaxLength) return false;
  const words = wordsIn(element);
  return /\d/.test(words) && isClockTime(words.replace(/\s+/g, " "));
}

function isOfPosts({ elements, length, stamps }: Group): boolean {
  if (elements.length < 2 || length < allMinLength || stamps > elements.length * stampsMax) return false;
  const teasers = elements.filter(
    ({ measure }) => measure.headsElsewhere || measure.linked > measure.length * teaserShare,
  );
  return teasers.length < elements.length * 0.5;
}

/** The address of a post: a link within the page around its time, or else its own id. */
function permalinkOf(element: HtmlElement, pageUrl: string | undefined, isNamed: boolean): string | undefined {
  if (pageUrl === undefined) return undefined;
  const linked = linkHere(element.childNodes, pageUrl);
  if (linked !== undefined) return linked;
  const id = idOf(element);
  return id === undefined || !isNamed ? undefined : webUrl(`#${encodeURIComponent(id)}`, pageUrl);
}

function linkHere(nodes: readonly HtmlNode[], pageUrl: string): string | undefined {
  for (const node of nodes) {
    if (!isElement(node)) continue;
    if (node.tagName === "a") {
      const url = webUrl(attribute(node, "href"), pageUrl);
      if (url !== undefined && pathOf(url) === pathOf(pageUrl) && url !== pageUrl && /[#?]./.test(url)) return url;
    }
    const found = linkHere(node.childNodes, pageUrl);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The id of a post, or of the one element that all of it stands in. */
function idOf(element: HtmlElement): string | undefined {
  const id = attribute(element, "id")?.trim();
  if (id !== undefined && id !== "" && id.length <= 200 && !/\s/.test(id)) return id;
  const inner = element.childNodes.filter(isElement);
  return inner.length === 1 && inner[0] !== undefined ? idOf(inner[0]) : undefined;
}

/** Ids that count up from the first post are places and no names: they move when something new comes on top. */
function countUp(ids: readonly string[]): boolean {
  const numbers = ids.map((id) => Number(/(\d+)$/.exec(id)?.[1] ?? Number.NaN));
  return (numbers[0] ?? 2) <= 1 && numbers.every((number, at) => number === (numbers[0] ?? 0) + at);
}
