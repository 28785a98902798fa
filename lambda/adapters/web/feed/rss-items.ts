import { webUrl } from "../web-url.ts";
import { child, children, type FeedElement } from "./feed-element.ts";
import type { FeedEntry, Written } from "./feed-entry.ts";

/** An item of RSS 0.9x, 1.0 or 2.0. Its relative links start from `base`. */
export function rssEntry(item: FeedElement, base: string | undefined): FeedEntry {
  const guid = child(item, "guid");
  const about = item.attributes["rdf:about"] ?? item.attributes["about"];
  const from = item.base ?? base;
  const text = (name: string, ...vocabularies: readonly string[]) => child(item, name, ...vocabularies)?.text;
  return {
    title: either(child(item, "title", "plain", "dc", "atom", "media", "itunes")),
    contents: contentsOf(item),
    id: firstOf(guid?.text, text("id", "atom", "plain"), about, text("identifier", "dc")),
    url: linkOf(item, from) ?? guidLink(guid, from) ?? webUrl(about, from),
    dates: [
      text("pubdate"),
      text("published", "plain", "atom"),
      text("issued", "dcterms"),
      text("date", "dc", "plain"),
      text("publicationdate", "prism"),
      text("created", "dcterms", "plain"),
      text("updated", "plain", "atom"),
      text("modified", "dcterms", "plain"),
    ],
    source: text("source"),
  };
}

function contentsOf(item: FeedElement): readonly Written[] {
  const group = child(item, "group", "media");
  const found = [
    child(item, "encoded", "content"),
    child(item, "body", "xhtml", "plain"),
    child(item, "content", "atom", "plain"),
    child(item, "fullitem"),
    child(item, "description", "plain", "dc"),
    child(item, "summary", "atom", "plain", "itunes"),
    child(item, "description", "media"),
    group && child(group, "description", "media"),
  ];
  return found.flatMap((element) => either(element) ?? []);
}

/** RSS does not say whether words are markup; what stood there as markup is. */
function either(element: FeedElement | undefined): Written | undefined {
  if (element === undefined) return undefined;
  return { text: element.text, form: element.isMarkup ? "html" : "either", base: element.base };
}

function linkOf(item: FeedElement, base: string | undefined): string | undefined {
  for (const link of children(item, "link")) {
    const url = webUrl(
      link.text.trim() === "" ? link.attributes["href"] : link.text.replace(/\s+/g, ""),
      link.base ?? base,
    );
    if (url !== undefined) return url;
  }
  const ofAtom = children(item, "link", "atom").find(
    ({ attributes }) => (attributes["rel"] ?? "alternate") === "alternate",
  );
  return webUrl(ofAtom?.attributes["href"], base);
}

/** RSS 2.0: a guid is the item's address unless it says that it is none. */
function guidLink(guid: FeedElement | undefined, base: string | undefined): string | undefined {
  if (guid === undefined || guid.attributes["ispermalink"]?.trim().toLowerCase() === "false") return undefined;
  const isSaid = guid.attributes["ispermalink"] !== undefined;
  return webUrl(guid.text, isSaid ? base : undefined);
}

function firstOf(...texts: readonly (string | undefined)[]): string | undefined {
  return texts.map((text) => text?.trim()).find((text) => text !== undefined && text !== "");
}
