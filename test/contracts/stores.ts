import type { Instant } from "#core/instant.ts";
import type { Account } from "#pipeline/ports/account.ts";
import type { Audiences, DueGroups } from "#pipeline/ports/audiences.ts";
import type { GivenAnswers } from "#pipeline/ports/given-answers.ts";
import type { HeldDevelopments } from "#pipeline/ports/held.ts";
import type { Pushes } from "#pipeline/ports/hubs.ts";
import type { Keeping } from "#pipeline/ports/keeping.ts";
import type { ApiKeys } from "#pipeline/ports/keys.ts";
import type { Ledger } from "#pipeline/ports/ledger.ts";
import type { Notices } from "#pipeline/ports/notices.ts";
import type { Sources } from "#pipeline/ports/sources.ts";
import type { Subscribers, Suppressions } from "#pipeline/ports/subscribers.ts";
import type { Tallies } from "#pipeline/ports/tallies.ts";
import type { Ticks } from "#pipeline/ports/ticks.ts";
import type { AlertsDue, TopicLog, Topics } from "#pipeline/ports/topics.ts";
import { accountContract } from "./account.ts";
import { apiKeysContract } from "./api-keys.ts";
import { audiencesContract, dueGroupsContract } from "./audiences.ts";
import { givenAnswersContract } from "./given-answers.ts";
import { heldContract } from "./held.ts";
import { keepingContract } from "./keeping.ts";
import { ledgerContract } from "./ledger.ts";
import { noticesContract } from "./notices.ts";
import { settlingsContract } from "./settlings.ts";
import { pushesContract, sourcesContract } from "./sources.ts";
import { subscribersContract, suppressionsContract } from "./subscribers.ts";
import { talliesContract } from "./tallies.ts";
import { ticksContract } from "./ticks.ts";
import { alertsDueContract, topicLogContract, topicsContract } from "./topics.ts";

/** Every port that keeps something. */
export interface Stores {
  readonly topics: Topics;
  readonly topicLog: TopicLog;
  readonly alertsDue: AlertsDue;
  readonly held: HeldDevelopments;
  readonly subscribers: Subscribers;
  readonly suppressions: Suppressions;
  readonly audiences: Audiences;
  readonly dueGroups: DueGroups;
  readonly keeping: Keeping;
  readonly ledger: Ledger;
  readonly notices: Notices;
  readonly ticks: Ticks;
  readonly account: Account;
  readonly tallies: Tallies;
  readonly sources: Sources;
  readonly pushes: Pushes;
  readonly apiKeys: ApiKeys;
  readonly givenAnswers: GivenAnswers;
}

const noon = Date.UTC(2026, 2, 1, 12);

/** Holds every port to its contract. `newStores` gives empty ones, each time it is called. */
export function storesContract(newStores: (now: () => Instant, shards: number) => Promise<Stores>): void {
  const fresh = () => newStores(() => noon, 1);
  topicsContract(async () => (await fresh()).topics);
  topicLogContract(async () => (await fresh()).topicLog);
  alertsDueContract(async () => (await fresh()).alertsDue);
  heldContract(async () => (await fresh()).held);
  subscribersContract(async (now) => (await newStores(now, 1)).subscribers);
  suppressionsContract(async () => (await fresh()).suppressions);
  audiencesContract(async (shards) => (await newStores(() => noon, shards)).audiences);
  dueGroupsContract(async () => (await fresh()).dueGroups);
  keepingContract(async (now) => newStores(now, 1));
  ledgerContract(async () => (await fresh()).ledger);
  settlingsContract(async () => (await fresh()).ledger);
  noticesContract(async () => (await fresh()).notices);
  ticksContract(async () => (await fresh()).ticks);
  accountContract(async () => (await fresh()).account);
  talliesContract(async () => (await fresh()).tallies);
  sourcesContract(async () => (await fresh()).sources);
  pushesContract(async () => (await fresh()).pushes);
  apiKeysContract(async () => (await fresh()).apiKeys);
  givenAnswersContract(async () => (await fresh()).givenAnswers);
}
