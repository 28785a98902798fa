import { webUrl } from "../web-url.ts";
import { child, children, type FeedElement } from "./feed-element.ts";
import type { FeedEntry, Written } from "./feed-entry.ts";

/** Where a piece of Atom stands: which Atom it is, and what relative links start from where `xml:base` says nothing. */
export interface AtomPlace {
  readonly isOld: boolean;
  readonly base: string | undefined;
}

/** An entry of Atom 1.0, or of 0.3 where the place says so. */
export function atomEntry(entry: FeedElement, place: AtomPlace): FeedEntry {
  const text = (name: string, ...vocabularies: readonly string[]) => child(entry, name, ...vocabularies)?.text;
  const source = child(entry, "source");
  const group = child(entry, "group", "media");
  return {
    title: atomWords(child(entry, "title", "plain", "dc", "media"), place),
    contents: [
      child(entry, "content"),
      child(entry, "summary"),
      child(entry, "encoded", "content"),
      child(entry, "description", "plain", "dc"),
      group && child(group, "description", "media"),
    ].flatMap((element) => atomWords(element, place) ?? []),
    id: text("id")?.trim() || undefined,
    url: atomLink(entry, place.base),
    dates: [
      text("published"),
      text("issued"),
      text("issued", "dcterms"),
      text("date", "dc"),
      text("created"),
      text("updated"),
      text("modified"),
      text("pubdate"),
    ],
    source: source && child(source, "title")?.text,
  };
}

/** The address of the page that an entry, or a feed, is about. */
export function atomLink(element: FeedElement, base: string | undefined): string | undefined {
  const links = children(element, "link").filter(
    ({ attributes }) => (attributes["rel"] ?? "alternate").trim().toLowerCase() === "alternate",
  );
  const best = links.find(({ attributes }) => /html/i.test(attributes["type"] ?? "html")) ?? links[0];
  if (best === undefined) return undefined;
  return webUrl(best.attributes["href"] ?? best.text, best.base ?? element.base ?? base);
}

/** Words as their `type`, and in Atom 0.3 their `mode`, says they are; undefined for what holds no words. */
export function atomWords(element: FeedElement | undefined, place: AtomPlace): Written | undefined {
  if (element === undefined) return undefined;
  const type = (element.attributes["type"] ?? "text").trim().toLowerCase().replace(/;.*/, "");
  const isHtml = /^(?:x?html|text\/x?html|application\/xhtml\+xml)$/.test(type);
  const isText = /^(?:text|text\/[a-z-]+|)$/.test(type);
  if (!isHtml && !isText) return undefined;
  const { base } = element;
  if (element.attributes["mode"] === "base64") {
    return { text: Buffer.from(element.text, "base64").toString(), form: isHtml ? "html" : "plain", base };
  }
  if (isHtml || element.isMarkup) return { text: element.text, form: "html", base };
  return { text: element.text, form: place.isOld || element.name === "description" ? "either" : "plain", base };
}
