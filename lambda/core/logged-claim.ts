import type { TopicLogViews } from "./claim.ts";
import type { Version } from "./development.ts";
import type { MailedNumbers, SubscriberEntry } from "./subscriber.ts";

/** A mail that was claimed, as the subscriber's log tells it. */
export interface LoggedClaim {
  readonly run: string;
  readonly attempt: number;
  readonly numbers: MailedNumbers;
}

/**
 * Of numbers that were claimed and not sent, those that are to be told yet.
 *
 * Where a later mail has told of a development, the reader has its newest words: it is not told to them again.
 *
 * @param later the log's entries after the claim, newest first
 */
export function untold(
  numbers: MailedNumbers,
  later: readonly SubscriberEntry[],
  logs: TopicLogViews,
): Record<string, readonly number[]> {
  const claims = standingClaims(later);
  const remaining: Record<string, readonly number[]> = {};
  for (const [topic, claimed] of Object.entries(numbers)) {
    const others = claims.filter((claim) => claim.numbers[topic] !== undefined);
    const versions = others.length === 0 ? [] : logs(topic).versions(0);
    const isTold = (number: number) =>
      others.some((claim) => tells(claim, topic, versions[number - 1]?.development ?? number, versions));
    const left = claimed.filter((number) => !isTold(number));
    if (left.length > 0) remaining[topic] = left;
  }
  return remaining;
}

/**
 * The newest claim in these entries that told of a development and was not given back.
 *
 * @param entries newest first
 */
export function tellingClaim(
  entries: readonly SubscriberEntry[],
  topic: string,
  development: number,
  logs: TopicLogViews,
): LoggedClaim | undefined {
  const versions = logs(topic).versions(0);
  return standingClaims(entries).find((claim) => tells(claim, topic, development, versions));
}

/** The newest claim of each run that was not given back, newest first. */
function standingClaims(entries: readonly SubscriberEntry[]): LoggedClaim[] {
  const seen = new Set<string>();
  return entries.flatMap(({ event }) => {
    if ((event.kind !== "mailed" && event.kind !== "owed") || seen.has(event.run)) return [];
    seen.add(event.run);
    return event.kind === "mailed" ? [event] : [];
  });
}

/** Whether a mail told of a development: as news, or that it was corrected or withdrawn. Its update alone is void. */
function tells({ numbers }: LoggedClaim, topic: string, development: number, versions: readonly Version[]): boolean {
  return (numbers[topic] ?? []).some((number) => {
    const version = versions[number - 1];
    if (number === development) return true;
    return version?.development === development && (version.kind === "corrected" || version.kind === "withdrawn");
  });
}
