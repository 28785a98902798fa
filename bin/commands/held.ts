import type { Command } from "commander";
import { z } from "zod";
import { reasonOf, sayDiscarded } from "../held-words.ts";
import { operate, type StackOptions } from "../operate.ts";
import { remark, say } from "../say.ts";
import { shortMoment, table } from "../table.ts";
import { moment, withStack } from "../wording-options.ts";

const listed = z.array(
  z.looseObject({
    held: z.string(),
    reason: z.string(),
    headline: z.string(),
    from: z.string(),
    heldAt: z.string(),
  }),
);

/** `bulletin held list`, `held show`, `held release`, `held discard`, `held move`, `held keep`. */
export function addHeld(program: Command): void {
  const held = program.command("held").description("developments that nobody is shown yet");
  withStack(held.command("list"))
    .description("list what is held: drafts, embargoes, what waits for approval, what is on hold")
    .option("--topic <slug>", "of this topic alone")
    .action(list);
  withStack(held.command("show <held>")).description("show one in its words").action(show);
  withStack(held.command("release <held>"))
    .description("publish it now, whatever it waits for")
    .action(async (name: string, options: StackOptions) => {
      await operate(options, { command: "held.release", held: name }, (done) =>
        say(done, `${done["topic"]} has this now, as number ${done["number"]}.`, options.json),
      );
    });
  withStack(held.command("discard <held>"))
    .description("drop it; nobody ever sees it")
    .action(async (name: string, options: StackOptions) => {
      await operate(options, { command: "held.discard", held: name }, (done) => sayDiscarded(done, options.json));
    });
  withStack(held.command("move <held>"))
    .description("hold it until another moment")
    .requiredOption("--until <moment>", "with its zone: 2026-11-23T09:40:00+01:00", moment)
    .action(async (name: string, options: StackOptions & { readonly until: number }) => {
      await operate(options, { command: "held.move", held: name, releaseAt: options.until }, (done) =>
        say(done, `${name} is ${reasonOf(done)}.`, options.json),
      );
    });
  withStack(held.command("keep <held>"))
    .description("take its moment away: it is a draft from then on")
    .action(async (name: string, options: StackOptions) => {
      await operate(options, { command: "held.keep", held: name }, (done) =>
        say(done, `${name} is ${reasonOf(done)}.`, options.json),
      );
    });
}

async function list(options: StackOptions & { readonly topic?: string }): Promise<void> {
  const topic = options.topic === undefined ? {} : { topic: options.topic };
  await operate(options, { command: "held.list", ...topic }, ({ held }) => {
    const found = listed.parse(held);
    if (options.json) for (const one of found) say(one, "", true);
    else if (found.length === 0) remark("Nothing is held.");
    else {
      const rows = found.map((one) => [one.held, reasonOf(one), shortMoment(one.heldAt), one.from, one.headline]);
      say({}, table(["HELD", "WHY", "SINCE", "FROM", "HEADLINE"], rows).join("\n"), false);
    }
  });
}

async function show(name: string, options: StackOptions): Promise<void> {
  await operate(options, { command: "held.show", held: name }, (done) => {
    const lines = ["headline", "text", "url", "attribution", "importance", "from"].flatMap((field) =>
      done[field] === undefined ? [] : [`${field}: ${done[field]}`],
    );
    say(done, [`${name}, ${reasonOf(done)}`, ...lines].join("\n"), options.json);
  });
}
