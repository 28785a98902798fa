import type { TopicLogView, TopicLogViews } from "#core/claim.ts";
import type { RefusalReason } from "#core/delivery.ts";
import { type LoggedClaim, untold } from "#core/logged-claim.ts";
import { givenBack } from "#core/marks.ts";
import type { Run } from "#core/run.ts";
import type { SubscriberEntry } from "#core/subscriber.ts";
import { type Change, type ChangePorts, changeSubscriber } from "./change-subscriber.ts";
import type { SubscriberNow } from "./ports/subscribers.ts";
import type { TopicLog } from "./ports/topics.ts";

export interface GiveBackPorts extends ChangePorts {
  readonly topicLog: TopicLog;
}

/** Entries of a log that are looked through for an earlier claim: far more than a run's two days bring. */
export const lookBackMax = 200;

/**
 * Owes to a subscriber what was claimed for a run and will not be sent: the next digest brings it, save what a later
 * mail has told of already. Twice is once.
 */
export async function giveBack(
  ports: GiveBackPorts,
  run: Pick<Run, "id">,
  subscriber: string,
  { attempt, numbers }: Omit<LoggedClaim, "run">,
  reason: RefusalReason,
): Promise<void> {
  await changeSubscriber(ports, subscriber, (now) => backOf(ports, now, { run: run.id, attempt, numbers }, reason));
}

/** The entry by which a claim is given back to someone whose log ends with `now`; "known" where one stands already. */
export async function backOf(
  ports: GiveBackPorts,
  { id, entry }: SubscriberNow,
  claim: LoggedClaim,
  reason: RefusalReason,
): Promise<Change | "known"> {
  const isClaim = ({ event }: SubscriberEntry) =>
    event.kind === "mailed" && event.run === claim.run && event.attempt === claim.attempt;
  const isSettled = ({ event }: SubscriberEntry) =>
    (event.kind === "owed" || event.kind === "mailed") && event.run === claim.run;
  const entries = isClaim(entry) ? [entry] : await ports.subscribers.newest(id, lookBackMax);
  const place = entries.findIndex(isClaim);
  const later = place === -1 ? entries : entries.slice(0, place);
  // It was given back before, or claimed again since.
  if (later.some(isSettled)) return "known";
  const views = later.length === 0 ? noViews : await viewsOf(ports.topicLog, Object.keys(claim.numbers));
  const { run, attempt, numbers } = claim;
  const state = givenBack(entry.state, untold(numbers, later, views));
  return { event: { kind: "owed", run, attempt, reason, numbers }, state };
}

const noViews: TopicLogViews = () => ({ tail: 0, versions: () => [] });

async function viewsOf(topicLog: TopicLog, topics: readonly string[]): Promise<TopicLogViews> {
  const views = new Map<string, TopicLogView>();
  for (const topic of topics) {
    const log = await topicLog.read(topic, 0);
    views.set(topic, { tail: log.length, versions: (after) => log.slice(after) });
  }
  return (topic) => views.get(topic) ?? noViews(topic);
}
