/**
 * The whole CDK app. Running it and asking the CDK command line for it give the same assembly.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { bundleFunctions } from "./bundle-functions.ts";
import type { CheckedConfig } from "./config.ts";
import { PipelineStack } from "./pipeline-stack.ts";
import { StorageStack } from "./storage-stack.ts";

/** The feature flags of `cdk.json`, which the CDK command line passes on but a plain run of the app must read. */
const { context } = JSON.parse(readFileSync(new URL("../cdk.json", import.meta.url), "utf8")) as {
  readonly context: Record<string, unknown>;
};

/** The app with both stacks. The assembly goes where `CDK_OUTDIR` says, or into `outdir` where that is given. */
export function buildApp(config: CheckedConfig, { outdir }: { readonly outdir?: string } = {}): App {
  const app = new App({ context, ...(outdir !== undefined && { outdir }) });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const code = bundleFunctions(join(app.outdir, "functions"));
  const storage = new StorageStack(app, "BulletinStorage");
  new PipelineStack(app, "BulletinPipeline", { code, config, storage });
  return app;
}
