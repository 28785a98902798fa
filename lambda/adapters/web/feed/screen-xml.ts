/** What a feed's text is cut down to before it is parsed; or why it is not parsed. */
export type Screened = { readonly xml: string; readonly leftOut: number } | { readonly refused: string };

const scanned = /<!--|<!\[CDATA\[|<!DOCTYPE|<\/?([a-z][\w.-]*:)?(item|entry|rss|feed|rdf)(?=[\s/>])/gi;

/**
 * A feed's text with at most `itemsMax` items, so that no feed costs more than so many.
 *
 * A document type that declares entities is refused: none of ours needs one, and expanding them is a known attack.
 * So is a feed whose end is missing, as its last item may be half a sentence. One pass over the text.
 */
export function screenXml(text: string, itemsMax: number): Screened {
  let items = 0;
  let cutAt = text.length;
  let root: string | undefined;
  let closes = false;
  scanned.lastIndex = 0;
  for (let found = scanned.exec(text); found !== null; found = scanned.exec(text)) {
    const [mark, prefix = "", name] = found;
    if (name === undefined) {
      const end = endOf(text, mark, found.index);
      if (end === -1) return { refused: "is cut off in the middle" };
      if (mark.toUpperCase() === "<!DOCTYPE" && text.slice(found.index, end).includes("[")) {
        return { refused: "declares XML entities, which Bulletin does not read" };
      }
      scanned.lastIndex = end;
    } else if (/^(?:item|entry)$/i.test(name)) {
      if (!mark.startsWith("</") && ++items === itemsMax + 1) cutAt = found.index;
    } else if (root === undefined) {
      root = prefix + name;
    } else if (mark.slice(2).toLowerCase() === root.toLowerCase()) {
      closes = true;
    }
  }
  if (root === undefined || !closes) return { refused: "is cut off in the middle" };
  if (items <= itemsMax) return { xml: text, leftOut: 0 };
  const channel = /rss$/i.test(root) ? "</channel>" : "";
  return { xml: `${text.slice(0, cutAt)}${channel}</${root}>`, leftOut: items - itemsMax };
}

function endOf(text: string, mark: string, from: number): number {
  if (mark.startsWith("<!-")) return after(text, "-->", from);
  if (mark.startsWith("<![")) return after(text, "]]>", from);
  const close = text.indexOf(">", from);
  const bracket = text.indexOf("[", from);
  return bracket !== -1 && bracket < close ? after(text, "]", from) : after(text, ">", from);
}

function after(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from);
  return at === -1 ? -1 : at + end.length;
}
