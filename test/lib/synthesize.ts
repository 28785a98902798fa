/**
 * Both stacks as CloudFormation would get them, without bundled code, and ways to ask what stands in them.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import { type BulletinConfig, checkConfig } from "#lib/config.ts";
import { PipelineStack } from "#lib/pipeline-stack.ts";
import { StorageStack } from "#lib/storage-stack.ts";
import demonstration from "../../bulletin.config.ts";

/** A value of a template: text, numbers, and intrinsics such as `{ Ref }` in any depth. */
// biome-ignore lint/suspicious/noExplicitAny: a template has no type that a test could lean on
export type Value = any;

export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, Value>>;
  readonly deletionPolicy: string | undefined;
  readonly dependsOn: readonly string[];
}

export interface SynthesizedStack {
  readonly resources: readonly Resource[];
  readonly outputs: Readonly<Record<string, Value>>;
  readonly terminationProtection: boolean;
}

export interface Synthesized {
  readonly storage: SynthesizedStack;
  readonly pipeline: SynthesizedStack;
}

/** Synthesizes the demonstration's config, with `changes` in place of its own values. */
export function synthesize(changes: Partial<BulletinConfig> = {}): Synthesized {
  const config = checkConfig({ ...demonstration, ...changes });
  if ("refused" in config) throw new Error(config.refused);
  const outdir = mkdtempSync(join(tmpdir(), "bulletin-synth-"));
  try {
    const { context } = JSON.parse(readFileSync(new URL("../../cdk.json", import.meta.url), "utf8"));
    const app = new App({ context, outdir, builtinCloudFormationValidation: false });
    const storage = new StorageStack(app, "BulletinStorage");
    new PipelineStack(app, "BulletinPipeline", { code: () => Code.fromInline("//"), config, storage });
    const assembly = app.synth();
    const [storageStack, pipelineStack] = ["BulletinStorage", "BulletinPipeline"].map((name) => {
      const artifact = assembly.getStackByName(name);
      return readTemplate(artifact.template, artifact.terminationProtection === true);
    });
    return { storage: storageStack!, pipeline: pipelineStack! };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

export function ofType(stack: SynthesizedStack, type: string): readonly Resource[] {
  return stack.resources.filter((resource) => resource.type === type);
}

/** The logical id that a `Ref` or a `Fn::GetAtt` is about. */
export function target(value: Value): string | undefined {
  return value?.Ref ?? value?.["Fn::GetAtt"]?.[0];
}

/** A text with its intrinsics written out as `${LogicalId}`, so that it can be compared and matched. */
export function flat(value: Value): string {
  if (typeof value !== "object") return String(value);
  if (value["Fn::Join"]) return value["Fn::Join"][1].map(flat).join(value["Fn::Join"][0]);
  if (value["Fn::ImportValue"]) return `\${${flat(value["Fn::ImportValue"])}}`;
  return `\${${target(value) ?? JSON.stringify(value)}}`;
}

export function list<Item>(value: Item | readonly Item[]): readonly Item[] {
  return Array.isArray(value) ? value : [value as Item];
}

function readTemplate(template: Value, terminationProtection: boolean): SynthesizedStack {
  const entries = Object.entries<Value>(template.Resources);
  const resources = entries.map(([id, { Type, Properties, DeletionPolicy, DependsOn }]) => ({
    id,
    type: Type,
    properties: Properties ?? {},
    deletionPolicy: DeletionPolicy,
    dependsOn: list(DependsOn ?? []),
  }));
  return { resources, outputs: template.Outputs ?? {}, terminationProtection };
}
