/**
 * Deepest nesting of elements that is read. Pages have some 30 levels and browsers stop at 512; what is deeper is no
 * article, and reading it costs time that grows with its square.
 */
export const nestingMax = 512;

/** Elements whose content is no markup, or none that matters here. */
const opaque = /^(?:script|style|svg|textarea|title|math|template)$/;

/** Elements without an end tag, and those whose end tag people leave out. */
const unended =
  /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|dt|dd|option|tr|td|th|thead|tbody|tfoot)$/;

/** Whether the elements of `html` are nested deeper than `nestingMax`. One pass over the text. */
export function isNestedTooDeeply(html: string): boolean {
  const tagName = /[a-z][a-z0-9]*/iy;
  let depth = 0;
  for (let at = html.indexOf("<"); at !== -1; at = html.indexOf("<", at)) {
    if (html.startsWith("<!--", at)) {
      at = endOf(html, /-->/g, at + 4);
      continue;
    }
    const closes = html[at + 1] === "/";
    at += closes ? 2 : 1;
    tagName.lastIndex = at;
    const name = tagName.exec(html)?.[0].toLowerCase();
    if (name === undefined || unended.test(name)) continue;
    if (closes) depth = Math.max(0, depth - 1);
    else if (opaque.test(name)) at = endOf(html, new RegExp(`</${name}`, "gi"), at) + 1;
    else if (++depth > nestingMax) return true;
  }
  return false;
}

function endOf(html: string, end: RegExp, from: number): number {
  end.lastIndex = from;
  const found = end.exec(html);
  return found === null ? html.length : found.index;
}
