import type { Hold } from "#core/account.ts";
import type { Answer, Operation } from "#core/operation.ts";
import type { Run } from "#core/run.ts";
import { type ListRunsPorts, listRuns } from "#pipeline/list-runs.ts";
import { readDeliveries } from "#pipeline/read-deliveries.ts";
import { doubtfulDeliveries, type NamedDelivery, readRun } from "#pipeline/read-run.ts";
import { type ResumeAllPorts, resumeAll, resumeRun } from "#pipeline/resume-run.ts";
import { type StopRunPorts, stopRun } from "#pipeline/stop-run.ts";
import { moment, momentField } from "./answer.ts";

export type RunOperation = Extract<Operation, { readonly command: `run.${string}` }>;

export type RunAnswerPorts = ListRunsPorts & StopRunPorts & ResumeAllPorts;

/** How far back runs are listed unless someone says otherwise, in milliseconds. */
const listedMs = 7 * 24 * 60 * 60 * 1000;

/** Does what was asked about runs. */
export async function runAnswer(ports: RunAnswerPorts, asked: RunOperation): Promise<Answer> {
  switch (asked.command) {
    case "run.list":
      return listAnswer(ports, asked);
    case "run.show":
      return showAnswer(ports, asked);
    case "run.who":
      return whoAnswer(ports, asked);
    case "run.stop":
      return stopAnswer(ports, asked.run);
    case "run.resume":
      return resumeAnswer(ports, asked.run);
    case "run.resume-all":
      return resumeAllAnswer(ports);
  }
}

async function listAnswer(
  ports: RunAnswerPorts,
  { since, sinceAgoMs, open }: Extract<RunOperation, { command: "run.list" }>,
): Promise<Answer> {
  const isOpen = open === true;
  const usual = isOpen ? Number.POSITIVE_INFINITY : listedMs;
  const from = since ?? Math.max(0, ports.clock.now() - (sinceAgoMs ?? usual));
  const { runs, isCut, hold } = await listRuns(ports, from, isOpen ? "open" : "all");
  const listed = runs.map(({ run, state, isPlanned, closedAt, books }) => ({
    ...shown(run, state),
    ...momentField("closedAt", closedAt),
    isPlanned,
    books,
  }));
  return { done: { runs: listed, isCut, ...(hold === undefined ? {} : { hold: shownHold(hold) }) } };
}

async function showAnswer(
  ports: RunAnswerPorts,
  asked: Extract<RunOperation, { command: "run.show" }>,
): Promise<Answer> {
  const view = await readRun(ports, asked.run);
  if (view === undefined) return noSuchRun(asked.run);
  const { run, state, isPlanned, books, doubled, hold } = view;
  const done = {
    ...shown(run, state),
    isPlanned,
    books,
    doubled,
    ...(hold === undefined ? {} : { hold: shownHold(hold) }),
  };
  if (asked.uncertain !== true) return { done };
  const deliveries = await doubtfulDeliveries(ports.ledger, run);
  return {
    done: {
      ...done,
      uncertainDeliveries: deliveries.uncertain.map(shownDelivery),
      doubledDeliveries: deliveries.doubled.map(shownDelivery),
    },
  };
}

async function whoAnswer(
  ports: RunAnswerPorts,
  { run: id, state, after }: Extract<RunOperation, { command: "run.who" }>,
): Promise<Answer> {
  const run = await ports.ledger.run(id);
  if (run === undefined) return noSuchRun(id);
  const { deliveries, next } = await readDeliveries(ports.ledger, run, state, after);
  const told = deliveries.map(({ standing, ...one }) => ({ ...one, state: standing }));
  return { done: { deliveries: told, ...(next === undefined ? {} : { next }) } };
}

async function stopAnswer(ports: RunAnswerPorts, run: string): Promise<Answer> {
  const { kind } = await stopRun(ports, run);
  if (kind === "no-such-run") return noSuchRun(run);
  if (kind === "closed") return isOver(run, "stop");
  return { done: { run, state: "stopped" } };
}

async function resumeAnswer(ports: RunAnswerPorts, run: string): Promise<Answer> {
  const outcome = await resumeRun(ports, run);
  if (outcome.kind === "no-such-run") return noSuchRun(run);
  if (outcome.kind === "closed") return isOver(run, "resume");
  const { nudged, hold } = outcome;
  return { done: { run, nudged, ...(hold === undefined ? {} : { hold: shownHold(hold) }) } };
}

async function resumeAllAnswer(ports: RunAnswerPorts): Promise<Answer> {
  const { runs, nudged, released } = await resumeAll(ports);
  return { done: { runs, nudged, ...(released === undefined ? {} : { released: shownHold(released) }) } };
}

function shown(run: Run, state: string): Readonly<Record<string, unknown>> {
  return { run: run.id, kind: run.kind, state, dueAt: moment(run.dueAt), staleAt: moment(run.staleAt) };
}

function shownHold({ reason, code, since }: Hold): Readonly<Record<string, unknown>> {
  return { reason, ...(code === undefined ? {} : { code }), since: moment(since) };
}

function shownDelivery({ delivery, attempt, uncertainSince }: NamedDelivery): Readonly<Record<string, unknown>> {
  return { delivery, attempt, ...momentField("uncertainSince", uncertainSince) };
}

function isOver(run: string, verb: "stop" | "resume"): Answer {
  return { refused: `The run ${run} is over: there is nothing left to ${verb}.` };
}

function noSuchRun(run: string): Answer {
  return { refused: `There is no run ${run}: “bulletin run list” names those of the last 7 days.` };
}
