import sanitizeHtml from "sanitize-html";
import { cutAtWord } from "./clean-text.ts";
import { type Line, lineText, type Passage, type Span } from "./passage.ts";

/** What may stand in a development's text: what every mail reader shows and no reader is harmed by. */
const allowed: sanitizeHtml.IOptions = {
  allowedTags: ["p", "a", "strong", "em", "ul", "ol", "li", "blockquote"],
  allowedAttributes: { a: ["href"] },
  allowedSchemes: ["http", "https"],
  allowProtocolRelative: false,
};

/**
 * The passages as limited HTML of at most `maxLength` characters, or undefined when they hold no words.
 *
 * What is too long is cut between passages, or at a word in the first. It is written from plain spans, so nothing
 * of the source's markup can pass; sanitize-html has the last word all the same.
 */
export function limitedHtml(passages: readonly Passage[], maxLength: number): string | undefined {
  const whole = passages.map(passageHtml).join("");
  // One call costs less than many, and nearly all that is told is short.
  if (whole.length <= maxLength) {
    const html = sanitizeHtml(whole, allowed);
    if (html.length <= maxLength) return html === "" ? undefined : html;
  }
  let html = "";
  for (const passage of passages) {
    const next = passageHtml(passage);
    if (html.length + next.length > maxLength) {
      html ||= shortened(passage, maxLength);
      break;
    }
    html += next;
  }
  // Once for all of it: starting the sanitiser costs as much as a hundred words.
  const clean = sanitizeHtml(html, allowed);
  return clean === "" ? undefined : clean;
}

/** HTML that says it is limited, made sure of: whatever else stands in it is left out. */
export function onlyLimitedHtml(html: string): string {
  return sanitizeHtml(html, allowed);
}

function passageHtml(passage: Passage): string {
  switch (passage.kind) {
    case "heading":
      return `<p><strong>${lineHtml(passage.line.map(({ strong: _, ...span }) => span))}</strong></p>`;
    case "paragraph":
      return passage.lines.map((line) => `<p>${lineHtml(line)}</p>`).join("");
    case "list": {
      const tag = passage.ordered ? "ol" : "ul";
      return `<${tag}>${passage.items.map((item) => `<li>${itemHtml(item)}</li>`).join("")}</${tag}>`;
    }
    case "quote":
      return `<blockquote>${passage.passages.map(passageHtml).join("")}</blockquote>`;
  }
}

/** An item of one line needs no paragraph of its own. */
function itemHtml(item: readonly Passage[]): string {
  const [first, ...rest] = item;
  const [line, ...more] = first?.kind === "paragraph" ? first.lines : [];
  if (line === undefined || more.length > 0) return item.map(passageHtml).join("");
  return lineHtml(line) + rest.map(passageHtml).join("");
}

function lineHtml(line: Line): string {
  let html = "";
  for (let i = 0; i < line.length; ) {
    const href = line[i]?.href;
    const linked: Span[] = [];
    for (let span = line[i]; span !== undefined && span.href === href; span = line[++i]) linked.push(span);
    const words = linked.map(spanHtml).join("");
    html += href === undefined ? words : `<a href="${escaped(href)}">${words}</a>`;
  }
  return html;
}

function spanHtml(span: Span): string {
  let html = escaped(span.text);
  if (span.em) html = `<em>${html}</em>`;
  if (span.strong) html = `<strong>${html}</strong>`;
  return html;
}

function shortened(passage: Passage, maxLength: number): string {
  const line = passage.kind === "paragraph" ? passage.lines[0] : undefined;
  if (line === undefined) return "";
  // A character takes up to six when escaped, and the paragraph around them seven.
  return `<p>${escaped(cutAtWord(lineText(line), Math.floor((maxLength - 7) / 6)))}</p>`;
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
