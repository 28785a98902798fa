// A small world behind the site: the steps' promises kept in memory, so that routes and pages are tried on results.

import { parseAddress } from "#core/address.ts";
import { type Cadence, parseCadence } from "#core/cadence.ts";
import type { Version } from "#core/development.ts";
import type { Instant } from "#core/instant.ts";
import { isExpired, type LinkPurpose } from "#core/link.ts";
import { defaultHour, defaultWeekday, parseHour, parseWeekday, type Schedule } from "#core/schedule.ts";
import type { Topic } from "#core/topic.ts";
import { isZone } from "#core/zone.ts";
import type { SiteSteps } from "#handlers/site/steps.ts";
import type { PreferencesOutcome, PreferencesProblems, TypedPreferences } from "#pipeline/change-preferences.ts";
import type { ConfirmOutcome } from "#pipeline/confirm.ts";
import type { OpenedLink } from "#pipeline/open-link.ts";
import type { SignUpOutcome, TypedSignUp } from "#pipeline/sign-up.ts";
import { newsroom, origin } from "./newsroom.ts";

type State = "asked" | "confirmed" | "left";

interface Reader {
  readonly address: string;
  schedule: Schedule;
  readonly following: Map<string, { cadence: Cadence; state: State }>;
}

interface IssuedLink {
  readonly purpose: LinkPurpose;
  readonly address: string;
  readonly topics: readonly string[];
  readonly issuedAt: Instant;
}

export interface SmallWorld {
  readonly steps: SiteSteps;
  /** Every mail that went out, oldest first. */
  readonly mails: { readonly to: string; readonly token: string }[];
  readonly suppressed: Set<string>;
  now: Instant;
  addTopic(topic: Topic, developments: readonly Version[]): void;
  issue(purpose: LinkPurpose, address: string, topics?: readonly string[]): string;
  /** What one address follows, confirmed or not. */
  following(address: string): Readonly<Record<string, string>>;
  schedule(address: string): Schedule | undefined;
}

/** Subscriptions that one subscriber can have. */
const subscriptionsMax = 50;

