import { attribute, elementsOf, type HtmlTree, wordsIn } from "../html-tree.ts";

/** A thing that a page describes for machines, with its properties by name. */
export type Thing = Readonly<Record<string, unknown>>;

/** Longest JSON-LD of one page that is read, in characters. */
const jsonMaxLength = 6_000_000;

/** Most things that are looked through, and how deep one may lie within others. */
const thingsMax = 50_000;
const depthMax = 12;

/** Every thing in a page's JSON-LD, outer ones first. What is no JSON is passed over. */
export function thingsOf(tree: HtmlTree): Thing[] {
  const things: Thing[] = [];
  let left = jsonMaxLength;
  for (const script of elementsOf(tree, ({ tagName }) => tagName === "script")) {
    if (!/\bld\+json\b/i.test(attribute(script, "type") ?? "")) continue;
    const text = wordsIn(script);
    left -= text.length;
    if (left < 0) break;
    collect(parsed(text), things, 0);
  }
  return things;
}

/** The types of a thing, without the address that they are defined at. */
export function typesOf(thing: Thing): string[] {
  return listOf(thing["@type"]).flatMap((type) => (typeof type === "string" ? [type.replace(/^.*[/#:]/, "")] : []));
}

/** A property's values as a list: one value stands for a list of one. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return isThing(value) && Array.isArray(value["@list"]) ? value["@list"] : [value];
  return value;
}

/** The first text among the values of the properties named. */
export function textOf(thing: Thing, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    for (const value of listOf(thing[name])) {
      const text = isThing(value) ? (value["@value"] ?? value["@id"]) : value;
      if (typeof text === "string" && text.trim() !== "") return text;
    }
  }
  return undefined;
}

/** Whether a value has properties. */
export function isThing(value: unknown): value is Thing {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function collect(value: unknown, things: Thing[], depth: number): void {
  if (depth > depthMax || things.length >= thingsMax) return;
  if (Array.isArray(value)) {
    for (const one of value) collect(one, things, depth + 1);
  } else if (isThing(value)) {
    things.push(value);
    for (const one of Object.values(value)) if (typeof one === "object") collect(one, things, depth + 1);
  }
}

function parsed(text: string): unknown {
  for (const json of [() => text, () => mended(text)]) {
    try {
      return JSON.parse(json());
    } catch {
      // The next way may do; what no way can read is passed over.
    }
  }
  return undefined;
}

/** JSON as pages write it: in a comment, with raw line ends in its texts, with a comma too many. */
function mended(text: string): string {
  const bare = text
    .replace(/^\s*(?:\/\/)?\s*(?:<!--|<!\[CDATA\[)/, "")
    .replace(/(?:\/\/)?\s*(?:-->|\]\]>)\s*$/, "")
    .replace(/;\s*$/, "");
  let json = "";
  let isText = false;
  for (let at = 0; at < bare.length; at++) {
    const sign = bare[at] ?? "";
    if (isText && sign === "\\") {
      json += sign + (bare[++at] ?? "");
    } else if (isText && sign < " ") {
      json += sign === "\n" ? "\\n" : " ";
    } else {
      if (sign === '"') isText = !isText;
      const isTooMany = !isText && sign === "," && /^\s*[\]}]/.test(bare.slice(at + 1, at + 200));
      if (!isTooMany) json += sign;
    }
  }
  return json;
}
