/** Longest line of a text part, in characters: mail programs quote it with "> " and still fit 80 columns. */
export const lineMaxLength = 76;

interface Block {
  readonly text: string;
  /** What stands before its first line, and before the others. */
  readonly first: string;
  readonly rest: string;
  readonly isListItem: boolean;
}

interface Nesting {
  readonly kind: "ul" | "ol" | "blockquote";
  count: number;
}

const token = /<(\/?)([a-z]+)((?:"[^"]*"|[^">])*)>|([^<]+|<)/g;

/**
 * The limited html of a development's text as plain text: wrapped, blocks apart, links written out after their words.
 *
 * It knows p, a, strong, em, ul, ol, li and blockquote, which is all that such a text may hold.
 */
export function plainText(html: string): string {
  const blocks = blocksOf(html);
  return blocks
    .map((block, index) => {
      const together = block.isListItem && blocks[index - 1]?.isListItem === true;
      return (index === 0 ? "" : together ? "\n" : "\n\n") + wrapText(block.text, block.first, block.rest);
    })
    .join("");
}

function blocksOf(html: string): Block[] {
  const blocks: Block[] = [];
  const nestings: Nesting[] = [];
  let text = "";
  let bullet = "";
  let link: { readonly href: string; readonly from: number } | undefined;
  const endBlock = () => {
    const said = text.replace(/\s+/g, " ").trim();
    if (said !== "") {
      const inner = nestings.at(-1)?.kind !== "blockquote" && nestings.length > 0;
      const before = (inner ? nestings.slice(0, -1) : nestings).map(({ kind }) =>
        kind === "blockquote" ? "> " : "  ",
      );
      const indent = before.join("");
      const blank = inner ? " ".repeat(Math.max(2, bullet.length)) : "";
      blocks.push({ text: said, first: indent + (bullet || blank), rest: indent + blank, isListItem: inner });
      bullet = "";
    }
    text = "";
  };
  for (const [, closing, name, attributes = "", words] of html.matchAll(token)) {
    if (words !== undefined) {
      text += decodeEntities(words);
    } else if (name === "a") {
      if (closing === "") link = { href: hrefOf(attributes), from: text.length };
      else if (link !== undefined) {
        if (link.href !== "" && text.slice(link.from).trim() !== link.href) text += ` (${link.href})`;
        link = undefined;
      }
    } else if (name === "ul" || name === "ol" || name === "blockquote") {
      endBlock();
      if (closing === "") nestings.push({ kind: name, count: 0 });
      else nestings.pop();
    } else if (name === "li" || name === "p") {
      endBlock();
      if (name === "li" && closing === "") bullet = nextBullet(nestings.at(-1));
    }
  }
  endBlock();
  return blocks;
}

function nextBullet(list: Nesting | undefined): string {
  if (list === undefined) return "- ";
  list.count += 1;
  return list.kind === "ol" ? `${list.count}. ` : "- ";
}

function hrefOf(attributes: string): string {
  return decodeEntities(/\bhref="([^"]*)"/.exec(attributes)?.[1] ?? "");
}

const named: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00A0",
};

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{1,8}));/gi, (entity, decimal, hex, name) => {
    if (name !== undefined) return named[name] ?? entity;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : entity;
  });
}

/**
 * A text in lines of at most `lineMaxLength` characters, cut between words.
 *
 * A word too long for a line is cut, but for an address of the web, which must stay whole.
 */
export function wrapText(text: string, first = "", rest = first): string {
  const lines: string[] = [];
  let line = first;
  let isFresh = true;
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    for (const piece of pieces(word, lineMaxLength - rest.length)) {
      const fits = lengthOf(line) + (isFresh ? 0 : 1) + lengthOf(piece) <= lineMaxLength;
      if (!fits && !isFresh) {
        lines.push(line);
        line = rest;
        isFresh = true;
      }
      line += isFresh ? piece : ` ${piece}`;
      isFresh = false;
    }
  }
  return [...lines, line].join("\n").trimEnd();
}

function pieces(word: string, room: number): string[] {
  if (lengthOf(word) <= room || /https?:\/\//.test(word)) return [word];
  const letters = [...word];
  return Array.from({ length: Math.ceil(letters.length / room) }, (_, i) =>
    letters.slice(i * room, (i + 1) * room).join(""),
  );
}

function lengthOf(text: string): number {
  return /[\uD800-\uDBFF]/.test(text) ? [...text].length : text.length;
}
