import { embargoMaxMs, type HeldDevelopment, heldMax, holdMaxMs, parseHeldName, writtenHeldName } from "#core/held.ts";
import type { Answer, Operation } from "#core/operation.ts";
import { type Holding, type HoldPorts, type HoldRefusal, holdDevelopments } from "#pipeline/hold-developments.ts";
import { listHeld } from "#pipeline/list-held.ts";
import {
  type ChangeHeldOutcome,
  discardHeld,
  keepHeld,
  moveRelease,
  type ReleasePorts,
  releaseHeld,
} from "#pipeline/release-held.ts";
import { closedTopic, moment, momentField, noSuchTopic } from "./answer.ts";

export type HeldOperation = Extract<Operation, { readonly command: `held.${string}` }>;

export type HeldAnswerPorts = HoldPorts & ReleasePorts;

const dayMs = 24 * 60 * 60 * 1000;

/** Holds what was to be published or pulled. */
export async function holdAnswer(ports: HoldPorts, holding: Holding): Promise<Answer> {
  const { topic } = holding;
  const outcome = await holdDevelopments(ports, holding);
  if (outcome.kind === "no-such-topic") return noSuchTopic(topic);
  if (outcome.kind === "closed") return closedTopic(topic);
  if (outcome.kind === "refused") return { refused: holdRefusals[outcome.reason] };
  const { held, unchanged } = outcome;
  const [one] = held;
  const alone = one === undefined || held.length > 1 ? {} : shown(one);
  return { done: { ...alone, topic, added: 0, updated: 0, unchanged, heldBack: held.length } };
}

/** Does what was asked about held developments. */
export async function heldAnswer(ports: HeldAnswerPorts, asked: HeldOperation): Promise<Answer> {
  if (asked.command === "held.list") {
    const topic = asked.topic === undefined ? undefined : await ports.topics.get(asked.topic);
    if (asked.topic !== undefined && topic === undefined) return noSuchTopic(asked.topic);
    return { done: { held: (await listHeld(ports, topic?.slug)).map(shown) } };
  }
  const name = parseHeldName(asked.held);
  if (name === undefined) return noSuchHeld(asked.held);
  switch (asked.command) {
    case "held.show": {
      const held = await ports.held.get(name);
      if (held === undefined || held.state === "discarded") return noSuchHeld(asked.held);
      return { done: { ...shown(held), ...wordsOf(held) } };
    }
    case "held.release": {
      const outcome = await releaseHeld(ports, name);
      if (outcome.kind === "released") return { done: { topic: name.topic, number: outcome.number } };
      if (outcome.kind === "closed") return closedTopic(name.topic);
      return outcome.kind === "no-such-topic" ? noSuchTopic(name.topic) : noSuchHeld(asked.held);
    }
    case "held.discard":
      return changeAnswer(asked.held, await discardHeld(ports, name));
    case "held.keep":
      return changeAnswer(asked.held, await keepHeld(ports, name));
    case "held.move":
      return changeAnswer(asked.held, await moveRelease(ports, name, asked.releaseAt));
  }
}

function changeAnswer(name: string, outcome: ChangeHeldOutcome): Answer {
  if (outcome.kind === "changed") return { done: shown(outcome.held) };
  switch (outcome.reason) {
    case "no-such-held":
      return noSuchHeld(name);
    case "releasing":
      return { refused: `${name} is being published just now: it is too late to stop it. Withdraw it instead.` };
    default:
      return { refused: holdRefusals[outcome.reason] };
  }
}

const holdRefusals: Readonly<Record<HoldRefusal, string>> = {
  over: "That moment is over already: nothing was held and nothing published.",
  "too-far": `An embargo ends within ${embargoMaxMs / dayMs} days, and a hold within ${(holdMaxMs / dayMs) * 24} hours: nothing was held and nothing published.`,
  full: `One topic holds at most ${heldMax} developments: release or discard some first.`,
};

function noSuchHeld(name: string): Answer {
  return { refused: `Nothing is held as ${name}: “bulletin held list” names all that is.` };
}

/** A held development on a list. */
function shown(held: HeldDevelopment): Readonly<Record<string, unknown>> {
  return {
    held: writtenHeldName(held),
    topic: held.topic,
    reason: held.reason,
    headline: held.found.headline,
    from: held.from,
    heldAt: moment(held.heldAt),
    ...momentField("releaseAt", held.releaseAt),
    ...(held.state === "releasing" ? { releasing: true } : {}),
  };
}

function wordsOf({ found, importance }: HeldDevelopment): Readonly<Record<string, unknown>> {
  const { text, url, attribution, publishedAt } = found;
  return {
    ...(text === undefined ? {} : { text }),
    ...(url === undefined ? {} : { url }),
    ...(attribution === undefined ? {} : { attribution }),
    ...momentField("publishedAt", publishedAt),
    importance: importance ?? "notable",
  };
}
