// What a change to a development comes to, for the API and for hooks alike.

import type * as z from "zod";
import { readDevelopment } from "#pipeline/list-developments.ts";
import { correct, type Edit, type EditOutcome, update, withdraw } from "#pipeline/publish.ts";
import { type ApiPorts, type Done, noSuchTopic, topicMerged } from "./operation.ts";
import type { Problem } from "./problem.ts";
import type { change } from "./schemas.ts";
import { developmentTag } from "./tags.ts";

type Change = z.output<typeof change>;

/** Makes the change. Done again it changes nothing and says so: a program that lost the answer may ask once more. */
export async function changeDevelopment(
  ports: ApiPorts,
  edit: Pick<Edit, "topic" | "development" | "seen">,
  change: Change,
): Promise<Done | Problem> {
  const { topic, development } = edit;
  const outcome = await made(ports, edit, change);
  if (outcome.kind === "no-such-topic") return noSuchTopic(topic);
  if (outcome.kind === "published") return changed(edit, outcome.number, true);
  const isDone =
    outcome.reason === "same-wording" || (outcome.reason === "already-withdrawn" && change.kind === "withdraw");
  if (isDone) {
    const latest = (await readDevelopment(ports, topic, development)).at(-1);
    return changed(edit, latest?.number ?? development, false);
  }
  switch (outcome.reason) {
    case "already-withdrawn":
      return { problem: "withdrawn", detail: `Development ${development} of ${topic} is withdrawn, and stays so.` };
    case "changed-since":
      return { problem: "changed-since", detail: `Another version of development ${development} stands by now.` };
    case "merged":
      return topicMerged(topic);
    default:
      return noSuchDevelopment(topic, development);
  }
}

export function noSuchDevelopment(topic: string, development: number): Problem {
  return { problem: "no-such-development", detail: `The topic ${topic} has no development ${development}.` };
}

async function made(
  ports: ApiPorts,
  edit: Pick<Edit, "topic" | "development" | "seen">,
  change: Change,
): Promise<EditOutcome> {
  switch (change.kind) {
    case "update": {
      const { kind: _, ...wording } = change;
      return update(ports, { ...edit, wording });
    }
    case "correct": {
      const { kind: _, note, atOnce, ...wording } = change;
      return correct(ports, { ...edit, wording, note, ...(atOnce === undefined ? {} : { atOnce }) });
    }
    case "withdraw": {
      const { kind: _, ...more } = change;
      return withdraw(ports, { ...edit, ...more });
    }
  }
}

function changed({ topic, development }: Pick<Edit, "topic" | "development">, version: number, changed: boolean): Done {
  return {
    status: 200,
    body: { topic, number: development, version, changed },
    headers: { ETag: developmentTag(development, version) },
  };
}
