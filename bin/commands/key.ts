import { type Command, InvalidArgumentError } from "commander";
import { z } from "zod";
import { type Ability, abilities, keyNameMaxLength, keyTopicsMax } from "#core/api-key.ts";
import { operate, type StackOptions } from "../operate.ts";
import { remark, say } from "../say.ts";
import { parseSpan } from "../since.ts";
import { shortMoment, table } from "../table.ts";
import { withStack, words } from "../wording-options.ts";

const listed = z.array(
  z.looseObject({
    key: z.string(),
    name: z.string(),
    can: z.array(z.string()),
    topics: z.array(z.string()).optional(),
    state: z.string(),
    expiresAt: z.string().optional(),
    usedAt: z.string().optional(),
  }),
);

interface AddOptions extends StackOptions {
  readonly can: readonly Ability[];
  readonly topic?: readonly string[];
  readonly allTopics?: boolean;
  readonly expires: number | "never";
  readonly name?: string;
}

/** `bulletin key add`, `key list`, `key revoke <id>`. */
export function addKey(program: Command): void {
  const key = program.command("key").description("what programs use the API with");
  const add = withStack(key.command("add"));
  add
    .description("make a key; its secret is shown this once")
    .requiredOption(
      "--can <abilities>",
      "what for, parted by commas: publish, read, manage (adds topics too); or hook, for what a CMS signs",
      parseAbilities,
    )
    .option("--topic <slug...>", `for these topics, at most ${keyTopicsMax}`)
    .option("--all-topics", "for every topic, also those to come")
    .option("--expires <when>", "how long it holds: 90d, 12h, or never", parseLife, parseLife("365d"))
    .option("--name <words>", "what you call it", name)
    .addHelpText("after", "\nIt holds for 365 days unless you say otherwise.")
    .action(async (options: AddOptions) => {
      const { topic, allTopics, expires } = options;
      if ((topic === undefined) === (allTopics !== true)) {
        return add.error("error: say either --topic <slug> or --all-topics");
      }
      const asked = {
        ...{ command: "key.add" as const, name: options.name ?? "", can: options.can },
        ...(topic === undefined ? {} : { topics: topic }),
        ...(expires === "never" ? {} : { lastsMs: expires }),
      };
      await operate(options, asked, (done) => tellAdded(done, options));
    });
  withStack(key.command("list")).description("list the keys, without their secrets").action(list);
  withStack(key.command("revoke <id>"))
    .description("end a key for good; it stops within a minute")
    .action(async (id: string, options: StackOptions) => {
      await operate(options, { command: "key.revoke", key: id }, (done) =>
        say(done, `The key ${id} is revoked. It stops within a minute.`, options.json),
      );
    });
}

function tellAdded(done: Readonly<Record<string, unknown>>, options: StackOptions): void {
  if (!options.json) {
    const until = typeof done["expiresAt"] === "string" ? `until ${shortMoment(done["expiresAt"])}` : "for good";
    const address = typeof done["address"] === "string" ? ` Have messages sent to ${done["address"]}.` : "";
    remark(`The key ${done["key"]} holds ${until}.${address} This is its secret; nobody can show it again:`);
  }
  say(done, String(done["secret"]), options.json);
}

async function list(options: StackOptions): Promise<void> {
  await operate(options, { command: "key.list" }, ({ keys }) => {
    const found = listed.parse(keys);
    if (options.json) for (const one of found) say(one, "", true);
    else if (found.length === 0) remark("There is no key.");
    else {
      const rows = found.map(({ key, state, can, topics, expiresAt, usedAt, name }) => [
        ...[key, state, can.join(","), topics?.join(",") ?? "every topic"],
        ...[expiresAt, usedAt].map((at) => (at === undefined ? "never" : shortMoment(at))),
        name,
      ]);
      say({}, table(["KEY", "STATE", "CAN", "TOPICS", "EXPIRES", "USED", "NAME"], rows).join("\n"), false);
    }
  });
}

function parseAbilities(typed: string): readonly Ability[] {
  const known = typed.split(",").map((part) => abilities.find((one) => one === part.trim()));
  const can = known.filter((one) => one !== undefined);
  if (can.length < known.length) throw new InvalidArgumentError(`Say some of ${abilities.join(", ")}.`);
  return can;
}

function parseLife(typed: string): number | "never" {
  const span = typed === "never" ? typed : parseSpan(typed);
  if (span === undefined) throw new InvalidArgumentError("Say 90d, 12h, 30m or never.");
  return span;
}

function name(typed: string): string {
  const line = words(typed);
  if (line.length <= keyNameMaxLength) return line;
  throw new InvalidArgumentError(`It has ${line.length} characters; ${keyNameMaxLength} is the most.`);
}
