import type { FoundDevelopment, Teller } from "#core/development.ts";
import { datedSoberly, rememberedMax, rememberedName, type Source, sortFound } from "#core/source.ts";
import { topicHistory } from "#core/topic-log.ts";
import { holdDevelopments } from "./hold-developments.ts";
import { keepRelated } from "./keep-related.ts";
import type { HeldDevelopments } from "./ports/held.ts";
import type { SourceAnswer, Sources } from "./ports/sources.ts";
import { type PublishPorts, publish, withdraw } from "./publish.ts";

export interface TakeReadingPorts extends PublishPorts {
  readonly sources: Sources;
  readonly held: HeldDevelopments;
}

type Reading = Extract<SourceAnswer, { readonly kind: "read" }>;

/** What one poll has published. */
export interface Gathered {
  readonly added: number;
  readonly updated: number;
  readonly withdrawn: number;
  /** What waits for approval since; absent for a source that needs none. */
  readonly held?: number;
}

/** Why nothing can be published or held. */
export type NoRoom = "no-such-topic" | "closed" | "full";

/** Publishes what is news in a reading, or holds it for approval, and remembers what was old before the source was added. */
export async function takeReading(ports: TakeReadingPorts, source: Source, read: Reading): Promise<Gathered | NoRoom> {
  const now = ports.clock.now();
  const remembered = await ports.sources.remembered(source.id);
  const found = read.developments.map((each) => datedSoberly(each, now));
  const { news, old } = sortFound(source, found, remembered);
  const teller = { id: source.id, title: read.title };
  // Feeds and lists put the newest on top. Numbers are given in order, and readers see the highest first.
  const developments = [...news, ...(await told(ports, source, old))].toReversed();
  const bring = source.needsApproval === true ? holdFound : publishFound;
  const brought = await bring(ports, source, teller, developments);
  if (typeof brought === "string") return brought;
  if (source.needsApproval !== true) await keepRelated(ports, source.topic, read.related);
  const names = new Set([...(remembered ?? []), ...old.map(rememberedName)]);
  if (remembered === undefined || names.size > remembered.size) {
    await ports.sources.remember(source.id, [...names].slice(-rememberedMax));
  }
  // Who may tell nothing unseen may take nothing back unseen.
  const withdrawn = source.needsApproval === true ? 0 : await withdrawAll(ports, source, read.withdrawn);
  return { ...brought, withdrawn };
}

/** Of old items those that the topic has from elsewhere: their new words are news of what was told. */
async function told(
  ports: TakeReadingPorts,
  { topic }: Source,
  old: readonly FoundDevelopment[],
): Promise<readonly FoundDevelopment[]> {
  if (old.length === 0) return [];
  const history = topicHistory(await ports.topicLog.read(topic, 0));
  return old.filter((each) => history.versionsOf(each).length > 0);
}

async function publishFound(
  ports: TakeReadingPorts,
  { topic, importance }: Source,
  teller: Teller,
  developments: readonly FoundDevelopment[],
): Promise<Omit<Gathered, "withdrawn"> | NoRoom> {
  if (developments.length === 0) return { added: 0, updated: 0 };
  const more = importance === undefined ? {} : { importance };
  const outcome = await publish(ports, { topic, developments, teller, ...more, isWholeList: true });
  if (outcome.kind !== "published") return outcome.kind;
  return { added: outcome.added, updated: outcome.updated };
}

/** Holds what a source brings that is not trusted, for an editor to release. */
async function holdFound(
  ports: TakeReadingPorts,
  { topic, url, importance }: Source,
  teller: Teller,
  developments: readonly FoundDevelopment[],
): Promise<Omit<Gathered, "withdrawn"> | NoRoom> {
  if (developments.length === 0) return { added: 0, updated: 0, held: 0 };
  const more = importance === undefined ? {} : { importance };
  const how = { reason: "approval" } as const;
  const outcome = await holdDevelopments(ports, { topic, developments, teller, how, from: url, ...more });
  if (outcome.kind === "refused") return "full";
  if (outcome.kind !== "held") return outcome.kind;
  return { added: 0, updated: 0, held: outcome.held.length };
}

/** Withdraws what the source says to have taken back, where the topic has it. */
async function withdrawAll(
  ports: TakeReadingPorts,
  { topic }: Source,
  withdrawn: Reading["withdrawn"],
): Promise<number> {
  if (withdrawn.length === 0) return 0;
  const versions = await ports.topicLog.read(topic, 0);
  let count = 0;
  for (const { key, note } of withdrawn) {
    const version = versions.findLast((each) => each.key === key);
    if (version === undefined) continue;
    const { development } = version;
    const outcome = await withdraw(ports, { topic, development, ...(note === undefined ? {} : { note }) });
    if (outcome.kind === "published") count += 1;
  }
  return count;
}
