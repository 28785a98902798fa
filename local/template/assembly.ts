/** Reads a synthesized assembly: its stacks in the order of their deployment, their templates and their assets. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Template {
  readonly stack: string;
  readonly resources: Readonly<Record<string, RawResource>>;
  readonly outputs: Readonly<Record<string, RawOutput>>;
  readonly parameters: Readonly<Record<string, { readonly Default?: unknown }>>;
  readonly conditions: Readonly<Record<string, unknown>>;
}

export interface RawResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Condition?: string;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

export interface RawOutput {
  readonly Value: unknown;
  readonly Condition?: string;
  readonly Export?: { readonly Name: unknown };
}

export interface Assembly {
  readonly templates: readonly Template[];
  /** The folder of the asset that is deployed under `key`. */
  assetFolder(key: string): string | undefined;
}

interface Artifact {
  readonly type: string;
  readonly properties?: { readonly templateFile?: string; readonly stackName?: string; readonly file?: string };
  readonly dependencies?: readonly string[];
}

interface AssetManifest {
  readonly files?: Readonly<
    Record<
      string,
      {
        readonly source: { readonly path: string; readonly packaging: string };
        readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
      }
    >
  >;
}

export function readAssembly(folder: string): Assembly {
  const { artifacts } = readJson(join(folder, "manifest.json")) as { artifacts: Record<string, Artifact> };
  const assets = new Map<string, string>();
  for (const artifact of Object.values(artifacts)) {
    if (artifact.type === "cdk:asset-manifest" && artifact.properties?.file) {
      readAssets(folder, artifact.properties.file, assets);
    }
  }
  return {
    templates: inOrder(artifacts).map(([id, artifact]) => readTemplate(folder, id, artifact)),
    assetFolder: (key) => assets.get(key),
  };
}

function readAssets(folder: string, file: string, assets: Map<string, string>): void {
  const manifest = readJson(join(folder, file)) as AssetManifest;
  for (const { source, destinations } of Object.values(manifest.files ?? {})) {
    if (source.packaging !== "zip") continue;
    for (const { objectKey } of Object.values(destinations)) assets.set(objectKey, join(folder, source.path));
  }
}

/** Stacks, each after those it depends on. */
function inOrder(artifacts: Readonly<Record<string, Artifact>>): readonly (readonly [string, Artifact])[] {
  const ordered = new Map<string, Artifact>();
  const visit = (id: string, on: readonly string[]) => {
    const artifact = artifacts[id];
    if (!artifact || ordered.has(id) || on.includes(id)) return;
    for (const needed of artifact.dependencies ?? []) visit(needed, [...on, id]);
    if (artifact.type === "aws:cloudformation:stack") ordered.set(id, artifact);
  };
  for (const id of Object.keys(artifacts)) visit(id, []);
  return [...ordered];
}

function readTemplate(folder: string, id: string, artifact: Artifact): Template {
  const file = artifact.properties?.templateFile ?? `${id}.template.json`;
  const raw = readJson(join(folder, file)) as Record<string, Record<string, never> | undefined>;
  return {
    stack: artifact.properties?.stackName ?? id,
    resources: raw["Resources"] ?? {},
    outputs: raw["Outputs"] ?? {},
    parameters: raw["Parameters"] ?? {},
    conditions: raw["Conditions"] ?? {},
  };
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}
