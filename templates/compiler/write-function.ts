import type { Expression, TemplatePart } from "./template.ts";

/** What the written function is made from, and what it takes. */
export interface FunctionSignature {
  readonly file: string;
  /** A type of `templates/views.ts`. */
  readonly view: string;
}

/**
 * A template as the source of a TypeScript module with one function, from a view to html.
 *
 * Types are checked when the project is: a field that the view does not have fails `tsc`.
 */
export function writeFunction(parts: readonly TemplatePart[], { file, view }: FunctionSignature): string {
  const body = parts.flatMap((part) => statements(part, new Set())).map((line) => `  ${line}`);
  const fragments = [...new Set(fragmentsOf(parts))].sort();
  return [
    `// Made by templates/build.ts from templates/mails. Not to be edited.`,
    `import { escapeHtml } from "../escape-html.ts";`,
    `import type { ${view} } from "../views.ts";`,
    ...fragments.map((fragment) => `import { ${functionName(fragment)} } from "./${fragment}.ts";`),
    "",
    `export function ${functionName(file)}(view: ${view}): string {`,
    `  let html = "";`,
    ...body,
    "  return html;",
    "}",
    "",
  ].join("\n");
}

/** "preferences-link" becomes "preferencesLinkHtml". */
function functionName(file: string): string {
  return `${file.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}Html`;
}

function statements(part: TemplatePart, locals: ReadonlySet<string>): string[] {
  switch (part.kind) {
    case "literal":
      return [`html += ${JSON.stringify(part.html)};`];
    case "value": {
      const value = expressionSource(part.expression, locals);
      return [part.raw ? `html += ${value};` : `html += escapeHtml(${value});`];
    }
    case "fragment":
      return [`html += ${functionName(part.name)}(${expressionSource(part.expression, locals)});`];
    case "each": {
      const inner = part.parts.flatMap((child) => statements(child, new Set([...locals, part.as])));
      return [`for (const ${part.as} of ${expressionSource(part.list, locals)}) {`, ...inner, "}"];
    }
    case "if": {
      const inner = part.parts.flatMap((child) => statements(child, locals));
      const otherwise = part.otherwise.flatMap((child) => statements(child, locals));
      const condition = expressionSource(part.condition, locals);
      return [`if (${condition}) {`, ...inner, ...(otherwise.length > 0 ? ["} else {", ...otherwise] : []), "}"];
    }
  }
}

function expressionSource({ path, given }: Expression, locals: ReadonlySet<string>): string {
  const source = pathSource(path, locals);
  return given === undefined ? source : `${source}(${given.map((inner) => pathSource(inner, locals)).join(", ")})`;
}

function pathSource(path: readonly string[], locals: ReadonlySet<string>): string {
  return locals.has(path[0] ?? "") ? path.join(".") : `view.${path.join(".")}`;
}

function fragmentsOf(parts: readonly TemplatePart[]): string[] {
  return parts.flatMap((part) => {
    if (part.kind === "fragment") return [part.name];
    if (part.kind === "each") return fragmentsOf(part.parts);
    return part.kind === "if" ? [...fragmentsOf(part.parts), ...fragmentsOf(part.otherwise)] : [];
  });
}
