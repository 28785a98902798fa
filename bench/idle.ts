import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { synthesize } from "#local/synthesize.ts";
import { type IdlePart, type IdleStack, idleMonth } from "./idle-month.ts";
import type { Row } from "./row.ts";
import { environment, projectFolder } from "./started-stack.ts";

const mostDollars = 5;

/** What an idle month costs, each cent listed, from the synthesized templates. */
export async function idle(): Promise<readonly Row[]> {
  const parts = idleMonth(await countedStack());
  const total = Object.values(parts).reduce((sum, part) => sum + part, 0);
  const plain = { peer: null, ratio: null };
  const rows = Object.entries(parts) as [IdlePart, number][];
  return [
    {
      id: "idle",
      what: "an idle month, dollars",
      ours: total,
      ...plain,
      bar: `≤ ${mostDollars}`,
      holds: total <= mostDollars,
    },
    ...rows.map(([part, ours]) => ({
      id: `idle-${part}`,
      what: `of that ${part}, dollars`,
      ours,
      ...plain,
      bar: "reported",
      holds: true,
    })),
  ];
}

async function countedStack(): Promise<IdleStack> {
  const made = await synthesize({ root: projectFolder, environment: environment({}) });
  if ("refused" in made) throw new Error(made.refused);
  const types = readdirSync(made.folder)
    .filter((name) => name.endsWith(".template.json"))
    .flatMap((name) => typesIn(join(made.folder, name)));
  const count = (type: string): number => types.filter((each) => each === type).length;
  return {
    alarms: count("AWS::CloudWatch::Alarm"),
    secrets: count("AWS::SecretsManager::Secret"),
    eventSources: count("AWS::Lambda::EventSourceMapping"),
  };
}

function typesIn(file: string): readonly string[] {
  const template = JSON.parse(readFileSync(file, "utf8")) as {
    readonly Resources: Readonly<Record<string, { readonly Type: string }>>;
  };
  return Object.values(template.Resources).map(({ Type }) => Type);
}
