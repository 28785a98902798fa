import type { Command } from "commander";
import { z } from "zod";
import { isAgreed } from "../agreed.ts";
import { operate, type StackOptions } from "../operate.ts";
import { remark, say, sayRefused } from "../say.ts";
import { parseMoment } from "../since.ts";
import { shortMoment, table } from "../table.ts";
import { withStack } from "../wording-options.ts";

const listed = z.array(z.looseObject({ hash: z.string(), reason: z.string(), at: z.string() }));

/** Characters of a hash that are shown to people: enough to tell two apart. */
const hashShown = 12;

interface ListOptions extends StackOptions {
  readonly before?: number;
}

interface LiftOptions extends StackOptions {
  readonly yes?: boolean;
}

/** `bulletin suppression list`, `suppression lift <address>`. */
export function addSuppression(program: Command): void {
  const suppression = program.command("suppression").description("addresses that must not be mailed");
  withStack(suppression.command("list"))
    .description("list them, the last first: only a hash of each is kept, and why and when it was suppressed")
    .option("--before <when>", "only those suppressed before: 2026-11-20 or 2026-11-20T07:00+01:00", (typed: string) =>
      parseMoment(typed),
    )
    .action(list);
  withStack(suppression.command("lift <address>"))
    .description("let an address sign up again: only when its holder asks for it")
    .option("--yes", "do not ask")
    .action(lift);
}

async function list(options: ListOptions): Promise<void> {
  const before = options.before === undefined ? {} : { before: options.before };
  await operate(options, { command: "suppression.list", ...before }, ({ suppressions, isCut }) => {
    const found = listed.parse(suppressions);
    const rows = found.map(({ at, reason, hash }) => [shortMoment(at), reason, hash.slice(0, hashShown)]);
    if (options.json) for (const one of found) say(one, "", true);
    else if (found.length === 0) remark("No address is suppressed.");
    else say({}, table(["SINCE", "REASON", "HASH"], rows).join("\n"), false);
    if (isCut === true) remark(`More were left out: ask for those with --before ${found.at(-1)?.at}.`);
  });
}

async function lift(address: string, options: LiftOptions): Promise<void> {
  if (options.yes !== true && !(await isAgreed(`Has the holder of ${address} asked to be mailed again?`))) {
    return sayRefused({ refused: "Nothing was lifted: say --yes, or answer yes when you are asked." }, options.json);
  }
  await operate(options, { command: "suppression.lift", address }, (done) => {
    say(done, `It was suppressed (${done["lifted"]}), and may sign up again now.`, options.json);
  });
}
