// A person is called if and only if one is needed. Who is needed when is judged from outside: by what SES answered and
// told of, and by what came of the messages.

import type { AlarmCode } from "#core/alarm-code.ts";
import type { Doubt } from "../witness.ts";
import { type Evidence, graceMs, type SubmittedMail } from "./evidence.ts";

const minuteMs = 60 * 1000;

/** An alarm may be this late, in milliseconds: a process can stall over each of two calls. */
const lateMs = minuteMs;

/** How long a mail may take to be heard of, and one round of recovery to end, in milliseconds. */
const roundMs = 2 * minuteMs;

/** A share of a day's mails at which SES reviews the account; see core. A crash may leave a few out of the count. */
const bouncedMax = 0.045;
const complainedMax = 0.0009;
const sentLeast = 200;
const dayMs = 24 * 60 * minuteMs;

/** Whoever is called is needed. */
export function alarmsHaveCause(evidence: Evidence): string[] {
  const { alarms } = evidence;
  const called = alarms
    .filter(({ code, at }) => !causes[code](evidence, at))
    .map(({ code, at }) => `${code} was raised at ${new Date(at).toISOString()} without need`);
  return [...called, ...laidAsideWithoutNeed(evidence)];
}

const causes: Readonly<Record<AlarmCode, (evidence: Evidence, at: number) => boolean>> = {
  "account-held": ({ sesAnswers }, at) =>
    sesAnswers.some((answer) => answer.kind === "account" && answer.at <= at && answer.at >= at - lateMs),
  "events-missing": (evidence, at) => evidence.witness.uncertain.some((doubt) => isHopeless(evidence, doubt, at)),
  brake: (evidence, at) => isOverTheLine(evidence, at),
  // No source is watched in these scenarios.
  "source-silent": () => false,
};

/**
 * Whether nobody can tell what became of an uncertain delivery: it has been looked at for the grace, and for as long no
 * event has come of anything that was mailed since some moment.
 */
function isHopeless({ mails, clockOffMs }: Evidence, { markedAt, until }: Doubt, at: number): boolean {
  const longAgo = at - graceMs + roundMs + clockOffMs;
  if (markedAt === undefined || until < at - roundMs || markedAt > longAgo) return false;
  const heardUpTo = mails.reduce(
    (newest, mail) => ((mail.heardAt ?? at) < at - roundMs ? Math.max(newest, mail.at) : newest),
    0,
  );
  return mails.some((mail) => mail.at > heardUpTo && mail.at <= longAgo) && heardUpTo <= markedAt + clockOffMs;
}

function isOverTheLine({ mails, reports, clockOffMs }: Evidence, at: number): boolean {
  const isOfDay = (one: { readonly at: number }) => one.at <= at && one.at > at - dayMs - clockOffMs;
  const sent = mails.filter(isOfDay).length;
  const count = (kind: string) => reports.filter((report) => report.kind === kind && isOfDay(report)).length;
  const isBad = count("bounce") >= sentLeast * bouncedMax || count("complaint") >= sentLeast * complainedMax;
  return sent >= sentLeast && isBad;
}

/** With hardly anything going wrong, no message fails five times but those that end whoever works on them. */
function laidAsideWithoutNeed({ laidAside, mishaps, witness, readers, poisoned }: Evidence): string[] {
  if (mishaps > fewMishaps) return [];
  const id = readers.find(({ address }) => address === poisoned)?.id ?? "";
  return laidAside
    .filter(({ about }) => witness.slices.get(about)?.members.includes(id) !== true)
    .map(({ about, at }) => `${about} was laid aside at ${new Date(at).toISOString()} without need`);
}

/** So many mishaps make no message fail five times. */
const fewMishaps = 4;

/** Whoever is needed is called. */
export function nobodyMissesACall(evidence: Evidence): string[] {
  return [
    ...uncalledOfAccount(evidence),
    ...uncalledOfBounces(evidence),
    ...uncalledOfEvents(evidence),
    ...uncalledOfSlices(evidence),
  ];
}

/** A sender that came to its end has raised the alarm, where SES refused the account to it. */
function uncalledOfAccount({ ended, sesAnswers, alarms }: Evidence): string[] {
  return sesAnswers.flatMap(({ kind, at, asker }) => {
    const sender = ended.find((one) => one.step === "send" && one.invocation === asker);
    if (kind !== "account" || sender === undefined) return [];
    const isCalled = alarms.some((alarm) => alarm.code === "account-held" && alarm.at >= at && alarm.at <= sender.at);
    return isCalled ? [] : [`SES refused the account at ${new Date(at).toISOString()}, and nobody was called`];
  });
}

