import { type Command, Option } from "commander";
import { z } from "zod";
import { operate, type StackOptions } from "../operate.ts";
import { remark, say } from "../say.ts";
import { parseSince, type Since } from "../since.ts";
import { type Cell, shortMoment, table } from "../table.ts";
import { withStack } from "../wording-options.ts";
import { standings, type WhoOptions, who } from "./run-who.ts";

const bookShape = z.object({
  audience: z.number(),
  submitted: z.number(),
  refused: z.record(z.string(), z.number()),
  uncertain: z.number(),
  waiting: z.number(),
});

const runShape = z.object({
  run: z.string(),
  state: z.string(),
  dueAt: z.string(),
  staleAt: z.string(),
  isPlanned: z.boolean(),
  books: bookShape,
});

const delivery = z.object({ delivery: z.string(), attempt: z.number(), uncertainSince: z.string().optional() });

const holdShape = z.object({ reason: z.string(), code: z.string().optional(), since: z.string() });

const viewShape = runShape.extend({
  doubled: z.number(),
  hold: holdShape.optional(),
  uncertainDeliveries: z.array(delivery).optional(),
  doubledDeliveries: z.array(delivery).optional(),
});

const resumedShape = z.object({ nudged: z.number(), hold: holdShape.optional() });
const resumedAllShape = z.object({ runs: z.array(z.string()), nudged: z.number(), released: holdShape.optional() });

type Run = z.infer<typeof runShape>;
type View = z.infer<typeof viewShape>;

interface ListOptions extends StackOptions {
  readonly since?: Since;
  readonly open?: boolean;
}

interface ShowOptions extends WhoOptions {
  readonly uncertain?: boolean;
  readonly who?: boolean;
}

interface ResumeOptions extends StackOptions {
  readonly all?: boolean;
}

/** `bulletin run list`, `run show <id>`, `run stop <id>`, `run resume <id>` and `run resume --all`. */
export function addRun(program: Command): void {
  const run = program.command("run").description("what was sent, to how many, and what became of it");
  withStack(run.command("list"))
    .description("list runs and their books: those of the last 7 days, or all open ones")
    .option("--since <when>", "only runs due since then: 7d, 12h, 2026-11-20 or 2026-11-20T07:00+01:00", parseSince)
    .option("--open", "only runs that are not over")
    .action(list);
  const showing = withStack(run.command("show <id>"))
    .description("show a run's books: what was submitted, refused and why, and what waits")
    .option("--uncertain", "name each delivery of which nobody knows whether SES took it")
    .option("--who", "name everybody instead, by the ids of subscriber and delivery, and what became of each")
    .addOption(new Option("--state <state>", "with --who: only those that stand so").choices(standings))
    .action((id: string, options: ShowOptions) => {
      if (options.who === true && options.uncertain === true) {
        return showing.error("error: with --who say --state uncertain");
      }
      if (options.who === true) return who(id, options);
      if (options.state !== undefined) return showing.error("error: --state goes with --who");
      return show(id, options);
    });
  withStack(run.command("stop <id>"))
    .description("stop a run in its middle: what is not sent waits until it is resumed, or goes stale")
    .action(stop);
  const resume = withStack(run.command("resume [id]"))
    .description("let a run go on that was stopped, or of which a slice was laid aside")
    .option("--all", "end the account's hold, the brake too, and let every open run go on")
    .action((id: string | undefined, options: ResumeOptions) => {
      const isAll = options.all === true;
      if (isAll === (id !== undefined)) return resume.error("error: name one run, or say --all");
      return id === undefined ? resumeAll(options) : resumeOne(id, options);
    });
}

async function list(options: ListOptions): Promise<void> {
  const open = options.open === true ? { open: true } : {};
  await operate(options, { command: "run.list", ...options.since, ...open }, ({ runs, isCut, hold }) => {
    const listed = z.array(runShape).parse(runs);
    if (options.json) for (const one of z.array(z.looseObject({})).parse(runs)) say(one, "", true);
    else if (listed.length === 0) remark("There are no such runs.");
    else say({}, table(listHead, listed.map(listRow)).join("\n"), false);
    if (hold !== undefined) remark(`Nothing is sent just now: the account is held (${named(holdShape.parse(hold))}).`);
    if (isCut === true) remark("Older runs were left out: ask for a shorter time with --since.");
  });
}

