import { serialize } from "parse5";
import { attribute, elementsOf, type HtmlElement, type HtmlTree, isElement, wordsIn } from "../html-tree.ts";
import type { Thing } from "./json-ld.ts";

/** Properties that hold text with its markup. */
const marked = new Set(["articleBody", "text", "description"]);

/** The live blogs that a page describes in microdata, as the same things that JSON-LD gives. */
export function microdataOf(tree: HtmlTree): Thing[] {
  const isLive = (element: HtmlElement) => /LiveBlogPosting/i.test(attribute(element, "itemtype") ?? "");
  return elementsOf(tree, isLive).map(thingOf);
}

function thingOf(element: HtmlElement): Thing {
  const properties = new Map<string, unknown[]>();
  const add = (name: string, value: unknown) => properties.set(name, [...(properties.get(name) ?? []), value]);
  const read = (nodes: HtmlTree["childNodes"]) => {
    for (const node of nodes) {
      if (!isElement(node)) continue;
      const isItem = attribute(node, "itemscope") !== undefined;
      const names = attribute(node, "itemprop")?.split(/\s+/) ?? [];
      // Posts that are not named as updates are so by what they are.
      if (
        isItem &&
        names.length === 0 &&
        /(?:BlogPosting|SocialMediaPosting|Article)$/i.test(attribute(node, "itemtype") ?? "")
      ) {
        names.push("liveBlogUpdate");
      }
      // An item is read once, however many properties it is: items within items would double the work at each step.
      const item = isItem && names.length > 0 ? thingOf(node) : undefined;
      for (const name of new Set(names)) add(name, item ?? propertyValue(node, name));
      if (!isItem) read(node.childNodes);
    }
  };
  read(element.childNodes);
  const id = attribute(element, "itemid") ?? anchorOf(element);
  return {
    "@type": attribute(element, "itemtype") ?? "",
    ...(id === undefined ? {} : { "@id": id }),
    ...Object.fromEntries(properties),
  };
}

function anchorOf(element: HtmlElement): string | undefined {
  const id = attribute(element, "id")?.trim();
  return id === undefined || id === "" || /\s/.test(id) ? undefined : `#${id}`;
}

function propertyValue(element: HtmlElement, name: string): string {
  const value =
    attribute(element, "content") ??
    attribute(element, "datetime") ??
    (element.tagName === "a" || element.tagName === "link" ? attribute(element, "href") : undefined);
  return value ?? (marked.has(name) ? serialize(element) : wordsIn(element));
}
