/** IAM's wildcards: `*` is any text, `?` any one character. */

const compiled = new Map<string, RegExp>();

export function globMatches(pattern: string, text: string): boolean {
  const known = compiled.get(pattern);
  if (known) return known.test(text);
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[^]*")
    .replaceAll("?", "[^]");
  const expression = new RegExp(`^${source}$`, "u");
  compiled.set(pattern, expression);
  return expression.test(text);
}

/** Wildcards stay within a part between colons, except in the last part. Undefined for a policy variable, which is not known here. */
export function arnMatches(pattern: string, arn: string): boolean | undefined {
  if (pattern.includes("${")) return undefined;
  if (pattern === "*") return true;
  const patterns = arnParts(pattern);
  const parts = arnParts(arn);
  return patterns.every((each, place) => globMatches(each, parts[place] ?? ""));
}

/** arn:partition:service:region:account:resource */
const ARN_PARTS = 6;

/** Always six parts: the last is empty where the ARN is shorter, and holds the rest where it is longer. */
export function arnParts(arn: string): readonly string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, ARN_PARTS - 1), parts.slice(ARN_PARTS - 1).join(":")];
}
