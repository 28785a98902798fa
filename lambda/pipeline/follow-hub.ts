import { isAsked, leaseAskedSeconds, type Push, promisedPush, pushToAsk } from "#core/push.ts";
import { isSourceId } from "#core/source.ts";
import type { Clock } from "./ports/clock.ts";
import type { Hubs, Pushes, PushSecrets } from "./ports/hubs.ts";
import type { PushQueue, Sources, WatchedSource } from "./ports/sources.ts";

export interface FollowHubPorts {
  readonly pushes: Pushes;
  readonly hubs: Hubs;
  readonly pushSecrets: PushSecrets;
  readonly clock: Clock;
  /** The address that the hub of a source is to call. */
  readonly callback: (source: string, token: string) => string;
}

/**
 * Asks the hub that a source names to push what is new in it, or to go on doing so, where that is due.
 *
 * What is asked is written down before: the hub calls back while we still wait for its answer. A hub that fails costs
 * nothing but the seconds: the source is polled as ever, and the hub asked again later.
 */
export async function followHub(ports: FollowHubPorts, { source, watching }: WatchedSource): Promise<void> {
  const { hub, self } = watching;
  if (hub === undefined) return;
  const about = self ?? source.url;
  const standing = await ports.pushes.get(source.id);
  const push = pushToAsk(standing, { hub, about }, ports.clock.now(), () => ports.pushSecrets.make());
  if (push === undefined) return;
  await ports.pushes.put(source.id, push);
  await ports.hubs.ask(push, ports.callback(source.id, push.token), leaseAskedSeconds);
}

/** What a hub asks before it pushes, or stops. */
export interface HubQuestion {
  readonly source: string;
  readonly token: string;
  readonly mode: string;
  readonly about: string;
  readonly leaseSeconds: number;
}

export interface AnswerHubPorts {
  readonly sources: Sources;
  readonly pushes: Pushes;
  readonly pushSecrets: PushSecrets;
  readonly clock: Clock;
}

/**
 * Whether a hub is answered yes. It is asked to push what we asked for, and to stop for a source that is watched no more.
 *
 * This is the one thing that GET changes: it notes how long the hub has promised to push.
 */
export async function answerHub(ports: AnswerHubPorts, question: HubQuestion): Promise<boolean> {
  const { source, token, mode, about, leaseSeconds } = question;
  const push = await askedPush(ports, source, token);
  if (push === undefined || push.about !== about) return false;
  const watched = await ports.sources.get(source);
  const isWatched = watched !== undefined && watched.watching.ended === undefined;
  const now = ports.clock.now();
  if (mode === "unsubscribe") return !isWatched;
  if (mode !== "subscribe" || !isWatched || !isAsked(push, about, now)) return false;
  await ports.pushes.put(source, promisedPush(push, leaseSeconds, now));
  return true;
}

export interface TakePushPorts {
  readonly pushes: Pushes;
  readonly pushSecrets: PushSecrets;
  readonly gatherQueue: PushQueue;
}

/** What a hub has pushed. */
export interface Pushed {
  readonly source: string;
  readonly token: string;
  /** As the hub wrote it. */
  readonly signature: string;
  readonly body: Uint8Array;
}

/** Hands what a hub has pushed to the gatherer, if it was signed by that hub. Says whether it was. */
export async function takePush(ports: TakePushPorts, { source, token, signature, body }: Pushed): Promise<boolean> {
  const push = await askedPush(ports, source, token);
  if (push === undefined || !ports.pushSecrets.holds(push.secret, signature, body)) return false;
  await ports.gatherQueue.push(source, body);
  return true;
}

/** What was asked of the hub of a source, if whoever calls has the address that only this hub was given. */
async function askedPush(
  ports: Pick<TakePushPorts, "pushes" | "pushSecrets">,
  source: string,
  token: string,
): Promise<Push | undefined> {
  const push = isSourceId(source) ? await ports.pushes.get(source) : undefined;
  return push !== undefined && ports.pushSecrets.same(push.token, token) ? push : undefined;
}
