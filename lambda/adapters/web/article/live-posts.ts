import type { Instant } from "#core/instant.ts";
import { dayAlone } from "../calendar-day.ts";
import { isClockTime, isTimeAgo } from "../clock-time.ts";
import { placeOf } from "../html-furniture.ts";
import { attribute, type HtmlElement, type HtmlNode, type HtmlTree, isElement, wordsIn } from "../html-tree.ts";
import { momentOf } from "../moment.ts";
import { webUrl } from "../web-url.ts";
import { epochOf } from "./epoch.ts";
import { idOf, isSamePage, permalinkOf } from "./permalink.ts";

/** Elements that hold no running text. */
const unread = new Set(
  "script style template noscript svg form nav footer iframe button select figure head".split(" "),
);

/** Elements that posts are made of, beside those that a page has invented. */
const blocks = new Set(["article", "div", "li", "section"]);

/** Most characters of an element that is nothing but a time. */
const stampMaxLength = 60;

/** Most times in one post: when it was written, when it was changed, how long ago that was, and some in its text. */
const stampsMax = 4;

/** Fewest characters of a post besides its time, and of all posts together. */
const postMinLength = 8;
const allMinLength = 30;

/** Share of a post's words in links elsewhere from which it is a teaser. */
const teaserShare = 0.8;

/** Names of blocks whose times may be of any kind: a day, or how long ago. */
const liveName = /live|ticker|update|timeline|event|moment|stream|keypoint/i;

/** Names of blocks that are posts and no comments. */
const postName = /live|ticker|update|timeline|event|moment|stream|post|entry|block|keypoint/i;

/** The posts of a page, and whether its own names say that they are posts. */
export interface LivePosts {
  readonly posts: readonly LivePost[];
  readonly areNamed: boolean;
}

/** A post of a live page: one of several elements of one kind with times of their own. */
export interface LivePost {
  readonly element: HtmlElement;
  /** Its own address within the page. */
  readonly permalink?: string;
  /** The time that the element says to machines alone. */
  readonly at?: Instant;
}

/** What is known of an element and all that it holds. */
interface Measure {
  readonly length: number;
  /** Characters in links that lead away from the page. */
  readonly linked: number;
  readonly stamps: number;
  /** Those of them that say a time of day. */
  readonly clocks: number;
  readonly headsElsewhere: boolean;
  readonly at?: Instant;
}

interface Group {
  readonly kind: string;
  readonly elements: { readonly element: HtmlElement; readonly measure: Measure }[];
  length: number;
  stamps: number;
  clocks: number;
}

/**
 * The posts of a live page that has no data for machines: elements of one kind of which most have a time.
 *
 * Teasers, which lead to other pages, are none; so are comments and other furniture.
 */
export function livePosts(tree: HtmlTree, pageUrl: string | undefined): LivePosts {
  const fit = [...groupsIn(tree, pageUrl)].filter(isOfPosts).reverse();
  fit.sort((a, b) => b.length - a.length);
  const [widest] = fit;
  if (widest === undefined) return { posts: [], areNamed: false };
  // Within few wide blocks there may be more of the same words in more blocks: those are the posts.
  const isFiner = (one: Group) => one.elements.length > widest.elements.length && one.length > widest.length * 0.7;
  const { kind, elements } = fit.findLast(isFiner) ?? widest;
  const isNamed = !countUp(elements.map(({ element }) => idOf(element) ?? ""));
  const posts = elements.map(({ element, measure: { at } }) => {
    const permalink = permalinkOf(element, pageUrl, isNamed);
    return { element, ...(permalink === undefined ? {} : { permalink }), ...(at === undefined ? {} : { at }) };
  });
  return { posts, areNamed: postName.test(kind) };
}

function groupsIn(tree: HtmlTree, pageUrl: string | undefined): Iterable<Group> {
  const groups = new Map<string, Group>();
  const open = new Map<string, number>();
  const measure = (
    node: HtmlNode,
    parentKind: string,
    link: "away" | "here" | undefined,
    inHeading: boolean,
  ): Measure => {
    if ("value" in node) return measureOfText(node.value, link, inHeading);
    if (!isElement(node) || unread.has(node.tagName)) return nothing;
    if (placeOf(node) !== undefined) return stampOfByline(node);
    const kind = kindOf(node, parentKind);
    if (kind !== undefined) open.set(kind, (open.get(kind) ?? 0) + 1);
    const around = node.tagName === "a" ? linkOf(node, pageUrl) : link;
    const isHeading = inHeading || /^h[1-6]$/.test(node.tagName);
    let sum = nothing;
    for (const child of node.childNodes) sum = plus(sum, measure(child, kind ?? parentKind, around, isHeading));
    sum = stampOf(node, sum) ?? sum;
    if (kind !== undefined) {
      open.set(kind, (open.get(kind) ?? 1) - 1);
      // Of elements of one kind within each other the outermost is the post.
      if (sum.length >= postMinLength && open.get(kind) === 0) add(groups, kind, node, sum);
    }
    return sum;
  };
  for (const node of tree.childNodes) measure(node, "", undefined, false);
  return groups.values();
}

const nothing: Measure = { length: 0, linked: 0, stamps: 0, clocks: 0, headsElsewhere: false };

