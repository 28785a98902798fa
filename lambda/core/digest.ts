import type { Cadence } from "./cadence.ts";
import { latestVersions, type Version } from "./development.ts";

/** Why a reader finds an item in a mail. */
export type ItemLabel = "new" | "corrected" | "withdrawn";

/** One development in a mail, in its latest version. */
export interface DigestItem {
  readonly label: ItemLabel;
  readonly version: Version;
}

/** What one mail says of one topic. */
export interface DigestTopic {
  readonly slug: string;
  /** The slug in its address, where that is another. */
  readonly address?: string;
  readonly title: string;
  /** Newest first. Never empty. */
  readonly items: readonly DigestItem[];
}

/** All that a mail brings, the same for everyone who is owed the same numbers. */
export interface DigestContents {
  /**
   * An *alert* tells of one topic at once; a *digest* gathers; a *catch-up* brings what alerts did not; a *correction*
   * tells at once what was told wrongly of one topic.
   */
  readonly kind: "digest" | "alert" | "catch-up" | "correction";
  readonly cadence: Cadence;
  /** Never empty: there is no empty mail. */
  readonly topics: readonly DigestTopic[];
}

/**
 * The items that the versions with these numbers make: each development once, in its latest version.
 *
 * A development whose first version is among the numbers is *new*, however often it was reworded since: nobody read the
 * older words; if it was withdrawn, nobody hears of it. Of one that this reader was mailed before, only a correction or
 * a withdrawal is told: an update is not mailed again, but it does not hide a correction that came before it. One from
 * before the reader's start was never mailed to them.
 *
 * @param versions the topic's log from the lowest of `numbers` to its tail, in order
 * @param start the log's tail when the reader's subscription was confirmed
 */
export function digestItems(versions: readonly Version[], numbers: ReadonlySet<number>, start: number): DigestItem[] {
  const told = versions.filter((version) => numbers.has(version.number));
  const developments = new Set(told.map((version) => version.development));
  return latestVersions(versions.filter((version) => developments.has(version.development)))
    .flatMap((latest) => {
      if (numbers.has(latest.development)) return newItem(latest);
      return latest.development <= start ? [] : amendedItem(latest, told);
    })
    .sort((a, b) => b.version.number - a.version.number);
}

function newItem(latest: Version): DigestItem[] {
  return latest.kind === "withdrawn" ? [] : [{ label: "new", version: latest }];
}

/** The item of a development that was mailed before: `told` are the versions that this mail brings. */
function amendedItem(latest: Version, told: readonly Version[]): DigestItem[] {
  if (latest.kind === "withdrawn") return [{ label: "withdrawn", version: latest }];
  const correction = told.findLast((v) => v.development === latest.development && v.kind === "corrected");
  if (correction === undefined) return [];
  // The newest words, with the reason that the correction gave.
  const note = latest.note ?? correction.note;
  return [{ label: "corrected", version: note === undefined ? latest : { ...latest, note } }];
}