const listHead = ["DUE", "RUN", "STATE", "AUDIENCE", "SUBMITTED", "REFUSED", "UNCERTAIN", "WAITING"];

function listRow({ dueAt, run, state, isPlanned, books }: Run): Cell[] {
  const { audience, submitted, uncertain, waiting } = books;
  const how = isPlanned ? state : `${state}, being planned`;
  return [shortMoment(dueAt), run, how, audience, submitted, refusals(books), uncertain, waiting];
}

async function show(id: string, options: ShowOptions): Promise<void> {
  const uncertain = options.uncertain === true ? { uncertain: true } : {};
  await operate(options, { command: "run.show", run: id, ...uncertain }, (done) => {
    say(done, shown(viewShape.parse(done)).join("\n"), options.json);
  });
}

function shown(view: View): string[] {
  const { run, state, dueAt, staleAt, isPlanned, books, doubled, hold } = view;
  const held = hold === undefined ? "" : `, held: ${named(hold)}`;
  const reasons = Object.entries(books.refused).sort(([, a], [, b]) => b - a);
  return [
    `${run}: ${state}${isPlanned ? "" : ", being planned"}${held}`,
    `due ${shortMoment(dueAt)}, stale ${shortMoment(staleAt)}`,
    "",
    ...table(
      ["", "DELIVERIES"],
      [
        ["audience", books.audience],
        ["submitted", books.submitted],
        ["refused", refusals(books)],
        ...reasons.map(([reason, count]): Cell[] => [`  ${reason}`, count]),
        ["uncertain", books.uncertain],
        ["waiting", books.waiting],
        ["doubled", doubled],
      ],
    ),
    ...doubtful("UNCERTAIN", view.uncertainDeliveries),
    ...doubtful("DOUBLED", view.doubledDeliveries),
  ];
}

function doubtful(title: string, deliveries: View["uncertainDeliveries"]): string[] {
  const rows = (deliveries ?? []).map((one): Cell[] => [
    one.delivery,
    one.attempt,
    one.uncertainSince === undefined ? "" : shortMoment(one.uncertainSince),
  ]);
  return rows.length === 0 ? [] : ["", ...table([title, "ATTEMPT", "SINCE"], rows)];
}

async function stop(id: string, options: StackOptions): Promise<void> {
  await operate(options, { command: "run.stop", run: id }, (done) => {
    say(done, `${id} is stopped: within 2 seconds nothing of it is sent any more, and the rest waits.`, options.json);
  });
}

async function resumeOne(id: string, options: StackOptions): Promise<void> {
  await operate(options, { command: "run.resume", run: id }, (done) => {
    const { nudged, hold } = resumedShape.parse(done);
    const held = hold === undefined ? "" : ` It waits with the whole account, which is held: ${named(hold)}.`;
    say(done, `${id} goes on: ${nudged} of its parts and slices were queued again.${held}`, options.json);
  });
}

async function resumeAll(options: StackOptions): Promise<void> {
  await operate(options, { command: "run.resume-all" }, (done) => {
    const { runs, nudged, released } = resumedAllShape.parse(done);
    const freed = released === undefined ? "" : `The account is held no more (${named(released)}). `;
    const words = `${freed}Runs that go on: ${runs.length}, with ${nudged} parts and slices.`;
    say(done, words, options.json);
  });
}

/** Why the account is on hold, with what SES said. */
function named({ reason, code }: z.infer<typeof holdShape>): string {
  return code === undefined ? reason : `${reason} ${code}`;
}

function refusals({ refused }: Run["books"]): number {
  return Object.values(refused).reduce((sum, count) => sum + count, 0);
}
