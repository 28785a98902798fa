import type { Cadence } from "./cadence.ts";
import { latestVersions, type Version } from "./development.ts";

/** Why a reader finds an item in a mail. */
export type ItemLabel = "new" | "updated" | "corrected";

/** One development in a mail, in its latest version. */
export interface DigestItem {
  readonly label: ItemLabel;
  readonly version: Version;
}

/** What one mail says of one topic. */
export interface DigestTopic {
  readonly slug: string;
  readonly title: string;
  /** Newest first. Never empty. */
  readonly items: readonly DigestItem[];
}

/** All that a mail brings, the same for everyone who is owed the same numbers. */
export interface DigestContents {
  /** An *alert* tells of one topic at once; a *digest* gathers; a *catch-up* brings what alerts did not. */
  readonly kind: "digest" | "alert" | "catch-up";
  readonly cadence: Cadence;
  /** Never empty: there is no empty mail. */
  readonly topics: readonly DigestTopic[];
}

/**
 * The items that the versions with these numbers make: each development once, in its latest version.
 *
 * A development that was withdrawn is left out. One whose first version is among the numbers is *new*, however often
 * it was reworded since: nobody read the older words.
 *
 * @param versions the topic's log from the lowest of `numbers` to its tail
 */
export function digestItems(versions: readonly Version[], numbers: ReadonlySet<number>): DigestItem[] {
  const wanted = new Set(versions.filter((v) => numbers.has(v.number)).map((v) => v.development));
  return latestVersions(versions.filter((v) => wanted.has(v.development)))
    .filter((version) => version.kind !== "withdrawn")
    .filter((version) => numbers.has(version.development) || version.kind === "corrected")
    .map((version): DigestItem => ({ label: numbers.has(version.development) ? "new" : "corrected", version }))
    .sort((a, b) => b.version.number - a.version.number);
}
