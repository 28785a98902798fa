import type { Expression, TemplatePart } from "./template.ts";

/** What a template may name. */
export interface Givens {
  /** Every word there is: a text, or a function with so many parameters. */
  readonly words: Readonly<Record<string, unknown>>;
  /** Slots that this mail's subscribers fill. Each must be used. */
  readonly slots: readonly string[];
  readonly fragments: readonly string[];
  /** Fields that may stand in the html as they are. */
  readonly rawFields: readonly string[];
}

/** What is wrong with a template, one sentence each; nothing when it is sound. */
export function templateProblems(parts: readonly TemplatePart[], givens: Givens): string[] {
  const problems: string[] = [];
  const used = new Set<string>();
  visit(parts, (part) => {
    if (part.kind === "value" && part.raw && !givens.rawFields.includes(part.expression.path.at(-1) ?? ""))
      problems.push(`{{{${part.expression.path.join(".")}}}} is not sanitised and may not stand there as it is`);
    if (part.kind === "fragment" && !givens.fragments.includes(part.name))
      problems.push(`there is no fragment "${part.name}"`);
    for (const expression of expressionsOf(part)) {
      problems.push(...nameProblems(expression, givens));
      if (expression.path[0] === "slot") used.add(expression.path[1] ?? "");
    }
  });
  for (const slot of givens.slots) if (!used.has(slot)) problems.push(`the slot "${slot}" stands nowhere`);
  return problems;
}

function nameProblems({ path, given }: Expression, givens: Givens): string[] {
  const name = path[1] ?? "";
  if (path[0] === "slot") return givens.slots.includes(name) ? [] : [`nobody fills the slot "${name}"`];
  if (path[0] !== "words") return given === undefined ? [] : [`"${path.join(".")}" is no word and takes nothing`];
  const word = givens.words[name];
  if (typeof word === "function") {
    if (given?.length === word.length) return [];
    return [`the word "${name}" takes ${word.length}, and is given ${given?.length ?? 0}`];
  }
  if (typeof word !== "string") return [`there is no word "${name}"`];
  return given === undefined ? [] : [`the word "${name}" takes nothing`];
}

/** Words that stand in the template itself, where no locale could change them. */
export function strayWords(source: string): string[] {
  const visible = source
    .replace(/\{\{\{?[^{}]*\}?\}\}/g, "")
    .replace(/<style[^>]*>[\s\S]*?<\/style>|<!--[\s\S]*?-->|<[^>]*>|&#?\w+;/g, " ");
  return [...visible.matchAll(/\S*\p{L}\S*/gu)].map(([word]) => `"${word}" belongs into templates/words`);
}

function expressionsOf(part: TemplatePart): readonly Expression[] {
  if (part.kind === "each") return [part.list];
  if (part.kind === "if") return [part.condition];
  if (part.kind === "literal") return [];
  const { path, given = [] } = part.expression;
  return [{ path, ...(part.expression.given && { given }) }, ...given.map((inner) => ({ path: inner }))];
}

function visit(parts: readonly TemplatePart[], see: (part: TemplatePart) => void): void {
  for (const part of parts) {
    see(part);
    if (part.kind === "each" || part.kind === "if") visit(part.parts, see);
    if (part.kind === "if") visit(part.otherwise, see);
  }
}