export function newSmallWorld(start: Instant = Date.UTC(2026, 2, 2, 9)): SmallWorld {
  const topics = new Map<string, { topic: Topic; developments: readonly Version[] }>();
  const readers = new Map<string, Reader>();
  const links = new Map<string, IssuedLink>();
  const topicsOf = (slugs: Iterable<string>): Topic[] => [...slugs].flatMap((slug) => topics.get(slug)?.topic ?? []);

  const genuine = (token: string, purpose: LinkPurpose) => {
    const link = links.get(token);
    const reader = link && readers.get(link.address);
    if (link === undefined || reader === undefined || link.purpose !== purpose) return undefined;
    const expired = isExpired({ purpose, subscriber: "", issuedAt: link.issuedAt }, world.now);
    return { ...link, reader, expired, topic: topicsOf(link.topics)[0] };
  };

  const signUp = async (typed: TypedSignUp): Promise<SignUpOutcome> => {
    if (!topics.has(typed.topic)) return { kind: "no-such-topic" };
    const parsed = parseAddress(typed.email);
    const cadence = parseCadence(typed.cadence);
    const knowsZone = isZone(typed.zone);
    const isLocale = newsroom.locales.includes(typed.locale);
    if ("refused" in parsed || cadence === undefined || !knowsZone || !isLocale) {
      const fields = {
        ...("refused" in parsed && { email: parsed.refused }),
        ...(cadence === undefined && { cadence: "unknown" as const }),
        ...(!knowsZone && { zone: "unknown" as const }),
        ...(!isLocale && { locale: "unknown" as const }),
      };
      return { kind: "refused", fields };
    }
    const { address } = parsed;
    const schedule = { zone: typed.zone, hour: defaultHour, weekday: defaultWeekday };
    const reader = readers.get(address) ?? { address, schedule, following: new Map() };
    readers.set(address, reader);
    reader.following.set(typed.topic, { cadence, state: "asked" });
    world.mails.push({ to: address, token: world.issue("confirm", address, [typed.topic]) });
    return { kind: "asked" };
  };

  const openLink = async (token: string, purpose: LinkPurpose): Promise<OpenedLink> => {
    const link = genuine(token, purpose);
    if (link === undefined) return { kind: "forged" };
    const { reader, topic } = link;
    if (link.expired) return { kind: "expired", ...(topic && { topic }) };
    if (purpose === "preferences") {
      const subscriptions = topicsOf(reader.following.keys()).flatMap((followed) => {
        const one = reader.following.get(followed.slug);
        return one?.state === "confirmed" ? [{ topic: followed, cadence: one.cadence }] : [];
      });
      return { kind: "preferences", schedule: reader.schedule, subscriptions };
    }
    if (purpose === "leave") {
      const follows = link.topics.some((slug) => reader.following.get(slug)?.state === "confirmed");
      return { kind: "leave", topics: topicsOf(link.topics), state: follows ? "following" : "left" };
    }
    const one = topic && reader.following.get(topic.slug);
    if (topic === undefined || one === undefined) return { kind: "forged" };
    return { kind: "confirm", topic, cadence: one.cadence, state: one.state };
  };

  const confirm = async (token: string): Promise<ConfirmOutcome> => {
    const link = genuine(token, "confirm");
    const one = link?.topic && link.reader.following.get(link.topic.slug);
    if (link?.topic === undefined || one === undefined) return { kind: "forged" };
    const { topic, reader } = link;
    if (link.expired) return { kind: "expired", topic };
    if (one.state === "left") return { kind: "left", topic };
    if (world.suppressed.has(reader.address)) return { kind: "suppressed", topic };
    const confirmed = [...reader.following.values()].filter(({ state }) => state === "confirmed");
    if (one.state === "asked" && confirmed.length >= subscriptionsMax) return { kind: "too-many" };
    one.state = "confirmed";
    const preferencesUrl = `${origin}/preferences/${world.issue("preferences", reader.address)}`;
    return { kind: "confirmed", topic, cadence: one.cadence, schedule: reader.schedule, preferencesUrl };
  };

  const changePreferences = async (token: string, change: TypedPreferences): Promise<PreferencesOutcome> => {
    const link = genuine(token, "preferences");
    if (link === undefined) return { kind: "forged" };
    if (link.expired) return { kind: "expired" };
    const fields = problemsOf(change, link.reader);
    if (Object.keys(fields).length > 0) return { kind: "refused", fields };
    apply(change, link.reader);
    return { kind: "changed" };
  };

  const world: SmallWorld = {
    mails: [],
    suppressed: new Set(),
    now: start,
    addTopic: (topic, developments) => topics.set(topic.slug, { topic, developments }),
    issue: (purpose, address, slugs = []) => {
      const token = `1.${purpose}-${links.size}`;
      links.set(token, { purpose, address, topics: slugs, issuedAt: world.now });
      return token;
    },
    following: (address) =>
      Object.fromEntries(
        [...(readers.get(address)?.following ?? [])].map(([slug, one]) => [slug, `${one.state} ${one.cadence}`]),
      ),
    schedule: (address) => readers.get(address)?.schedule,
    steps: {
      listTopics: async () => topicsOf(topics.keys()).sort((a, b) => a.title.localeCompare(b.title)),
      readTopic: async (slug) => {
        const found = topics.get(slug);
        const updatedAt = found?.developments[0]?.recordedAt;
        return found && { ...found, ...(updatedAt !== undefined && { updatedAt }) };
      },
      signUp,
      openLink,
      confirm,
      changePreferences,
      leave: async (token) => {
        const link = genuine(token, "leave");
        if (link === undefined) return { kind: "forged" };
        for (const slug of link.topics) leaveOne(link.reader, slug);
        return { kind: "left", topics: topicsOf(link.topics) };
      },
      renewLink: async (token) => {
        const link = genuine(token, "preferences") ?? genuine(token, "leave");
        if (link === undefined) return { kind: "forged" };
        world.mails.push({ to: link.address, token: world.issue("preferences", link.address) });
        return { kind: "mailed" };
      },
    },
  };
  return world;
}

function problemsOf(change: TypedPreferences, reader: Reader): PreferencesProblems {
  const known = change.topic === undefined || reader.following.get(change.topic)?.state === "confirmed";
  const unknown = "unknown" as const;
  return {
    ...(!["save", "leave"].includes(change.action) && { action: unknown }),
    ...(!known && { topic: unknown }),
    ...(change.cadence !== undefined && parseCadence(change.cadence) === undefined && { cadence: unknown }),
    ...(change.hour !== undefined && parseHour(change.hour) === undefined && { hour: unknown }),
    ...(change.weekday !== undefined && parseWeekday(change.weekday) === undefined && { weekday: unknown }),
    ...(change.zone !== undefined && !isZone(change.zone) && { zone: unknown }),
  };
}

function apply(change: TypedPreferences, reader: Reader): void {
  if (change.action === "leave") {
    for (const slug of change.topic === undefined ? reader.following.keys() : [change.topic]) leaveOne(reader, slug);
    return;
  }
  const one = reader.following.get(change.topic ?? "");
  if (one !== undefined) one.cadence = parseCadence(change.cadence ?? "") ?? one.cadence;
  const { schedule } = reader;
  reader.schedule = {
    zone: change.zone ?? schedule.zone,
    hour: parseHour(change.hour ?? "") ?? schedule.hour,
    weekday: parseWeekday(change.weekday ?? "") ?? schedule.weekday,
  };
}

function leaveOne(reader: Reader, slug: string): void {
  const one = reader.following.get(slug);
  if (one !== undefined) one.state = "left";
}