/** A byline is no news, but the time in it is the post's. */
function stampOfByline(element: HtmlElement): Measure {
  if (!/byline|author/i.test(attribute(element, "class") ?? "")) return nothing;
  const at = timesIn(element)
    .map((time) => momentOf(attribute(time, "datetime") ?? ""))
    .find((moment) => moment !== undefined);
  return at === undefined ? nothing : { ...nothing, stamps: 1, clocks: 1, at };
}

function timesIn(element: HtmlElement): readonly HtmlElement[] {
  return element.childNodes.filter(isElement).flatMap((node) => (node.tagName === "time" ? [node] : timesIn(node)));
}

function measureOfText(text: string, link: "away" | "here" | undefined, inHeading: boolean): Measure {
  const length = text.trim().length;
  if (length === 0) return nothing;
  const isAway = link === "away";
  return { ...nothing, length, linked: isAway ? length : 0, headsElsewhere: inHeading && isAway };
}

function plus(a: Measure, b: Measure): Measure {
  if (b === nothing) return a;
  if (a === nothing) return b;
  const at = a.at ?? b.at;
  return {
    length: a.length + b.length,
    linked: a.linked + b.linked,
    stamps: a.stamps + b.stamps,
    clocks: a.clocks + b.clocks,
    headsElsewhere: a.headsElsewhere || b.headsElsewhere,
    ...(at === undefined ? {} : { at }),
  };
}

/** What an element is that says a time and nothing else. */
function stampOf(element: HtmlElement, { stamps, length, at: inside }: Measure): Measure | undefined {
  const at = epochOf(element);
  if (element.tagName === "time") return { ...nothing, stamps: 1, clocks: 1 };
  if (length > stampMaxLength) return undefined;
  if (at !== undefined && length <= stampMaxLength && stamps === 0) {
    const words = wordsIn(element).trim();
    // A post may carry its time itself; an element without other words is the time.
    if (words === "" || /^[\s\d:.,/-]*$/.test(words) || isClockTime(words))
      return { ...nothing, stamps: 1, clocks: 1, at };
  }
  if (stamps > 0 || length === 0 || inside !== undefined) return undefined;
  const words = wordsIn(element).replace(/\s+/g, " ").trim();
  if (!/\d/.test(words)) return undefined;
  if (isClockTime(words)) return { ...nothing, stamps: 1, clocks: 1 };
  const isDay = dayAlone(words) !== undefined || /^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}$/.test(words);
  return isDay || isTimeAgo(words) ? { ...nothing, stamps: 1 } : undefined;
}

function add(groups: Map<string, Group>, kind: string, element: HtmlElement, measure: Measure): void {
  const group = groups.get(kind) ?? { kind, elements: [], length: 0, stamps: 0, clocks: 0 };
  groups.set(kind, group);
  const at = measure.at ?? epochOf(element);
  group.elements.push({ element, measure: at === undefined ? measure : { ...measure, at } });
  group.length += measure.length;
  group.stamps += measure.stamps;
  group.clocks += measure.clocks;
}

/** What blocks of one kind share: their tag and the first word of their class, or the beginning of their id. */
function kindOf(element: HtmlElement, parentKind: string): string | undefined {
  const { tagName } = element;
  if (!blocks.has(tagName) && !tagName.includes("-")) return undefined;
  const [name = ""] = (attribute(element, "class") ?? "").trim().split(/\s+/, 1);
  const bare = name.replace(/\d+/g, "");
  if (bare !== "") return `${tagName}.${bare}`;
  if (tagName.includes("-")) return tagName;
  const id = /^[a-z]+(?:[-_][a-z]+)*(?=[-_:]?\w*\d)/i.exec(attribute(element, "id") ?? "")?.[0];
  if (id !== undefined) return `${tagName}#${id}`;
  return tagName === "div" ? undefined : `${parentKind.slice(0, 200)}>${tagName}`;
}

/** Where a link leads: to another page, or within this one. */
function linkOf(link: HtmlElement, pageUrl: string | undefined): "away" | "here" | undefined {
  const href = attribute(link, "href");
  if (href === undefined) return undefined;
  if (/^[#?]/.test(href)) return "here";
  const url = webUrl(href, pageUrl ?? "http://page.invalid/");
  return url !== undefined && pageUrl !== undefined && isSamePage(url, pageUrl) ? "here" : "away";
}

function isOfPosts({ kind, elements, length, stamps, clocks }: Group): boolean {
  if (elements.length < 2 || length < allMinLength || stamps > elements.length * stampsMax) return false;
  const isTimed = ({ measure }: Group["elements"][number]) => measure.stamps > 0 || measure.at !== undefined;
  const timed = elements.filter(isTimed).length;
  if (timed < 2 || timed * 2 < elements.length) return false;
  if (clocks < 2 && !liveName.test(kind)) return false;
  const teasers = elements.filter(
    ({ measure }) => measure.headsElsewhere || measure.linked > measure.length * teaserShare,
  );
  return teasers.length < elements.length * 0.5;
}

/** Ids that count up from the first post are places and no names: they move when something new comes on top. */
function countUp(ids: readonly string[]): boolean {
  const numbers = ids.map((id) => Number(/(\d+)$/.exec(id)?.[1] ?? Number.NaN));
  return (numbers[0] ?? 2) <= 1 && numbers.every((number, at) => number === (numbers[0] ?? 0) + at);
}
