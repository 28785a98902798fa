import { attribute, type HtmlElement, isElement } from "./html-tree.ts";

/** Words in the names that pages give to what stands around the news. */
const furnitureWords = new Set(
  "thread forum reply replies discussion discussions reviews authors contributor contributors share sharing sharebar sharetools comments comment disqus cookie cookies consent gdpr advert adverts advertisement advertising adslot adunit dfp sponsored sponsor sponsorship breadcrumb breadcrumbs byline bylines caption captions credits outbrain taboola paywall masthead pagination pager toc toolbar tooltip socials sociallinks addthis sharethis piano regwall subscription adbox skiplink tablist navbar navigation nav lightbox popup signin".split(
    " ",
  ),
);

/** Whole names of the same. */
const furnitureNames =
  /^(?:ads?|ad[-_].+|.+[-_]ads?|social(?:[-_](?:media|links?|buttons?|icons?|share))?|share[-_].+|.+[-_]share|table[-_]of[-_]contents|skip[-_](?:link|to[-_]content)|visually[-_]?hidden|sr[-_]only|screen[-_]reader[-_](?:text|only)|offscreen|a11y[-_]hidden|u[-_](?:vh|hidden)|hidden|d[-_]none|is[-_]hidden|comments?|print[-_]only|author(?:[-_](?:box|bio|name|info|card))?|gs-u-vh)$/i;

/** Names of what stands beside the news and may hold its list all the same. */
const besideWords = new Set(
  "related recommended recommendations recirculation recirc promo promos teaser teasers newsletter newsletters signup subscribe trending sidebar footer menu readmore mostread popular upsell".split(
    " ",
  ),
);

/** Names of the same of more than one word. */
const besideNames =
  /^(?:read[-_](?:more|also|next)|most[-_](?:read|popular|viewed)|more[-_](?:on|from|stories|news).*|see[-_]also|also[-_](?:read|in).*|sign[-_]up.*|right[-_]rail|site[-_](?:header|footer|nav))$/i;

/** Names that say how a page is, and not what an element is. */
const states = /^(?:no|has|with|without|is|js|not|hide|show|can|supports|theme|page|body)[-_]/i;

const roles = new Set([
  "navigation",
  "banner",
  "contentinfo",
  "complementary",
  "search",
  "dialog",
  "alertdialog",
  "menu",
  "menubar",
  "toolbar",
]);

/** Elements that hold what people read and so are never furniture as a whole. */
const holders = new Set(["html", "body", "main", "article", "h1", "table", "tbody"]);

/**
 * What an element is by the names that the page gives it: *furniture* (share buttons, comments, adverts, hidden words),
 * *beside* the running text (related links, boxes for sign-up), or undefined.
 */
export function placeOf(element: HtmlElement): "furniture" | "beside" | undefined {
  if (holders.has(element.tagName)) return undefined;
  if (isHidden(element)) return "furniture";
  const place = namedPlace(element);
  return place !== undefined && !holdsMain(element) ? place : undefined;
}

function isHidden(element: HtmlElement): boolean {
  if (attribute(element, "hidden") !== undefined) return true;
  if (/display\s*:\s*none|visibility\s*:\s*hidden/i.test(attribute(element, "style") ?? "")) return true;
  // What is hidden from those who listen is an icon or a doubled word; whole pages are so behind an open dialog.
  return attribute(element, "aria-hidden") === "true" && /^(?:span|i|b|a|em)$/.test(element.tagName);
}

function namedPlace(element: HtmlElement): "furniture" | "beside" | undefined {
  const role = attribute(element, "role")?.toLowerCase();
  if (role !== undefined && roles.has(role)) return role === "complementary" ? "beside" : "furniture";
  const id = attribute(element, "id");
  const names = attribute(element, "class")?.split(/\s+/, 40) ?? [];
  // An id is often a heading in short, so it counts only where it is nothing but such a word.
  if (id !== undefined && /^[a-z]+(?:[-_](?:banner|bar|box|links|section|container|wrapper))?$/i.test(id))
    names.push(id);
  const places = names.map((name) => placeOfName(name, isHeading(element)));
  return places.find((place) => place === "furniture") ?? places.find((place) => place !== undefined);
}

/** Names looked up before: a page uses few, each a thousand times. */
const known = new Map<string, "furniture" | "beside" | "">();
const knownMax = 5_000;

function placeOfName(name: string, isOfHeading: boolean): "furniture" | "beside" | undefined {
  const key = isOfHeading ? `h ${name}` : name;
  const before = known.get(key);
  if (before !== undefined) return before || undefined;
  const place = findPlace(name, isOfHeading);
  if (known.size >= knownMax) known.clear();
  if (key.length <= 200) known.set(key, place ?? "");
  return place;
}

function findPlace(name: string, isOfHeading: boolean): "furniture" | "beside" | undefined {
  if (name === "" || name.length > 200 || states.test(name)) return undefined;
  if (furnitureNames.test(name)) return "furniture";
  const words = name
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .split(/[-_]+/);
  if (!isOfHeading && words.some((word) => furnitureWords.has(word))) return "furniture";
  return besideNames.test(name) || words.some((word) => besideWords.has(word)) ? "beside" : undefined;
}

/** A heading's name often says what it heads and not what it is. */
function isHeading({ tagName }: HtmlElement): boolean {
  return /^h[1-6]$/.test(tagName);
}

/** What was found of elements once: names of furniture may lie within each other a hundred deep. */
const held = new WeakMap<HtmlElement, boolean>();

/** Whether an element holds the page's main part. */
export function holdsMain(element: HtmlElement): boolean {
  const known = held.get(element);
  if (known !== undefined) return known;
  const holds = element.childNodes.some(
    (node) => isElement(node) && (/^(?:h1|main|article)$/.test(node.tagName) || holdsMain(node)),
  );
  held.set(element, holds);
  return holds;
}
