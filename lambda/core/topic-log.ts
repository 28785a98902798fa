import { correctionNote, saysCorrection, withoutCorrectionLabel } from "./correction-label.ts";
import {
  type FoundDevelopment,
  fingerprint,
  type Importance,
  sameWording,
  type Version,
  type Wording,
} from "./development.ts";
import type { Instant } from "./instant.ts";
import { isSmallEdit } from "./likeness.ts";

/** A topic's log with its developments at hand. Grows as versions are appended. */
export interface TopicHistory {
  tail(): number;
  /** The versions of the development that `found` is, oldest first; empty where it is not known yet. */
  versionsOf(found: FoundDevelopment): readonly Version[];
  /**
   * The same for a development that is not known: those of the one that it is after a small edit of its headline.
   *
   * @param told the names of all that the same reading tells: what stands beside it there is another development
   */
  versionsLike(found: FoundDevelopment, told: ReadonlySet<string>): readonly Version[];
  /** The versions of the development with this number, oldest first. */
  development(number: number): readonly Version[];
  add(version: Version): void;
}

/** The history that these versions make. `versions` is the whole log, in order. */
export function topicHistory(versions: readonly Version[]): TopicHistory {
  const developments = new Map<number, Version[]>();
  const byKey = new Map<string, number>();
  const byFingerprint = new Map<string, number>();
  let tail = 0;

  const add = (version: Version): void => {
    tail = version.number;
    developments.set(version.development, [...(developments.get(version.development) ?? []), version]);
    if (version.key !== undefined) byKey.set(version.key, version.development);
    byFingerprint.set(nameOf(version), version.development);
  };
  for (const version of versions) add(version);

  return {
    tail: () => tail,
    versionsOf: (found) => {
      const keyed = found.key === undefined ? undefined : byKey.get(found.key);
      const known = developments.get(keyed ?? byFingerprint.get(nameOf(found)) ?? 0) ?? [];
      // Two keys are two developments, even under one headline: a source may call each of its items "Update".
      const isOther = keyed === undefined && found.key !== undefined && known.some(({ key }) => key !== undefined);
      return isOther ? [] : known;
    },
    versionsLike: (found, told) => {
      if (found.key !== undefined) return [];
      const names = [...byFingerprint]
        .slice(-comparedMax)
        .filter(([name]) => !told.has(name) && isSmallEdit(name, nameOf(found)));
      const like = new Set(names.map(([, development]) => development));
      const [only] = like.size === 1 ? like : [];
      const known = developments.get(only ?? 0) ?? [];
      return known.some(({ key }) => key !== undefined) ? [] : known;
    },
    development: (number) => developments.get(number) ?? [],
    add,
  };
}

/** Most names of a topic's newest developments that one is compared with. */
const comparedMax = 300;

/** What a development without a key is known by. The word that says of itself that it corrects is no part of it. */
export function nameOf({ headline }: Pick<FoundDevelopment, "headline">): string {
  return fingerprint(withoutCorrectionLabel(headline));
}

/**
 * The version that a found development makes in this history, or undefined where it says nothing new.
 *
 * What an editor corrected or withdrew is not undone by a source that still says the older words. Words that say of
 * themselves that they correct what was told make a correction.
 *
 * @param importance given for this publishing; without it a known development keeps its own
 * @param told the names of all that the same reading tells; without it a changed headline makes another development
 */
export function foundVersion(
  history: TopicHistory,
  found: FoundDevelopment,
  importance: Importance | undefined,
  recordedAt: Instant,
  told?: ReadonlySet<string>,
): Version | undefined {
  const number = history.tail() + 1;
  const named = history.versionsOf(found);
  const known = named.length > 0 || told === undefined ? named : history.versionsLike(found, told);
  const latest = known.at(-1);
  if (latest === undefined) {
    return { ...found, number, development: number, kind: "new", importance: importance ?? "notable", recordedAt };
  }
  const edited = latest.kind === "corrected" || latest.kind === "withdrawn";
  if (edited ? known.some((version) => sameWording(version, found)) : sameWording(latest, found)) return undefined;
  if (latest.kind === "withdrawn") return undefined;
  const isCorrection = saysCorrection(found) && !saysCorrection(latest);
  const note = isCorrection ? correctionNote(found) : undefined;
  return {
    ...found,
    number,
    development: latest.development,
    kind: isCorrection ? "corrected" : "updated",
    importance: importance ?? latest.importance,
    recordedAt,
    ...(note === undefined ? {} : { note }),
  };
}

/** Why an editor's change to a development is refused. */
export type EditRefusal = "no-such-development" | "already-withdrawn" | "same-wording" | "changed-since";

/** The version by which an editor says a development anew, without an error in what was said before. */
export function updatedVersion(
  history: TopicHistory,
  development: number,
  wording: Partial<Wording>,
  recordedAt: Instant,
): Version | EditRefusal {
  const corrected = correctedVersion(history, development, wording, undefined, recordedAt);
  return typeof corrected === "string" ? corrected : { ...corrected, kind: "updated" };
}

/** The version by which an editor corrects a development. Absent parts of `wording` stay as they are. */
export function correctedVersion(
  history: TopicHistory,
  development: number,
  wording: Partial<Wording>,
  note: string | undefined,
  recordedAt: Instant,
): Version | EditRefusal {
  const latest = history.development(development).at(-1);
  if (latest === undefined) return "no-such-development";
  if (latest.kind === "withdrawn") return "already-withdrawn";
  const { note: _, atOnce: __, ...said } = latest;
  const version: Version = { ...said, ...wording, number: history.tail() + 1, kind: "corrected", recordedAt };
  if (sameWording(version, latest)) return "same-wording";
  return note === undefined ? version : { ...version, note };
}

/** The version by which an editor withdraws a development. */
export function withdrawnVersion(
  history: TopicHistory,
  development: number,
  note: string | undefined,
  recordedAt: Instant,
): Version | EditRefusal {
  const latest = history.development(development).at(-1);
  if (latest === undefined) return "no-such-development";
  if (latest.kind === "withdrawn") return "already-withdrawn";
  const { note: _, atOnce: __, ...said } = latest;
  const version: Version = { ...said, number: history.tail() + 1, kind: "withdrawn", recordedAt };
  return note === undefined ? version : { ...version, note };
}
