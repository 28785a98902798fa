import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Validations } from "aws-cdk-lib";
import { afterAll, describe, expect, test } from "vitest";
import { settingKeys } from "#handlers/settings.ts";
import { buildApp } from "#lib/app.ts";
import { type CheckedConfig, checkConfig } from "#lib/config.ts";
import demonstration from "../../bulletin.config.ts";

const config = checkConfig(demonstration) as CheckedConfig;
const folders = [1, 2].map(() => mkdtempSync(join(tmpdir(), "bulletin-app-")));
const [first, second] = folders.map((outdir) => {
  const app = buildApp(config, { outdir });
  return { app, outdir, assembly: app.synth() };
});

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function templateOf(built: typeof first): string {
  return readFileSync(join(built!.outdir, "BulletinPipeline.template.json"), "utf8");
}

describe("the app", () => {
  test("passes cdk-nag's rules and CloudFormation's own schema", () => {
    const report = JSON.parse(readFileSync(join(first!.outdir, "validation-report.json"), "utf8"));
    expect(report.pluginReports).toEqual([]);
  });

  test("gives a reason for every finding that it lets stand", () => {
    const reasons = first!.app.node
      .findAll()
      .flatMap(({ node }) =>
        node.metadata
          .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
          .flatMap(({ data }) => Object.values<string>(data)),
      );
    expect(reasons.length).toBeGreaterThan(0);
    expect(reasons.filter((reason) => !/^.{40,}\.$/.test(reason))).toEqual([]);
  });

  test("makes the same assembly each time, wherever it lies", () => {
    expect(templateOf(second)).toBe(templateOf(first));
  });

  test("writes nothing into a template that tells of the machine it was made on", () => {
    expect(templateOf(first)).not.toContain(first!.outdir);
    expect(templateOf(first)).not.toContain(process.cwd());
  });
});

describe("a function's bundle", () => {
  test.each(Object.keys(settingKeys))("of %s is one file with a handler", async (name) => {
    const folder = join(first!.outdir, "functions", name);
    expect(readdirSync(folder)).toEqual(["index.mjs"]);
    expect(readFileSync(join(folder, "index.mjs"), "utf8")).toMatch(/export\{[^}]*\bhandler\b[^}]*\}/);
  });

  test("carries no compiler of mails: the templates in it are compiled", () => {
    const bundles = Object.keys(settingKeys).map((name) =>
      readFileSync(join(first!.outdir, "functions", name, "index.mjs"), "utf8"),
    );
    expect(bundles.filter((bundle) => /mjml-(core|parser)|mjml2html/.test(bundle))).toEqual([]);
  });

  test("of the sender is at most 450 kB, so that it starts soon", () => {
    const sender = readFileSync(join(first!.outdir, "functions", "send", "index.mjs"));
    expect(sender.byteLength).toBeLessThanOrEqual(450_000);
  });
});
