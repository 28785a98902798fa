import type { Instant } from "./instant.ts";

/** What a hub has been asked for a source: to push to us what is new in it (WebSub). */
export interface Push {
  readonly hub: string;
  /** The address by which the hub knows the source. */
  readonly about: string;
  /** Stands in the address that the hub calls: only the hub has it. */
  readonly token: string;
  /** Signs what the hub pushes. */
  readonly secret: string;
  readonly askedAt: Instant;
  /** Until when the hub has promised to push; undefined before it has. */
  readonly leaseUntil?: Instant;
}

const secondMs = 1000;
const hourMs = 60 * 60 * secondMs;

/** How long a hub is asked to push, in seconds: ten days, what hubs commonly grant. */
export const leaseAskedSeconds = 10 * 24 * 60 * 60;

/** The longest promise that is believed, in seconds. */
const leaseMaxSeconds = 30 * 24 * 60 * 60;

/** How often it is looked whether a promise nears its end, in milliseconds. */
export const lookAtPushEveryMs = 6 * hourMs;

/** How long before its end a promise is renewed, in milliseconds. */
const renewBeforeMs = 24 * hourMs;

/** How long a hub may take to answer before it is asked again, in milliseconds. */
const patienceMs = hourMs;

/** What a source says of its hub. */
export interface HubSaid {
  readonly hub: string;
  readonly about: string;
}

/**
 * What to ask the hub now, or undefined where nothing need be asked.
 *
 * @param secrets a new token and a new secret, for a hub or an address that was not asked before
 */
export function pushToAsk(
  push: Push | undefined,
  { hub, about }: HubSaid,
  now: Instant,
  secrets: () => Pick<Push, "token" | "secret">,
): Push | undefined {
  if (push === undefined || push.hub !== hub || push.about !== about) return { hub, about, ...secrets(), askedAt: now };
  if (now - push.askedAt < patienceMs) return undefined;
  if (push.leaseUntil !== undefined && push.leaseUntil - now > renewBeforeMs) return undefined;
  return { ...push, askedAt: now };
}

/** The push after the hub has promised it for so many seconds. */
export function promisedPush(push: Push, leaseSeconds: number, now: Instant): Push {
  return { ...push, leaseUntil: now + Math.min(leaseSeconds, leaseMaxSeconds) * secondMs };
}

/** Whether the hub may be answered that we want it: it was asked, and not too long ago. */
export function isAsked(push: Push, about: string, now: Instant): boolean {
  return push.about === about && now - push.askedAt < 24 * hourMs;
}
