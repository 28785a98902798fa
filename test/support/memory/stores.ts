import type { Instant } from "#core/instant.ts";
import { memoryAccount } from "./account.ts";
import { memoryApiKeys } from "./api-keys.ts";
import { memoryAudiences, memoryDueGroups } from "./audiences.ts";
import { memoryGivenAnswers } from "./given-answers.ts";
import { memoryHeld } from "./held.ts";
import { memoryKeeping } from "./keeping.ts";
import { memoryLedger } from "./ledger.ts";
import { memoryNotices } from "./notices.ts";
import { memoryPushes, memorySources } from "./sources.ts";
import { memoryShelf, memorySubscribers, memorySuppressions } from "./subscribers.ts";
import { memoryTallies } from "./tallies.ts";
import { memoryTicks } from "./ticks.ts";
import { memoryAlertsDue, memoryTopicLog, memoryTopics } from "./topics.ts";

/**
 * Everything that the table keeps, in memory, empty: deterministic, and held to the same contracts.
 *
 * @param now tells what has expired
 * @param shards over how many shards audiences are spread
 */
export function memoryStores(now: () => Instant, shards = 16) {
  const shelf = memoryShelf();
  return {
    topics: memoryTopics(),
    topicLog: memoryTopicLog(),
    alertsDue: memoryAlertsDue(),
    held: memoryHeld(),
    subscribers: memorySubscribers(now, shelf),
    keeping: memoryKeeping(now, shelf),
    suppressions: memorySuppressions(),
    audiences: memoryAudiences(shards),
    dueGroups: memoryDueGroups(),
    ledger: memoryLedger(),
    notices: memoryNotices(now),
    ticks: memoryTicks(),
    account: memoryAccount(),
    tallies: memoryTallies(),
    sources: memorySources(),
    pushes: memoryPushes(),
    apiKeys: memoryApiKeys(),
    givenAnswers: memoryGivenAnswers(),
  };
}
