import { developmentsMax, type FoundDevelopment, fingerprint } from "#core/development.ts";
import { countBy } from "../distinct.ts";
import type { HtmlElement, HtmlTree } from "../html-tree.ts";
import { passagesText } from "../passage.ts";
import { passagesOf } from "../passages-from-html.ts";
import { foundDevelopment, type ItemPlace } from "./found-development.ts";
import type { FoundList, ListItem } from "./found-list.ts";
import { withoutLeadIn } from "./headline.ts";
import type { Thing } from "./json-ld.ts";
import { developmentsOfLiveBlog, liveBlogAmong } from "./live-blog.ts";
import { livePosts } from "./live-posts.ts";
import { postItem } from "./post-item.ts";
import { isPrompt } from "./prompt.ts";
import type { Found } from "./sure.ts";

/** The developments of an article and how they were found. */
export interface Told {
  readonly found: Found;
  /** Of the heading of the list: see `headingRank`. Absent for data for machines. */
  readonly rank?: 0 | 1 | 2 | 3;
  readonly developments: readonly FoundDevelopment[];
  /** Whether the page's own names say that its posts are posts. */
  readonly areNamed?: boolean;
  /** How many more there were than are taken. */
  readonly leftOut: number;
}

/** What stands around the developments of a page. */
export type Surroundings = ItemPlace & { readonly baseUrl?: string };

/** What the live blog among the things that a page describes tells. */
export function toldAsData(
  found: "json-ld" | "microdata",
  things: readonly Thing[],
  page: Surroundings,
): Told | undefined {
  const blog = liveBlogAmong(things);
  if (blog === undefined) return undefined;
  const developments = developmentsOfLiveBlog(blog, things, page);
  return {
    found,
    developments: developments.slice(0, developmentsMax),
    leftOut: Math.max(0, developments.length - developmentsMax),
  };
}

/** What the posts of a live page tell. */
export function toldInPosts(tree: HtmlTree, page: Surroundings): Told | undefined {
  const { posts, areNamed } = livePosts(tree, page.pageUrl);
  const reading = {
    isPage: true,
    // Some set the time of a post in a box beside its text.
    keepsBeside: ({ tagName }: HtmlElement) => tagName === "aside",
    ...(page.baseUrl === undefined ? {} : { baseUrl: page.baseUrl }),
  };
  const items = posts
    .slice(0, developmentsMax)
    .map((post) => ({ ...post, item: postItem(passagesOf(post.element, reading)) }));
  const headlines = countBy(items, ({ item }) => passagesText(item.slice(0, 1)));
  const developments = items.flatMap(({ item, permalink, at }) => {
    // A headline that several posts share ("Update") is a label, unless the posts have addresses to be told apart by.
    const isLabel =
      permalink === undefined &&
      item.length > 1 &&
      item[0]?.kind === "heading" &&
      (headlines.get(passagesText(item.slice(0, 1))) ?? 0) > 1;
    const place = { ...page, ...(permalink === undefined ? {} : { permalink }) };
    const found = foundDevelopment(isLabel ? item.slice(1) : item, place);
    if (found === undefined || isPrompt(found.headline, true)) return [];
    const publishedAt = found.publishedAt ?? at;
    return {
      ...found,
      ...(publishedAt === undefined ? {} : { publishedAt }),
      ...(permalink === undefined ? {} : { key: permalink }),
    };
  });
  return { found: "timed-blocks", areNamed, developments, leftOut: Math.max(0, posts.length - developmentsMax) };
}

/** What a list of developments tells. */
export function toldInList(list: FoundList | undefined, page: ItemPlace): Told | undefined {
  if (list === undefined) return undefined;
  return {
    found: list.setAs,
    rank: list.rank,
    developments: developmentsOf(list.items.slice(0, developmentsMax), page),
    leftOut: Math.max(0, list.items.length - developmentsMax),
  };
}

/** A lead-in that several items share (`From our correspondent:`) is a label, and the first sentence tells them apart. */
function developmentsOf(items: readonly ListItem[], page: ItemPlace): FoundDevelopment[] {
  const placed = ({ day }: ListItem): ItemPlace => (day === undefined ? page : { ...page, day });
  const found = items.map((one) => foundDevelopment(one.item, placed(one)));
  const uses = countBy(found, (development) => fingerprint(development?.headline ?? ""));
  return items.flatMap((one, at) => {
    const development = found[at];
    if (development === undefined) return [];
    if (uses.get(fingerprint(development.headline)) === 1) return [development];
    return foundDevelopment(withoutLeadIn(one.item), placed(one)) ?? [];
  });
}
