import { oneLine } from "../clean-text.ts";
import type { Passage } from "../passage.ts";
import { passagesText } from "../passage.ts";
import { passagesFromHtml } from "../passages-from-html.ts";

/** Words as a feed has them. */
export interface Written {
  readonly text: string;
  /** `html` by the feed's own word, `plain` too; `either` where feeds write both and do not say which. */
  readonly form: "html" | "plain" | "either";
  /** What relative addresses among them start from; without it, from the item's own address. */
  readonly base?: string | undefined;
}

/** One item of a feed, in whichever format, before it is a development. */
export interface FeedEntry {
  readonly title: Written | undefined;
  /** What it tells besides, the best first; the first that has words counts. */
  readonly contents: readonly Written[];
  /** Its own name: a guid, an Atom id. */
  readonly id: string | undefined;
  /** Absolute, http or https. */
  readonly url: string | undefined;
  /** As they are written, the best first; the first that can be read counts. */
  readonly dates: readonly (string | undefined)[];
  /** The feed that it was taken from, by its title. */
  readonly source: string | undefined;
}

/** Longest markup of one item that is read, in characters: some feeds carry whole pages with their pictures inside. */
const markupMaxLength = 500_000;

/** Elements of HTML that feeds write into words; any other in angle brackets is spoken of. */
const tags =
  /^(?:a|abbr|acronym|address|article|aside|b|big|blockquote|br|center|cite|code|dd|del|div|dl|dt|em|figure|figcaption|font|footer|h[1-6]|header|hr|i|iframe|img|ins|kbd|li|main|mark|nav|ol|p|picture|pre|q|s|section|script|small|span|strike|strong|style|sub|sup|table|tbody|td|th|thead|time|tr|tt|u|ul|video|audio|svg|wbr)$/i;

/** The words as passages. */
export function passagesOf(written: Written, baseUrl: string | undefined): Passage[] {
  const text = written.text.slice(0, markupMaxLength);
  const base = written.base ?? baseUrl;
  if (isHtml(written)) return passagesFromHtml(text, base === undefined ? {} : { baseUrl: base });
  return text
    .split(/\n\s*\n/)
    .map(oneLine)
    .filter((line) => line !== "")
    .map((line) => ({ kind: "paragraph", lines: [[{ text: line }]] }));
}

/** The words on one line, without any markup. */
export function lineOf(written: Written | undefined): string {
  if (written === undefined) return "";
  const text = written.text.slice(0, markupMaxLength);
  if (!isHtml(written)) return oneLine(text);
  // A sign that begins no element is a sign; as HTML `<10` would be one too, `<b` and an end of text would not.
  return passagesText(passagesFromHtml(text)) || (/<[a-z!/]/i.test(text) ? "" : oneLine(text));
}

function isHtml({ text, form }: Written): boolean {
  return form === "html" || (form === "either" && looksLikeHtml(text.slice(0, markupMaxLength)));
}

/** Whether a text that may be HTML is: it has references, or elements, and no elements but HTML's. */
function looksLikeHtml(text: string): boolean {
  const names = [...text.matchAll(/<\/?([a-z][a-z\d:-]*)(?=[\s/>])/gi)].map(([, name = ""]) => name);
  if (names.length > 0) return names.some((name) => tags.test(name));
  return /&(?:#\d+|#x[\da-f]+|[a-z][a-z\d]*);/i.test(text);
}
