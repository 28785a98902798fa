/** Puts values in the place of CloudFormation's intrinsic functions. One that is not known is refused by its name. */

export interface Names {
  /** What `Ref` gives for a resource, parameter or pseudo parameter of this stack. */
  ref(logicalId: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  imported(exportName: string): unknown;
  condition(name: string): boolean;
}

/** Stands for a value that `AWS::NoValue` takes out of its object or list. */
const NO_VALUE = Symbol("AWS::NoValue");

/** `value` with every intrinsic in it resolved; undefined where the whole value is `AWS::NoValue`. */
export function resolveIntrinsics(value: unknown, names: Names): unknown {
  const resolved = resolveValue(value, names);
  return resolved === NO_VALUE ? undefined : resolved;
}

function resolveValue(value: unknown, names: Names): unknown {
  if (typeof value === "string") return refuseDynamicReference(value);
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((each) => resolveValue(each, names)).filter((each) => each !== NO_VALUE);
  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? [];
  if (
    entries.length === 1 &&
    name !== undefined &&
    (name === "Ref" || name === "Condition" || name.startsWith("Fn::"))
  ) {
    // A policy statement may hold the one key "Condition" with an object: only a text names a condition.
    if (name !== "Condition" || typeof argument === "string") return intrinsic(name, argument, names);
  }
  const resolved = entries.map(([key, each]) => [key, resolveValue(each, names)] as const);
  return Object.fromEntries(resolved.filter(([, each]) => each !== NO_VALUE));
}

function refuseDynamicReference(text: string): string {
  if (/\{\{resolve:/.test(text))
    throw new Error(`The template holds the dynamic reference "${text}", which the local run does not know.`);
  return text;
}

type Intrinsic = (argument: unknown, names: Names) => unknown;

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, names) => (argument === "AWS::NoValue" ? NO_VALUE : names.ref(text(argument))),
  Condition: (argument, names) => names.condition(text(argument)),
  "Fn::GetAtt": (argument, names) => {
    const [logicalId = "", ...attribute] = Array.isArray(argument) ? argument.map(text) : text(argument).split(".");
    return names.attribute(logicalId, attribute.join("."));
  },
  "Fn::Join": (argument, names) => {
    const [separator, parts] = list(argument);
    return list(resolveValue(parts, names)).map(text).join(text(separator));
  },
  "Fn::Sub": (argument, names) => substitute(argument, names),
  "Fn::ImportValue": (argument, names) => names.imported(text(resolveValue(argument, names))),
  "Fn::Select": (argument, names) => {
    const [place, parts] = list(resolveValue(argument, names));
    const values = list(parts);
    if (!(Number(place) in values)) throw new Error(`Fn::Select asks for ${String(place)} of ${values.length} values.`);
    return values[Number(place)];
  },
  "Fn::Split": (argument, names) => {
    const [separator, whole] = list(resolveValue(argument, names));
    return text(whole).split(text(separator));
  },
  "Fn::If": (argument, names) => {
    const [condition, so, otherwise] = list(argument);
    return resolveValue(names.condition(text(condition)) ? so : otherwise, names);
  },
  "Fn::Equals": (argument, names) => {
    const [one, other] = list(resolveValue(argument, names));
    return String(one) === String(other);
  },
  "Fn::Not": (argument, names) => !list(resolveValue(argument, names))[0],
  "Fn::And": (argument, names) => list(resolveValue(argument, names)).every(Boolean),
  "Fn::Or": (argument, names) => list(resolveValue(argument, names)).some(Boolean),
};

function intrinsic(name: string, argument: unknown, names: Names): unknown {
  const known = INTRINSICS[name];
  if (!known) throw new Error(`The template uses ${name}, which the local run does not know.`);
  return known(argument, names);
}

function substitute(argument: unknown, names: Names): string {
  const [pattern, own] = Array.isArray(argument) ? argument : [argument, {}];
  const values = resolveValue(own, names) as Record<string, unknown>;
  return text(pattern).replace(/\$\{(!?)([^}]+)\}/g, (_, escaped: string, name: string) => {
    if (escaped) return `\${${name}}`;
    if (name in values) return text(values[name]);
    const dot = name.indexOf(".");
    return text(dot < 0 ? names.ref(name) : names.attribute(name.slice(0, dot), name.slice(dot + 1)));
  });
}

function text(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new Error(`The template holds ${JSON.stringify(value)} where a text is expected.`);
}

function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new Error(`The template holds ${JSON.stringify(value)} where a list is expected.`);
}
