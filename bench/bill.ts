/** What a million mails cost beside SES's own fee, line by line, from what one run was counted to take. */
import { lanesRate } from "#core/lane-speed.ts";
import type { Count, Counts } from "./counting-client.ts";
import { type Amounts, times, together } from "./price-list.ts";
import type { SentRun, Stage } from "./sent-run.ts";

/** One line of the bill: what it is for, and how much of what a million mails take of it. */
export interface Line {
  readonly id: string;
  readonly what: string;
  readonly amounts: Amounts;
}

export interface Bill {
  /** What every mail takes. */
  readonly mails: readonly Line[];
  /** What SES's events take on top: sends, bounces and complaints. */
  readonly events: readonly Line[];
}

/** The memory of the functions, in GB: what `lib/` gives them. */
const sendGB = 0.25;
const planGB = 0.5;
const listenGB = 0.25;

/** What one invocation logs, in kB: a line of ours, and Lambda's three. */
const loggedKB = 1;

/** Messages in one request of Lambda's to receive or delete them, where the batch is larger. */
const messagesAtOnce = 10;

/** The parts of a run: what `bulletin.config.ts` says unless it is changed. */
const realParts = 16;

/** Time between two looks of recovery, in seconds. */
const lookEverySeconds = 300;

const million = 1e6;

/**
 * @param run what was counted
 * @param rate the account's, in mails a second
 * @param runMails the mails of one real run: the longer it lasts, the more often recovery looks at it
 */
export function billOf(run: SentRun, rate: number, runMails: number): Bill {
  const perMillion = (amounts: Amounts): Amounts => times(million / run.mails, amounts);
  const line = (id: string, what: string, amounts: Amounts): Line => ({ id, what, amounts: perMillion(amounts) });
  const looks = Math.ceil(runMails / lanesRate(rate) / lookEverySeconds);
  const { send } = run;
  const [reads, claims, taken] = ["Query SUBSCRIBER", "PutItem SUBSCRIBER LOG", "UpdateItem SLICE TAKEN"];
  const [account, topics] = ["GetItem ACCOUNT", "Query TOPIC"];
  const own = [reads, claims, taken, account, topics];
  return {
    mails: [
      line("reads", "each subscriber read", unitsOf(send.counts, [reads])),
      line("claims", "each mail claimed", unitsOf(send.counts, [claims])),
      line("taken", "what SES took, noted in groups", unitsOf(send.counts, [taken])),
      line("account", "the account looked at, once a second and lane", unitsOf(send.counts, [account])),
      line("topics", "the logs of three topics looked at, every ten seconds and lane", unitsOf(send.counts, [topics])),
      line("slices", "slices planned, read, begun and finished; titles", sliceAmounts(run, own)),
      line("queues", "messages of parts and slices", { queueRequests: queueRequests(run) }),
      line("lanes", "senders at work, at 256 MB", lambdaAmounts(send, sendGB)),
      line("looks", "recovery, looking at open runs and closing them", lookAmounts(run, looks, runMails)),
      line("logs", "log lines", loggedBy(run.plan, run.send)),
    ],
    events: [
      line("published", "events published to SNS", { published: run.events }),
      line("handed", "events received and deleted by ten", { queueRequests: (2 * run.events) / messagesAtOnce }),
      line("noted", "events noted, bounces and complaints suppressed", unitsOf(run.listen.counts)),
      line("listener", "the listener at work, at 256 MB, and its log", {
        ...lambdaAmounts(run.listen, listenGB),
        ...loggedBy(run.listen),
      }),
    ],
  };
}

/** The units of the requests with these names, or of all. */
function unitsOf(counts: Counts, names: readonly string[] = [...counts.keys()]): Amounts {
  const found = names.map((name) => counts.get(name)).filter((count): count is Count => count !== undefined);
  return {
    readUnits: found.reduce((sum, { readUnits }) => sum + readUnits, 0),
    writeUnits: found.reduce((sum, { writeUnits }) => sum + writeUnits, 0),
  };
}

function sliceAmounts({ plan, send }: SentRun, own: readonly string[]): Amounts {
  const others = [...send.counts.keys()].filter((name) => !own.includes(name));
  return together([unitsOf(plan.counts), unitsOf(send.counts, others), lambdaAmounts(plan, planGB)]);
}

/** A message is sent, received and deleted; parts are asked for by ten, slices are sent one by one. */
function queueRequests({ parts, slices }: SentRun): number {
  return Math.ceil(parts / messagesAtOnce) + 2 * parts + 3 * slices;
}

/** What recovery's looks take: some of it is once a look, some for each part of the open run, some for each slice. */
function lookAmounts({ look, close, mails, parts, slices }: SentRun, looks: number, runMails: number): Amounts {
  const realSlices = (slices * runMails) / mails;
  const ofLook = scaled(look.counts, realParts / parts, realSlices / slices);
  const ofClose = scaled(close.counts, realParts / parts, realSlices / slices);
  return times(mails / runMails, together([times(looks, ofLook), ofClose]));
}

const ofParts = ["GetItem RUN PART", "UpdateItem RUN PART"];
const ofSlices = ["Query RUN", "Query SLICE"];

function scaled(counts: Counts, byParts: number, bySlices: number): Amounts {
  const once = [...counts.keys()].filter((name) => !ofParts.includes(name) && !ofSlices.includes(name));
  return together([
    unitsOf(counts, once),
    times(byParts, unitsOf(counts, ofParts)),
    times(bySlices, unitsOf(counts, ofSlices)),
  ]);
}

function lambdaAmounts({ invocations, ms }: Stage, gigabytes: number): Amounts {
  return { invocations, gigabyteSeconds: (ms / 1000) * gigabytes };
}

function loggedBy(...stages: readonly Stage[]): Amounts {
  return { loggedKilobytes: stages.reduce((sum, { invocations }) => sum + invocations * loggedKB, 0) };
}
