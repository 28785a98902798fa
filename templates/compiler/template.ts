/** What a placeholder names: a path, or a function of the words called with paths. */
export interface Expression {
  readonly path: readonly string[];
  readonly given?: readonly (readonly string[])[];
}

/** A template, read: literal html with places to fill in between. */
export type TemplatePart =
  | { readonly kind: "literal"; readonly html: string }
  | { readonly kind: "value"; readonly expression: Expression; readonly raw: boolean }
  | { readonly kind: "fragment"; readonly name: string; readonly expression: Expression }
  | {
      readonly kind: "each";
      readonly list: Expression;
      readonly as: string;
      readonly parts: readonly TemplatePart[];
    }
  | {
      readonly kind: "if";
      readonly condition: Expression;
      readonly parts: readonly TemplatePart[];
      readonly otherwise: readonly TemplatePart[];
    };

const tag = /\{\{\{([^{}]*)\}\}\}|\{\{([^{}]*)\}\}/g;
const eachTag = /^#each ([\w.]+) as (\w+)$/;
const ifTag = /^#if ([\w.]+)$/;
const fragmentTag = /^> ([\w-]+) ([\w.]+)$/;
const valueTag = /^([\w.]+)(?:\(([\w., ]*)\))?$/;

interface OpenBlock {
  readonly closing: "each" | "if";
  readonly parts: TemplatePart[];
  readonly otherwise: TemplatePart[];
  readonly close: () => TemplatePart;
  inElse: boolean;
}

/**
 * Reads the placeholders of a template.
 *
 * `{{path}}` is a value, escaped; `{{{path}}}` a value as it is; `{{words.name(path, path)}}` words with something to
 * fill in; `{{#each path as name}} … {{/each}}`; `{{#if path}} … {{else}} … {{/if}}`; `{{> fragment path}}`.
 *
 * @throws {Error} where a placeholder is none of these, or a block is not closed
 */
export function parseTemplate(source: string): TemplatePart[] {
  const root: TemplatePart[] = [];
  const open: OpenBlock[] = [];
  const add = (part: TemplatePart) => {
    const block = open.at(-1);
    (block === undefined ? root : block.inElse ? block.otherwise : block.parts).push(part);
  };
  let end = 0;
  for (const match of source.matchAll(tag)) {
    addLiteral(source.slice(end, match.index), add);
    end = match.index + match[0].length;
    const raw = match[1]?.trim();
    if (raw !== undefined) add({ kind: "value", expression: parseExpression(raw), raw: true });
    else readTag(match[2]?.trim() ?? "", open, add);
  }
  addLiteral(source.slice(end), add);
  const unclosed = open.at(-1);
  if (unclosed !== undefined) throw new Error(`{{#${unclosed.closing}}} is not closed`);
  return root;
}

function addLiteral(html: string, add: (part: TemplatePart) => void): void {
  if (/\{\{|\}\}/.test(html)) throw new Error(`a placeholder is not closed near "${html.slice(0, 80)}"`);
  if (html !== "") add({ kind: "literal", html });
}

function readTag(text: string, open: OpenBlock[], add: (part: TemplatePart) => void): void {
  const block = startBlock(text);
  if (block !== undefined) {
    open.push(block);
  } else if (text === "else") {
    const current = open.at(-1);
    if (current?.closing !== "if" || current.inElse) throw new Error("{{else}} stands outside of {{#if}}");
    current.inElse = true;
  } else if (text === "/each" || text === "/if") {
    const current = open.pop();
    if (current === undefined || `/${current.closing}` !== text) throw new Error(`{{${text}}} closes nothing`);
    add(current.close());
  } else {
    const [, name, path] = fragmentTag.exec(text) ?? [];
    if (name !== undefined && path !== undefined) add({ kind: "fragment", name, expression: parseExpression(path) });
    else add({ kind: "value", expression: parseExpression(text), raw: false });
  }
}

function startBlock(text: string): OpenBlock | undefined {
  const parts: TemplatePart[] = [];
  const otherwise: TemplatePart[] = [];
  const [, list, as] = eachTag.exec(text) ?? [];
  if (list !== undefined && as !== undefined) {
    const close = (): TemplatePart => ({ kind: "each", list: parseExpression(list), as, parts });
    return { closing: "each", parts, otherwise, close, inElse: false };
  }
  const condition = ifTag.exec(text)?.[1];
  if (condition === undefined) return undefined;
  const close = (): TemplatePart => ({ kind: "if", condition: parseExpression(condition), parts, otherwise });
  return { closing: "if", parts, otherwise, close, inElse: false };
}

function parseExpression(text: string): Expression {
  const [, path, given] = valueTag.exec(text) ?? [];
  if (path === undefined) throw new Error(`{{${text}}} is no placeholder`);
  if (given === undefined) return { path: path.split(".") };
  return {
    path: path.split("."),
    given: given
      .split(",")
      .map((name) => name.trim().split("."))
      .filter(([first]) => first !== ""),
  };
}