/** SES pauses an account at this share of bounces: the brake comes before. */
const pausedAt = 0.1;

/** Where SES would have paused the account, the brake was put: but the tally is rough where a listener ends halfway. */
function uncalledOfBounces({ mails, reports, alarms, ended, begunListening }: Evidence): string[] {
  const listened = ended.filter(({ step }) => step === "listen").length;
  if (listened < begunListening || alarms.some(({ code }) => code === "brake")) return [];
  const dayOf = ({ at }: { readonly at: number }) => new Date(at).toISOString().slice(0, 10);
  const bounces = reports.filter(({ kind }) => kind === "bounce");
  return bounces.flatMap((bounce) => {
    const isBefore = (one: { readonly at: number }) => one.at <= bounce.at && dayOf(one) === dayOf(bounce);
    const [sent, bounced] = [mails.filter(isBefore).length, bounces.filter(isBefore).length];
    const isPaused = sent >= sentLeast && bounced >= sent * pausedAt;
    return isPaused ? [`${bounced} of ${sent} mails bounced on ${dayOf(bounce)}, and nobody was called`] : [];
  });
}

/** How long after its run was due a mail that tells of the way of the events is sent, in milliseconds. */
const promptMs = 5 * minuteMs;

/** How long after such a mail nothing was heard of it for sure, in milliseconds. */
const silentMs = 45 * minuteMs;

/** A round of recovery that came to its end has raised the alarm, where nobody could tell of an uncertain delivery. */
function uncalledOfEvents(evidence: Evidence): string[] {
  const { witness, ended, alarms, clockOffMs, mails } = evidence;
  // Whose clock is wrong may take too late for prompt, and does not believe its eyes.
  if (clockOffMs > 0) return [];
  const rounds = ended.filter(({ step }) => step === "recover");
  return witness.uncertain.flatMap((doubt) => {
    const { markedAt, until, why } = doubt;
    if (markedAt === undefined || until - markedAt < silentMs) return [];
    const voices = mails.filter((mail) => mail.at > markedAt && mail.at < until);
    const heardAt = voices.reduce((first, mail) => Math.min(first, mail.heardAt ?? first), until);
    const telling = voices.find((mail) => isPrompt(evidence, mail, markedAt));
    if (telling === undefined) return [];
    const own = rounds.filter(({ began, at }) => began > telling.at + silentMs && at < heardAt - roundMs);
    const isCalled = ({ began, at }: { began: number; at: number }) =>
      alarms.some((alarm) => alarm.code === "events-missing" && alarm.at >= began && alarm.at <= at);
    // The first round notes that something was mailed, the second one acts upon it.
    return own.slice(1).every(isCalled) ? [] : [`${why} stayed uncertain, and nobody was called`];
  });
}

/** Whether a mail belongs to a run that was due after `since`, in a slice that was sent at once and by one sender. */
function isPrompt(
  { runs, witness, ended }: Evidence,
  { run, slice, asker, at }: SubmittedMail,
  since: number,
): boolean {
  const dueAt = runs.find(({ id }) => id === run)?.dueAt ?? 0;
  const isEnded = ended.some(({ step, invocation }) => step === "send" && invocation === asker);
  return dueAt > since && at <= dueAt + promptMs && isEnded && witness.begun.get(slice)?.length === 1;
}

/** How long after its run's time was over a slice is settled by itself, in milliseconds, if recovery ends so often. */
const settledAfterMs = 3 * 60 * minuteMs;
const roundsEnough = 15;

/** A slice that came on no more was laid aside. */
function uncalledOfSlices({ runs, witness, ended, laidAside }: Evidence): string[] {
  const staleAt = new Map(runs.map((run) => [run.id, run.staleAt]));
  const rounds = ended.filter(({ step }) => step === "recover");
  return [...witness.slices].flatMap(([name, { key }]) => {
    const overAt = staleAt.get(key.run) ?? 0;
    const doneAt = witness.doneAt.get(name) ?? Number.POSITIVE_INFINITY;
    if (doneAt < overAt + settledAfterMs) return [];
    const tries = rounds.filter(({ began, at }) => began > overAt && at < doneAt).length;
    if (tries < roundsEnough || laidAside.some(({ about, at }) => about === name && at < doneAt)) return [];
    return [`${name} stood still after its time was over, and nobody was called`];
  });
}
