import type { FoundDevelopment, Importance, Teller } from "#core/development.ts";
import { embargoMaxMs, type HeldDevelopment, type HeldName, heldId, heldMax, holdMaxMs, sameHeld } from "#core/held.ts";
import type { Instant } from "#core/instant.ts";
import { foundVersion, topicHistory } from "#core/topic-log.ts";
import type { Clock } from "./ports/clock.ts";
import type { HeldDevelopments } from "./ports/held.ts";
import { delayMaxMs, type PlanQueue } from "./ports/queues.ts";
import type { TopicLog, Topics } from "./ports/topics.ts";

export interface HoldPorts {
  readonly topics: Topics;
  readonly topicLog: TopicLog;
  readonly held: HeldDevelopments;
  readonly planQueue: PlanQueue;
  readonly clock: Clock;
}

/** What is to be held, and how: an *embargo* has its moment, a *hold* its length. */
export interface Holding {
  readonly topic: string;
  readonly developments: readonly (FoundDevelopment & { readonly importance?: Importance })[];
  /** Of those that do not say their own. */
  readonly importance?: Importance;
  readonly how:
    | { readonly reason: "draft" | "approval" }
    | { readonly reason: "embargo"; readonly releaseAt: Instant }
    | { readonly reason: "hold"; readonly forMs: number };
  /** The watched source that tells it. */
  readonly teller?: Teller;
  /** Who brings it, for editors. */
  readonly from: string;
}

/** Why nothing is held: a moment that is over or too far, or a topic that holds `heldMax` already. */
export type HoldRefusal = "over" | "too-far" | "full";

export type HoldOutcome =
  | {
      readonly kind: "held";
      /** In the order of the input. */
      readonly held: readonly HeldDevelopment[];
      /** Those that readers have been told already, that wait already, or that an editor has discarded. */
      readonly unchanged: number;
    }
  | { readonly kind: "no-such-topic" }
  | { readonly kind: "closed" }
  | { readonly kind: "refused"; readonly reason: HoldRefusal };

/** Tries to change one held development before we take it for a fault in our own rules. */
const triesMax = 20;

/**
 * Holds developments: nobody is shown them until they are released. Twice is once.
 *
 * What the topic's log says already in these words is not held. What waits already takes the newer words and the newer
 * way of holding, but what a source brings changes nothing that an editor holds.
 */
export async function holdDevelopments(ports: HoldPorts, holding: Holding): Promise<HoldOutcome> {
  const now = ports.clock.now();
  const named = await ports.topics.get(holding.topic);
  if (named === undefined) return { kind: "no-such-topic" };
  if (named.closed !== undefined) return { kind: "closed" };
  const topic = named.mergedInto ?? named.slug;
  const releaseAt = releaseTime(holding.how, now);
  if (typeof releaseAt === "string") return { kind: "refused", reason: releaseAt };
  const room = heldMax - (await ports.held.of(topic, heldMax)).length;
  if (holding.developments.length > room) return { kind: "refused", reason: "full" };
  const history = topicHistory(await ports.topicLog.read(topic, 0));
  const held: HeldDevelopment[] = [];
  for (const { importance = holding.importance, ...found } of holding.developments) {
    if (foundVersion(history, found, importance, now, undefined, holding.teller) === undefined) continue;
    const put = await hold(ports, {
      topic,
      id: heldId(found),
      reason: holding.how.reason,
      found,
      from: holding.from,
      ...(holding.teller === undefined ? {} : { teller: holding.teller }),
      heldAt: now,
      state: "waiting",
      ...(importance === undefined ? {} : { importance }),
      ...(releaseAt === undefined ? {} : { releaseAt }),
    });
    if (put !== undefined) held.push(put);
  }
  const [soon] = held;
  if (soon !== undefined) await askForRelease(ports, held, now);
  return { kind: "held", held, unchanged: holding.developments.length - held.length };
}

/** When it is released by itself; a word where it may not be then. */
function releaseTime(how: Holding["how"], now: Instant): Instant | undefined | HoldRefusal {
  if (how.reason === "embargo") return embargoTime(how.releaseAt, now);
  if (how.reason !== "hold") return undefined;
  if (!(how.forMs > 0)) return "over";
  return how.forMs > holdMaxMs ? "too-far" : now + Math.ceil(how.forMs);
}

/** The moment of an embargo that ends at `releaseAt`; a word where it may not end then. */
export function embargoTime(releaseAt: Instant, now: Instant): Instant | "over" | "too-far" {
  if (!(releaseAt > now)) return "over";
  return releaseAt - now > embargoMaxMs ? "too-far" : releaseAt;
}

/** Puts it where nothing better stands. Gives what stands there where that is new. */
async function hold(ports: HoldPorts, held: HeldDevelopment): Promise<HeldDevelopment | undefined> {
  for (let tries = 0; tries < triesMax; tries++) {
    const standing = await ports.held.get(held);
    if (standing !== undefined && !givesWay(standing, held)) return undefined;
    if (await ports.held.put(held, standing)) return held;
  }
  throw new Error(`holding ${held.id} of ${held.topic} lost ${triesMax} races in a row`);
}

/** Whether what stands there makes room: not for the same again, not while it is being released, not to a lesser word. */
function givesWay(standing: HeldDevelopment, held: HeldDevelopment): boolean {
  if (standing.state === "releasing") return false;
  if (held.reason !== "approval") return standing.state === "discarded" || !sameHeld(standing, held);
  return standing.reason === "approval" && !sameHeld(standing, held);
}

/** Asks the planner to look when the moment comes, where that is sooner than the tick may be. */
export async function askForRelease(
  ports: Pick<HoldPorts, "planQueue">,
  held: readonly (HeldName & { readonly releaseAt?: Instant })[],
  now: Instant,
): Promise<void> {
  for (const { topic, id, releaseAt } of held) {
    if (releaseAt === undefined || releaseAt - now > delayMaxMs) continue;
    await ports.planQueue.send([{ kind: "release", topic, id }], Math.max(0, releaseAt - now));
  }
}
