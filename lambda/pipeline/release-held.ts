import { sameWording } from "#core/development.ts";
import { type HeldDevelopment, type HeldName, isReleaseDue } from "#core/held.ts";
import type { Instant } from "#core/instant.ts";
import { topicHistory } from "#core/topic-log.ts";
import { askForRelease, embargoTime } from "./hold-developments.ts";
import type { HeldDevelopments } from "./ports/held.ts";
import { type PublishPorts, publish } from "./publish.ts";

export interface ReleasePorts extends PublishPorts {
  readonly held: HeldDevelopments;
}

/** Why a held development stays as it is: it is gone or never was, or it is being published just now. */
export type HeldRefusal = "no-such-held" | "releasing";

export type ReleaseOutcome =
  | { readonly kind: "released"; readonly number: number }
  | { readonly kind: "not-due"; readonly releaseAt?: Instant }
  /** It stays held. */
  | { readonly kind: "no-such-topic" }
  | { readonly kind: "closed" }
  | { readonly kind: "refused"; readonly reason: "no-such-held" };

export type ChangeHeldOutcome =
  | { readonly kind: "changed"; readonly held: HeldDevelopment }
  | { readonly kind: "refused"; readonly reason: HeldRefusal | "over" | "too-far" };

/** Tries to change one held development before we take it for a fault in our own rules. */
const triesMax = 20;

/** Releases a held development now, whatever it waits for: an editor says so. */
export async function releaseHeld(ports: ReleasePorts, name: HeldName): Promise<ReleaseOutcome> {
  return release(ports, name, () => true);
}

/** Releases a held development if its moment has come; a draft has none. */
export async function releaseIfDue(ports: ReleasePorts, name: HeldName): Promise<ReleaseOutcome> {
  return release(ports, name, (held) => isReleaseDue(held, ports.clock.now()));
}

/**
 * Publishes it by the one door, then forgets it.
 *
 * It is marked as *releasing* before that, so that whoever stops it either comes first or is told that it is too late.
 * Should we end in between, the next look goes on: what the log says by then is not published again.
 */
async function release(
  ports: ReleasePorts,
  name: HeldName,
  mayGo: (held: HeldDevelopment) => boolean,
): Promise<ReleaseOutcome> {
  for (let tries = 0; tries < triesMax; tries++) {
    const standing = await ports.held.get(name);
    if (standing === undefined || standing.state === "discarded") return { kind: "refused", reason: "no-such-held" };
    if (standing.state === "waiting" && !mayGo(standing)) return notDue(standing);
    const topic = await ports.topics.get(name.topic);
    if (topic === undefined) return { kind: "no-such-topic" };
    if (topic.closed !== undefined) return { kind: "closed" };
    const releasing: HeldDevelopment = { ...standing, state: "releasing" };
    if (standing.state === "waiting" && !(await ports.held.put(releasing, standing))) continue;
    const told = (await toldAlready(ports, releasing)) ?? (await tell(ports, releasing));
    // Closed since it was looked at: it stays as it is, and goes on once the topic is open again.
    if (typeof told === "string") return { kind: told };
    await ports.held.remove(releasing);
    return { kind: "released", number: told };
  }
  throw new Error(`releasing ${name.id} of ${name.topic} lost ${triesMax} races in a row`);
}

function notDue({ releaseAt }: HeldDevelopment): ReleaseOutcome {
  return releaseAt === undefined ? { kind: "not-due" } : { kind: "not-due", releaseAt };
}

/**
 * The number of the development where an earlier try told it: an editor may have reworded it since, and to publish the
 * older words again would undo that.
 */
async function toldAlready(
  ports: ReleasePorts,
  { topic, found, heldAt }: HeldDevelopment,
): Promise<number | undefined> {
  const known = topicHistory(await ports.topicLog.read(topic, 0)).versionsOf(found);
  const told = known.find((version) => version.recordedAt >= heldAt && sameWording(version, found));
  return told?.development;
}

async function tell(
  ports: ReleasePorts,
  { topic, found, importance, teller }: HeldDevelopment,
): Promise<number | "no-such-topic" | "closed"> {
  const development = importance === undefined ? found : { ...found, importance };
  const outcome = await publish(ports, {
    topic,
    developments: [development],
    ...(teller === undefined ? {} : { teller }),
  });
  return outcome.kind === "published" ? (outcome.numbers[0] ?? 0) : outcome.kind;
}

/** Most held developments that one minute releases; the rest waits for the next. */
const releasesMax = 100;

/** What one look at the held developments has brought. */
export interface ReleaseRound {
  readonly released: readonly HeldName[];
  readonly failures: readonly unknown[];
}

/** Releases all whose moment has come. What fails for one does not stop the others, and stays held. */
export async function releaseAllDue(ports: ReleasePorts): Promise<ReleaseRound> {
  const released: HeldName[] = [];
  const failures: unknown[] = [];
  for (const name of await ports.held.due(ports.clock.now(), releasesMax)) {
    try {
      if ((await releaseIfDue(ports, name)).kind === "released") released.push(name);
    } catch (failure) {
      failures.push(failure);
    }
  }
  return { released, failures };
}

/**
 * Discards a held development: nobody is ever shown it. What a source brought is remembered, so that its next reading
 * does not bring it again in the same words.
 */
export async function discardHeld(ports: Pick<ReleasePorts, "held">, name: HeldName): Promise<ChangeHeldOutcome> {
  return changeHeld(ports, name, (standing) => ({ ...withoutMoment(standing), state: "discarded" }));
}

/** Gives an embargo or a hold another moment: it is an embargo from then on. A draft takes one likewise. */
export async function moveRelease(
  ports: Pick<ReleasePorts, "held" | "planQueue" | "clock">,
  name: HeldName,
  releaseAt: Instant,
): Promise<ChangeHeldOutcome> {
  const now = ports.clock.now();
  const moment = embargoTime(releaseAt, now);
  if (typeof moment === "string") return { kind: "refused", reason: moment };
  const outcome = await changeHeld(ports, name, (standing) => ({ ...standing, reason: "embargo", releaseAt: moment }));
  if (outcome.kind === "changed") await askForRelease(ports, [outcome.held], now);
  return outcome;
}

/** Takes an embargo or a hold away without publishing: it is a draft from then on, until somebody releases it. */
export async function keepHeld(ports: Pick<ReleasePorts, "held">, name: HeldName): Promise<ChangeHeldOutcome> {
  return changeHeld(ports, name, (standing) => ({ ...withoutMoment(standing), reason: "draft" }));
}

function withoutMoment({ releaseAt: _, ...held }: HeldDevelopment): HeldDevelopment {
  return held;
}

async function changeHeld(
  ports: Pick<ReleasePorts, "held">,
  name: HeldName,
  change: (standing: HeldDevelopment) => HeldDevelopment,
): Promise<ChangeHeldOutcome> {
  for (let tries = 0; tries < triesMax; tries++) {
    const standing = await ports.held.get(name);
    if (standing === undefined || standing.state === "discarded") return { kind: "refused", reason: "no-such-held" };
    if (standing.state === "releasing") return { kind: "refused", reason: "releasing" };
    const held = change(standing);
    const isForgotten = held.state === "discarded" && standing.reason !== "approval";
    const changed = isForgotten ? await ports.held.remove(standing) : await ports.held.put(held, standing);
    if (changed) return { kind: "changed", held };
  }
  throw new Error(`changing ${name.id} of ${name.topic} lost ${triesMax} races in a row`);
}
