import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Validations } from "aws-cdk-lib";
import { buildSync } from "esbuild";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { settingKeys } from "#handlers/settings.ts";
import { buildApp } from "#lib/app.ts";
import { bundleFunctions } from "#lib/bundle-functions.ts";
import { type CheckedConfig, checkConfig } from "#lib/config.ts";
import demonstration from "../../bulletin.config.ts";

/** Every option in use, so that what each adds is checked too; the demonstration's own is synthesized by every start. */
const config = checkConfig({
  ...demonstration,
  site: { host: "updates.your-paper.com", certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/1a2b3c4d" },
  sendingDomain: "brackwater-courier.example",
  alarmAddress: "on-call@your-paper.com",
}) as CheckedConfig;
const outdir = mkdtempSync(join(tmpdir(), "bulletin-app-"));
const app = buildApp(config, { outdir });
app.synth();

afterAll(() => rmSync(outdir, { recursive: true }));

describe("the app", () => {
  test("passes cdk-nag's rules and CloudFormation's own schema", () => {
    const report = JSON.parse(readFileSync(join(outdir, "validation-report.json"), "utf8"));
    expect(report.pluginReports).toEqual([]);
  });

  test("gives a reason for every finding that it lets stand", () => {
    const reasons = app.node
      .findAll()
      .flatMap(({ node }) =>
        node.metadata
          .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
          .flatMap(({ data }) => Object.values<string>(data)),
      );
    expect(reasons).not.toEqual([]);
    expect(reasons.filter((reason) => !/^.{40,}\.$/.test(reason))).toEqual([]);
  });

  test("writes nothing into a template that tells of the machine it was made on", () => {
    const template = readFileSync(join(outdir, "BulletinPipeline.template.json"), "utf8");
    expect(template).not.toContain(outdir);
    expect(template).not.toContain(process.cwd());
  });
});

const bundles = Object.keys(settingKeys).map((name) => ({
  name,
  files: readdirSync(join(outdir, "functions", name)),
  code: readFileSync(join(outdir, "functions", name, "index.mjs"), "utf8"),
}));

describe("a function's bundle", () => {
  test.each(bundles)("of $name is one file with a handler", ({ files, code }) => {
    expect(files).toEqual(["index.mjs"]);
    expect(code).toMatch(/export\{[^}]*\bhandler\b[^}]*\}/);
  });

  test.each(bundles)("of $name needs nothing to start that Lambda has not", ({ name }) => {
    const { outputs } = buildSync({
      entryPoints: [join(outdir, "functions", name, "index.mjs")],
      bundle: true,
      packages: "external",
      platform: "node",
      format: "esm",
      metafile: true,
      write: false,
    }).metafile;
    const needed = Object.values(outputs).flatMap(({ imports }) =>
      imports.filter(({ kind }) => kind === "import-statement"),
    );
    // All that is Node's own comes through this one, so that a start reads only what it uses.
    expect(needed.map(({ path }) => path)).toEqual(["node:module"]);
  });

  test.each(bundles)("of $name carries no compiler of mails: the templates in it are compiled", ({ code }) => {
    expect(code).not.toMatch(/mjml-(core|parser)|mjml2html/);
  });

  test("is the same wherever it is made, so that nothing is deployed that did not change", () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "bulletin-elsewhere-"));
    onTestFinished(() => rmSync(elsewhere, { recursive: true }));
    bundleFunctions(elsewhere);
    const again = bundles.map(({ name }) => readFileSync(join(elsewhere, name, "index.mjs"), "utf8"));
    expect(again.map((code, index) => code === bundles[index]?.code)).toEqual(bundles.map(() => true));
  });

  test("of the sender is at most 450 kB, so that it starts soon", () => {
    const sender = bundles.find(({ name }) => name === "send");
    expect(Buffer.byteLength(sender!.code)).toBeLessThanOrEqual(450_000);
  });
});
