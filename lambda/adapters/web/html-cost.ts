import { nestingMax } from "./html-depth.ts";

/**
 * Most elements that the parser may have to open again, summed over all tags. HTML repeats emphasis that was left
 * open in each paragraph that follows, so some kilobytes can ask for gigabytes; a careless page asks for hundreds.
 */
const reopenedMax = 1_000_000;

/** Elements whose content is no markup, or none that matters here. */
const opaque = /^(?:script|style|svg|textarea|title|math|template)$/;

/** Elements without an end tag, and those whose end tag people leave out. */
const unended =
  /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|dt|dd|option|tr|td|th|thead|tbody|tfoot)$/;

/** Elements that HTML opens again where they were left open. */
const reopened = /^(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)$/;

/**
 * Whether parsing `html` would cost more than its length does: its elements are nested too deeply, or too much
 * emphasis is left open. One pass over the text, before it is parsed.
 */
export function isCostly(html: string): boolean {
  const tagName = /[a-z][a-z0-9]*/iy;
  const open = new Map<string, number>();
  let depth = 0;
  let emphasis = 0;
  let toReopen = 0;
  for (let at = html.indexOf("<"); at !== -1; at = html.indexOf("<", at)) {
    if (html.startsWith("<!--", at)) {
      at = endOf(html, /-->/g, at + 4);
      continue;
    }
    const closes = html[at + 1] === "/";
    at += closes ? 2 : 1;
    tagName.lastIndex = at;
    const name = tagName.exec(html)?.[0].toLowerCase();
    if (name === undefined) continue;
    toReopen += emphasis;
    if (toReopen > reopenedMax) return true;
    if (unended.test(name)) continue;
    if (opaque.test(name) && !closes) {
      at = endOf(html, new RegExp(`</${name}`, "gi"), at) + 1;
      continue;
    }
    const step = closes ? -1 : 1;
    const count = (open.get(name) ?? 0) + step;
    if (count < 0) continue;
    open.set(name, count);
    depth += step;
    if (reopened.test(name)) emphasis += step;
    if (depth > nestingMax) return true;
  }
  return false;
}

function endOf(html: string, end: RegExp, from: number): number {
  end.lastIndex = from;
  const found = end.exec(html);
  return found === null ? html.length : found.index;
}
