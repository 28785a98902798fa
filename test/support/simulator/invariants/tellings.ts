import type { Version } from "#core/development.ts";
import type { Subscription } from "#core/subscriber.ts";
import type { ToldItem } from "../told.ts";
import type { Evidence, Reader } from "./evidence.ts";
import { standingClaims } from "./numbers.ts";

/**
 * Every reader was told every development after their start, once; every correction and withdrawal of what they were
 * told, once; and nothing of what was withdrawn before.
 *
 * A mail that no event told of within the grace may have been made good by another. What is uncertain counts as mailed.
 */
export function everythingIsTold({ readers, topics }: Evidence): string[] {
  return readers.flatMap((reader) => {
    const state = reader.log.at(-1)?.state;
    if (state === undefined || state.suppressed !== undefined) return [];
    return state.subscriptions.flatMap((subscription) => {
      const versions = topics.get(subscription.topic) ?? [];
      const tellings = tellingsOf(reader, subscription);
      const uncertain = uncertainNumbers(reader, subscription.topic);
      return versions
        .filter(({ kind, number }) => kind === "new" && number > subscription.start)
        .flatMap(({ number }) => {
          const own = versions.filter(({ development }) => development === number);
          if (own.some((version) => uncertain.has(version.number))) return [];
          const breaks = toldOnce(tellings.get(number) ?? [], own, cameLate(reader, subscription.topic, own));
          return breaks.map((what) => `${reader.address} on ${subscription.topic} ${number}: ${what}`);
        });
    });
  });
}

interface Telling extends ToldItem {
  readonly isHeard: boolean;
}

/** By development, what this reader was told of a topic since they follow it: who confirms once more goes on. */
function tellingsOf(reader: Reader, { topic }: Subscription): Map<number, Telling[]> {
  const before = reader.log.findLastIndex(({ state }) => !state.subscriptions.some((one) => one.topic === topic));
  const since = reader.log[before + 1]?.at ?? 0;
  const tellings = new Map<number, Telling[]>();
  for (const { at, told, isHeard } of reader.mails) {
    if (at < since || told.kind !== "items") continue;
    for (const item of told.items) {
      if (item.topic !== topic) continue;
      const known = tellings.get(item.development) ?? [];
      known.push({ ...item, isHeard });
      tellings.set(item.development, known);
    }
  }
  return tellings;
}

function uncertainNumbers({ log, uncertainRuns }: Reader, topic: string): ReadonlySet<number> {
  if (uncertainRuns.size === 0) return new Set();
  const claims = [...standingClaims(log, topic)].filter(([run]) => uncertainRuns.has(run));
  return new Set(claims.flatMap(([, numbers]) => [...numbers]));
}

/**
 * Whether a claim of this development was given back or made again. A claim counts as mailed while it is uncertain: a
 * correction may come in place of the news.
 */
function cameLate({ log }: Reader, topic: string, versions: readonly Version[]): boolean {
  return log.some(
    ({ event }) =>
      (event.kind === "owed" || (event.kind === "mailed" && event.attempt > 1)) &&
      versions.some(({ number }) => event.numbers[topic]?.includes(number) === true),
  );
}

function toldOnce(tellings: readonly Telling[], versions: readonly Version[], isLate: boolean): string[] {
  const news = tellings.filter(({ label }) => label === "new");
  const sureAt = news.findIndex(({ isHeard }) => isHeard);
  if (sureAt !== -1 && sureAt < news.length - 1) return [`told ${news.length} times`];
  const [opening] = tellings;
  if (news.length > 0 && sureAt === -1) return [];
  if (opening === undefined) return versions.at(-1)?.kind === "withdrawn" ? [] : ["never told"];
  if (isLate) return lateTold(tellings, versions);
  return opening.label === "new" ? amended(tellings, versions) : [`first told as ${opening.label}`];
}

/** Corrections and withdrawals after the first telling: each is told, and none twice. */
function amended(tellings: readonly Telling[], versions: readonly Version[]): string[] {
  const amendments = versions.filter(({ kind }) => kind === "corrected" || kind === "withdrawn");
  const breaks: string[] = [];
  let shown = 0;
  let sureUpTo = 0;
  for (const { label, version, isHeard } of tellings) {
    const isNews = label === "new" || amendments.some(({ number }) => number > sureUpTo && number <= version);
    if (!isNews) breaks.push(`${label} told again`);
    shown = Math.max(shown, version);
    if (isHeard) sureUpTo = Math.max(sureUpTo, version);
  }
  const missed = amendments.filter(({ number }) => number > shown);
  return [...breaks, ...missed.map(({ kind }) => `never told that it was ${kind}`)];
}

/** Of what came late, nothing is told as news after a correction that certainly came; and the newest words were seen. */
function lateTold(tellings: readonly Telling[], versions: readonly Version[]): string[] {
  const amendedAt = tellings.findIndex(({ label, isHeard }) => label !== "new" && isHeard);
  const isRepeated = amendedAt !== -1 && tellings.slice(amendedAt).some(({ label }) => label === "new");
  if (isRepeated) return ["told as news after it was corrected"];
  if (versions.at(-1)?.kind === "withdrawn") return [];
  const shown = Math.max(...tellings.map(({ version }) => version));
  return versions.some(({ kind, number }) => kind === "corrected" && number > shown) ? ["never told corrected"] : [];
}
