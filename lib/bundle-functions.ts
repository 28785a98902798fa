/**
 * The code of the functions, bundled by one run of esbuild.
 *
 * `NodejsFunction` would start esbuild once a function, a second of waiting in all; one run shares what it parsed.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Code } from "aws-cdk-lib/aws-lambda";
import { buildSync, type OutputFile } from "esbuild";
import { type FunctionName, settingKeys } from "#handlers/settings.ts";

/** Gives the code of a function as an asset. */
export type FunctionCode = (name: FunctionName) => Code;

const root = fileURLToPath(new URL("..", import.meta.url));
const names = Object.keys(settingKeys) as FunctionName[];

/** Packages in CommonJS call `require` for Node's own modules, which an ES module does not have. */
const REQUIRE = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

/**
 * Ways to credentials that no Lambda function takes: it has its role's in the environment, and the SDK looks there first.
 * They are imported only when asked for, and are a quarter of the SDK's bytes.
 */
const UNUSED_CREDENTIALS = [
  "@aws-sdk/credential-provider-http",
  "@aws-sdk/credential-provider-ini",
  "@aws-sdk/credential-provider-process",
  "@aws-sdk/credential-provider-sso",
  "@aws-sdk/credential-provider-web-identity",
  "@smithy/credential-provider-imds",
] as const;

/** Bundles every function into a folder of its own under `outputFolder`. */
export function bundleFunctions(outputFolder: string): FunctionCode {
  const stubs = mkdtempSync(join(tmpdir(), "bulletin-stubs-"));
  try {
    for (const { path, contents } of bundled(outputFolder, stubsOfNode(stubs))) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, contents);
    }
  } finally {
    rmSync(stubs, { recursive: true });
  }
  return (name) => Code.fromAsset(join(outputFolder, name));
}

function bundled(outputFolder: string, alias: Record<string, string>): readonly OutputFile[] {
  return buildSync({
    absWorkingDir: root,
    entryPoints: names.map((name) => ({ in: `lambda/handlers/${name}.ts`, out: `${name}/index` })),
    outdir: outputFolder,
    write: false,
    bundle: true,
    platform: "node",
    target: "node24",
    format: "esm",
    outExtension: { ".js": ".mjs" },
    banner: { js: REQUIRE },
    // The ES modules of the AWS SDK shake to half of its CommonJS.
    mainFields: ["module", "main"],
    external: [...UNUSED_CREDENTIALS],
    minify: true,
    // Functions keep their names (5 % of the bytes), so that a stack trace can be read without a source map.
    keepNames: true,
    legalComments: "none",
    logLevel: "error",
    alias,
  }).outputFiles;
}

/**
 * Stubs of Node's own modules, a file each in `folder`, by the names under which they are imported.
 *
 * An ES module that imports one of them has Node read each thing that it exports, and some of these load a dozen modules
 * more: `node:fs` its streams, readline and promises. A stub hands over the module as it is, when it is first used.
 *
 * @see docs/decisions/0124-what-a-start-waits-for.md
 */
function stubsOfNode(folder: string): Record<string, string> {
  const stubbed = builtinModules.filter((name) => !/^(_|node:)/.test(name));
  return Object.fromEntries(
    stubbed.map((name) => {
      const file = join(folder, `${name.replace("/", "-")}.cjs`);
      writeFileSync(file, `module.exports = process.getBuiltinModule("node:${name}");\n`);
      return [`node:${name}`, file];
    }),
  );
}
