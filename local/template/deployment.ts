/** The stacks of an assembly as if they were deployed here: each resource with its name, its properties resolved. */
import type { Assembly, RawResource, Template } from "./assembly.ts";
import { type Names, resolveIntrinsics } from "./resolve.ts";
import { type Identity, identifyType, type Place } from "./resource-types.ts";

export interface Resource extends Identity {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** Where its construct stands in the app, without the stack, for example `Send/Function`. */
  readonly path: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface Output {
  readonly stack: string;
  readonly key: string;
  readonly value: string;
}

export interface Deployment {
  readonly place: Place;
  readonly outputs: readonly Output[];
  ofType(...types: readonly string[]): readonly Resource[];
}

/** Everything in `assembly`, named and resolved. Throws an Error that names what it does not know. */
export function deploy(assembly: Assembly, place: Place): Deployment {
  const stacks = assembly.templates.map((template) => ({ template, names: namesIn(template, assembly, place) }));
  const resources = stacks.flatMap(({ template, names }) => resourcesOf(template, names, place));
  return {
    place,
    outputs: stacks.flatMap(({ template, names }) => outputsOf(template, names)),
    ofType: (...types) => resources.filter((resource) => types.includes(resource.type)),
  };
}

/** The resource whose `Ref` or ARN is `name`. */
export function findResource(resources: readonly Resource[], name: unknown): Resource | undefined {
  return resources.find((resource) => resource.ref === name || resource.attributes["Arn"] === name);
}

function resourcesOf(template: Template, names: Names, place: Place): readonly Resource[] {
  return present(template, names).map(([logicalId, raw]) => ({
    ...identityOf(template.stack, logicalId, raw, names, place),
    stack: template.stack,
    logicalId,
    type: raw.Type,
    path: pathOf(raw, logicalId),
    properties: propertiesOf(raw, names),
  }));
}

function outputsOf(template: Template, names: Names): readonly Output[] {
  return Object.entries(template.outputs)
    .filter(([, output]) => !output.Condition || names.condition(output.Condition))
    .map(([key, output]) => ({
      stack: template.stack,
      key,
      value: String(resolveIntrinsics(output.Value, names)),
    }));
}

function present(template: Template, names: Names): readonly (readonly [string, RawResource])[] {
  return Object.entries(template.resources).filter(([, raw]) => !raw.Condition || names.condition(raw.Condition));
}

function namesIn(template: Template, assembly: Assembly, place: Place): Names {
  const names: Names = {
    ref: (logicalId) => {
      const raw = template.resources[logicalId];
      if (raw) return identityOf(template.stack, logicalId, raw, names, place).ref;
      return parameter(template, logicalId, place);
    },
    attribute: (logicalId, attribute) => {
      const raw = template.resources[logicalId];
      if (!raw) throw new Error(`${template.stack} refers to ${logicalId}, which it does not hold.`);
      const value = identityOf(template.stack, logicalId, raw, names, place).attributes[attribute];
      if (value === undefined)
        throw new Error(`The local run does not know ${attribute} of ${raw.Type} (${logicalId}).`);
      return value;
    },
    imported: (exportName) => {
      for (const other of assembly.templates) {
        const theirs = namesIn(other, assembly, place);
        for (const output of Object.values(other.outputs)) {
          if (output.Export && resolveIntrinsics(output.Export.Name, theirs) === exportName) {
            return resolveIntrinsics(output.Value, theirs);
          }
        }
      }
      throw new Error(`${template.stack} imports ${exportName}, which no stack exports.`);
    },
    condition: (name) => {
      if (!(name in template.conditions)) throw new Error(`${template.stack} has no condition ${name}.`);
      return Boolean(resolveIntrinsics(template.conditions[name], names));
    },
  };
  return names;
}

function parameter(template: Template, name: string, place: Place): unknown {
  const pseudo: Readonly<Record<string, unknown>> = {
    "AWS::AccountId": place.account,
    "AWS::NotificationARNs": [],
    "AWS::Partition": "aws",
    "AWS::Region": place.region,
    "AWS::StackId": `arn:aws:cloudformation:${place.region}:${place.account}:stack/${template.stack}/local`,
    "AWS::StackName": template.stack,
    "AWS::URLSuffix": "amazonaws.com",
  };
  const value = pseudo[name] ?? template.parameters[name]?.Default;
  if (value === undefined) throw new Error(`${template.stack} refers to ${name}, which the local run does not know.`);
  return value;
}

/** The shortest of the limits on names that matter here, Lambda's (docs.aws.amazon.com/lambda, CreateFunction). */
const LONGEST_NAME = 64;

function identityOf(stack: string, logicalId: string, raw: RawResource, names: Names, place: Place): Identity {
  const identify = identifyType(raw.Type);
  if (!identify) {
    throw new Error(`${stack} holds ${logicalId} of the type ${raw.Type}, which the local run does not know.`);
  }
  const name = `${stack}-${logicalId}`.slice(-LONGEST_NAME).replace(/^-+/, "");
  return identify({
    place,
    name,
    // Only what names it: other properties may refer back to it.
    properties: Object.fromEntries(
      Object.entries(raw.Properties ?? {})
        .filter(([key]) => NAMING.has(key))
        .map(([key, value]) => [key, resolveIntrinsics(value, names)]),
    ),
  });
}

const NAMING = new Set(
  "AlarmName DomainName EmailIdentity FunctionName LogGroupName Name QueueName RoleName StageName TableName TopicName".split(
    " ",
  ),
);

function propertiesOf(raw: RawResource, names: Names): Readonly<Record<string, unknown>> {
  return resolveIntrinsics(raw.Properties ?? {}, names) as Readonly<Record<string, unknown>>;
}

function pathOf(raw: RawResource, logicalId: string): string {
  const path = raw.Metadata?.["aws:cdk:path"];
  if (typeof path !== "string") return logicalId;
  return (
    path
      .split("/")
      .slice(1)
      .filter((part) => part !== "Resource")
      .join("/") || logicalId
  );
}
