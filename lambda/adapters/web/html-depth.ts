import { type DefaultTreeAdapterMap, defaultTreeAdapter, type TreeAdapter } from "parse5";

type Parent = DefaultTreeAdapterMap["parentNode"];
type Child = DefaultTreeAdapterMap["childNode"];

/**
 * Deepest nesting of elements that is read. Pages have some 30 levels, and browsers stop at 512; what is deeper is no
 * article, and parsing it costs time that grows with its square.
 */
export const nestingMax = 512;

/** What ends a parser that has no other way to be ended. */
export class TooDeep extends Error {}

/**
 * A builder of trees that ends the parser, by throwing `TooDeep`, when it builds deeper than `nestingMax`.
 *
 * How deep a page gets cannot be told from its tags alone: what closes what is for the parser to say.
 */
export function shallowTree(): TreeAdapter<DefaultTreeAdapterMap> {
  const depths = new WeakMap<Parent, number>();
  const place = (parent: Parent, child: Child) => {
    if (!("childNodes" in child)) return;
    const depth = (depths.get(parent) ?? 0) + 1;
    if (depth > nestingMax) throw new TooDeep(`elements are nested more than ${nestingMax} deep`);
    depths.set(child, depth);
  };
  return {
    ...defaultTreeAdapter,
    appendChild(parent, child) {
      place(parent, child);
      defaultTreeAdapter.appendChild(parent, child);
    },
    insertBefore(parent, child, next) {
      place(parent, child);
      defaultTreeAdapter.insertBefore(parent, child, next);
    },
  };
}

/** Whether a tree is deeper than `nestingMax`: parsers move what they have built, and so make it deeper. */
export function isDeep(tree: Pick<Parent, "childNodes">): boolean {
  const open: { readonly nodes: readonly Child[]; readonly depth: number }[] = [{ nodes: tree.childNodes, depth: 1 }];
  for (let level = open.pop(); level !== undefined; level = open.pop()) {
    if (level.depth > nestingMax + 1) return true;
    for (const node of level.nodes) {
      if ("childNodes" in node && node.childNodes.length > 0)
        open.push({ nodes: node.childNodes, depth: level.depth + 1 });
    }
  }
  return false;
}
