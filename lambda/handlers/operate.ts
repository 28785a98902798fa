import * as z from "zod";
import { jsonLog } from "#adapters/node/json-log.ts";
import type { Answer, Operation } from "#core/operation.ts";
import type { Related } from "#core/related.ts";
import type { EditRefusal } from "#core/topic-log.ts";
import type { Holding } from "#pipeline/hold-developments.ts";
import { keepRelated } from "#pipeline/keep-related.ts";
import { correct, type EditOutcome, type Publishing, publish, split, withdraw } from "#pipeline/publish.ts";
import { told } from "./each-message.ts";
import { closedTopic, noSuchTopic } from "./operate/answer.ts";
import { audienceAnswer } from "./operate/audience-answers.ts";
import { heldAnswer, holdAnswer } from "./operate/held-answers.ts";
import { keyAnswer } from "./operate/key-answers.ts";
import { readerAnswer } from "./operate/reader-answers.ts";
import { runAnswer } from "./operate/run-answers.ts";
import { sourceAnswer } from "./operate/source-answers.ts";
import { topicAnswer } from "./operate/topic-answers.ts";
import { operation } from "./operate-input.ts";
import { started } from "./started.ts";
import { operateWorld } from "./world/operating.ts";

const log = jsonLog("operate");
const ports = await started(log, operateWorld());

/** Does what the command line asks for. */
export async function handler(event: unknown): Promise<Answer> {
  const parsed = operation.safeParse(event);
  if (!parsed.success) return { refused: `The stack does not understand this: ${z.prettifyError(parsed.error)}` };
  const answer = await answered(parsed.data);
  // Whom it was about is not said: what names a person stays out of the log.
  const { command } = parsed.data;
  const topic = "topic" in parsed.data ? { topic: parsed.data.topic } : {};
  const run = "run" in parsed.data ? { run: parsed.data.run } : {};
  log.info("operated", { command, ...topic, ...run, refused: "refused" in answer });
  return answer;
}

/** A failure is counted here, and told to whoever runs the command as the function's own. */
async function answered(asked: Operation): Promise<Answer> {
  try {
    return await operate(asked);
  } catch (failure) {
    log.warn("operate.failed", { command: asked.command, ...told(failure) });
    throw failure;
  }
}

async function operate(asked: Operation): Promise<Answer> {
  switch (asked.command) {
    case "topic.add":
    case "topic.rename":
    case "topic.close":
    case "topic.reopen":
    case "topic.merge":
      return topicAnswer(ports, asked);
    case "topic.list":
    case "topic.show":
    case "audience.count":
      return audienceAnswer(ports, asked);
    case "pull":
      return bringAnswer({ ...asked, from: asked.source });
    case "publish":
      return bringAnswer({ ...asked, developments: [asked.wording], from: "the command line" });
    case "correct":
      return editAnswer(asked, await correct(ports, asked));
    case "withdraw":
      return editAnswer(asked, await withdraw(ports, asked));
    case "run.list":
    case "run.show":
    case "run.who":
    case "run.stop":
    case "run.resume":
    case "run.resume-all":
      return runAnswer(ports, asked);
    case "split":
      return splitAnswer(asked);
    case "source.add":
    case "source.list":
    case "source.show":
    case "source.remove":
    case "source.poll":
      return sourceAnswer(ports, asked);
    case "subscriber.show":
    case "suppression.list":
    case "suppression.lift":
      return readerAnswer(ports, asked);
    case "held.list":
    case "held.show":
    case "held.release":
    case "held.discard":
    case "held.keep":
    case "held.move":
      return heldAnswer(ports, asked);
    case "key.add":
    case "key.list":
    case "key.revoke":
      return keyAnswer(ports, asked);
  }
}

/** What comes in, and what its article leads to besides. */
type Bringing = Publishing & { readonly related?: readonly Related[] };

/** Publishes what comes in, or holds it. */
async function bringAnswer({ hold, ...asked }: Bringing & { hold?: Holding["how"]; from: string }): Promise<Answer> {
  return hold === undefined ? publishAnswer(asked) : holdAnswer(ports, { ...asked, how: hold });
}

async function publishAnswer(asked: Bringing): Promise<Answer> {
  const { topic } = asked;
  const outcome = await publish(ports, asked);
  if (outcome.kind === "no-such-topic") return noSuchTopic(topic);
  if (outcome.kind === "closed") return closedTopic(topic);
  await keepRelated(ports, topic, asked.related);
  const { added, updated, unchanged, numbers } = outcome;
  return { done: { topic, added, updated, unchanged, ...(numbers.length === 1 ? { number: numbers[0] } : {}) } };
}

function editAnswer(asked: { topic: string; development: number }, outcome: EditOutcome): Answer {
  if (outcome.kind === "no-such-topic") return noSuchTopic(asked.topic);
  if (outcome.kind === "refused") return { refused: editRefusals[outcome.reason](asked) };
  return { done: { topic: asked.topic, number: asked.development } };
}

const editRefusals: Readonly<Record<EditRefusal, (asked: { topic: string; development: number }) => string>> = {
  "no-such-development": ({ topic, development }) =>
    `The topic ${topic} has no development ${development}: “bulletin topic show ${topic}” lists those it has.`,
  "already-withdrawn": ({ topic, development }) => `Development ${development} of ${topic} is withdrawn already.`,
  "same-wording": ({ topic, development }) => `Development ${development} of ${topic} says just this already.`,
  merged: ({ topic }) => `The topic ${topic} has been merged into another: what was said in it before stands as it is.`,
  "changed-since": ({ topic, development }) => `Development ${development} of ${topic} was changed in the meantime.`,
};

async function splitAnswer(asked: { topic: string; development: number }): Promise<Answer> {
  const { topic, development } = asked;
  const outcome = await split(ports, asked);
  switch (outcome.kind) {
    case "split":
      return { done: { topic, development, number: outcome.number } };
    case "no-such-topic":
      return noSuchTopic(topic);
    case "no-such-development":
      return { refused: editRefusals["no-such-development"](asked) };
    case "merged":
      return { refused: editRefusals.merged(asked) };
    case "nothing-to-split":
      return { refused: `Development ${development} of ${topic} is told by one source only.` };
  }
}
