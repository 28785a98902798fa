/** One statement of an IAM policy, as the template holds it, with its lists made lists. */

export interface Statement {
  readonly effect: "Allow" | "Deny";
  /** Which principals a resource policy speaks of; absent in a role's policy. */
  readonly principal?: Principals;
  readonly actions: Pattern;
  /** Absent in a trust policy, which speaks of the role itself. */
  readonly resources?: Pattern;
  /** operator → key → values */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

interface Pattern {
  readonly not: boolean;
  readonly of: readonly string[];
}

interface Principals {
  readonly anyone: boolean;
  readonly services: readonly string[];
  readonly accounts: readonly string[];
}

/** The statements of a policy document. An element that is not known makes the document refused, as a guess could allow too much. */
export function statementsOf(document: unknown): readonly Statement[] {
  const statements = record(document)["Statement"];
  return (Array.isArray(statements) ? statements : [statements]).map((statement) => statementOf(record(statement)));
}

const KNOWN = new Set("Sid Effect Principal Action NotAction Resource NotResource Condition".split(" "));

function statementOf(raw: Readonly<Record<string, unknown>>): Statement {
  const unknown = Object.keys(raw).find((element) => !KNOWN.has(element));
  if (unknown) throw new Error(`A policy statement holds "${unknown}", which the local run does not know.`);
  const effect = raw["Effect"];
  if (effect !== "Allow" && effect !== "Deny")
    throw new Error(`A policy statement's effect is ${JSON.stringify(effect)}.`);
  const resources = pattern(raw, "Resource");
  return {
    effect,
    actions: pattern(raw, "Action") ?? { not: false, of: [] },
    ...(resources && { resources }),
    ...(raw["Principal"] !== undefined && { principal: principals(raw["Principal"]) }),
    conditions: conditionsOf(raw["Condition"]),
  };
}

function pattern(raw: Readonly<Record<string, unknown>>, element: string): Pattern | undefined {
  if (raw[element] !== undefined) return { not: false, of: texts(raw[element]) };
  if (raw[`Not${element}`] !== undefined) return { not: true, of: texts(raw[`Not${element}`]) };
  return undefined;
}

function principals(raw: unknown): Principals {
  if (raw === "*") return { anyone: true, services: [], accounts: [] };
  const named = record(raw);
  const accounts = texts(named["AWS"] ?? []);
  return { anyone: accounts.includes("*"), services: texts(named["Service"] ?? []), accounts };
}

function conditionsOf(raw: unknown): Statement["conditions"] {
  if (raw === undefined) return {};
  const operators = Object.entries(record(raw)).map(([operator, keys]) => {
    const values = Object.entries(record(keys)).map(([key, value]) => [key, texts(value)]);
    return [operator, Object.fromEntries(values)];
  });
  return Object.fromEntries(operators);
}

function texts(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map((each) => {
    if (typeof each === "string") return each;
    if (typeof each === "boolean" || typeof each === "number") return String(each);
    throw new Error(`A policy statement holds ${JSON.stringify(each)} where a text is expected.`);
  });
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  if (value !== null && typeof value === "object" && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new Error(`A policy holds ${JSON.stringify(value)} where an object is expected.`);
}
