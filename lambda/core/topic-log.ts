import { correctionNote, saysCorrection, withoutCorrectionLabel } from "./correction-label.ts";
import {
  type FoundDevelopment,
  fingerprint,
  type Importance,
  sameWording,
  type Teller,
  type Version,
  type Wording,
} from "./development.ts";
import type { Instant } from "./instant.ts";
import { isSmallEdit } from "./likeness.ts";
import { alsoVersion, creditsBeside, tellTheSame } from "./retelling.ts";
import { sourceKeys } from "./source-key.ts";

/** A topic's log with its developments at hand. Grows as versions are appended. */
export interface TopicHistory {
  tail(): number;
  /**
   * The versions of the development that `found` is, oldest first; empty where it is not known yet.
   *
   * @param teller the watched source that tells it: a short key is its own, and another's development under it is not meant
   */
  versionsOf(found: FoundDevelopment, teller?: Teller): readonly Version[];
  /**
   * The same for a development that is not known: those of the one that it is after a small edit of its headline.
   *
   * @param told the names of all that the same reading tells: what stands beside it there is another development
   */
  versionsLike(found: FoundDevelopment, told: ReadonlySet<string>): readonly Version[];
  /** The latest version of what another source told of the same lately. */
  toldBy(found: FoundDevelopment, teller: Teller, now: Instant): Version | undefined;
  /** The versions of the development with this number, oldest first. */
  development(number: number): readonly Version[];
  /** The topic that this one goes on in, where its log has ended. */
  mergedInto(): string | undefined;
  add(version: Version): void;
}

/** The history that these versions make. `versions` is the whole log, in order. */
export function topicHistory(versions: readonly Version[]): TopicHistory {
  const developments = new Map<number, Version[]>();
  const byKey = sourceKeys();
  const byFingerprint = new Map<string, number>();
  let tail = 0;
  let target: string | undefined;

  const add = (version: Version): void => {
    tail = version.number;
    if (version.merged !== undefined) {
      target ??= version.merged.into;
      return;
    }
    developments.set(version.development, [...(developments.get(version.development) ?? []), version]);
    if (version.key !== undefined) byKey.note(version.key, version.teller, version.development);
    byFingerprint.set(nameOf(version), version.development);
    for (const { found, teller } of version.also ?? []) {
      if (found.key !== undefined) byKey.noteBeside(found.key, teller, version.development);
      else if (!byFingerprint.has(nameOf(found))) byFingerprint.set(nameOf(found), version.development);
    }
  };
  for (const version of versions) add(version);

  const isToldByOther = (development: number, teller: Teller) =>
    isAnothers(developments.get(development)?.at(-1), teller);

  return {
    tail: () => tail,
    versionsOf: (found, teller) => {
      const keyed = found.key === undefined ? undefined : byKey.under(found.key, teller, isToldByOther);
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
    toldBy: (found, { id }, now) => {
      const latest = [...developments.values()].slice(-comparedMax).flatMap((all) => all.at(-1) ?? []);
      return latest.findLast(
        (each) =>
          each.teller !== undefined &&
          each.teller.id !== id &&
          (each.kind === "new" || each.kind === "updated") &&
          now - each.recordedAt < retoldMs &&
          tellTheSame(each, found),
      );
    },
    development: (number) => developments.get(number) ?? [],
    mergedInto: () => target,
    add,
  };
}

/** How long what one source told may be told by another as well, in milliseconds. */
const retoldMs = 48 * 60 * 60 * 1000;

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
 * @param teller the watched source that tells it: what another has told already is one development, with both credited
 */
export function foundVersion(
  history: TopicHistory,
  found: FoundDevelopment,
  importance: Importance | undefined,
  recordedAt: Instant,
  told?: ReadonlySet<string>,
  teller?: Teller,
): Version | undefined {
  const number = history.tail() + 1;
  const named = history.versionsOf(found, teller);
  const like = named.length > 0 || told === undefined ? named : history.versionsLike(found, told);
  const known = named.length === 0 && isAnothers(like.at(-1), teller) ? [] : like;
  const latest = known.at(-1);
  const by = teller === undefined ? {} : { teller };
  if (latest === undefined) {
    const retold = teller === undefined ? undefined : history.toldBy(found, teller, recordedAt);
    if (retold !== undefined && teller !== undefined) return alsoVersion(retold, { teller, found }, number, recordedAt);
    const kind = "new";
    return { ...found, number, development: number, kind, importance: importance ?? "notable", recordedAt, ...by };
  }
  if (latest.also?.some((each) => nameIn(each.found) === nameIn(found)) === true) return undefined;
  const said = { ...found, ...creditsBeside(latest, found) };
  const edited = latest.kind === "corrected" || latest.kind === "withdrawn";
  if (edited ? known.some((version) => sameWording(version, said)) : sameWording(latest, said)) return undefined;
  if (latest.kind === "withdrawn") return undefined;
  const isCorrection = saysCorrection(found) && !saysCorrection(latest);
  const note = isCorrection ? correctionNote(found) : undefined;
  return {
    ...said,
    number,
    development: latest.development,
    kind: isCorrection ? "corrected" : "updated",
    importance: importance ?? latest.importance,
    recordedAt,
    ...(latest.teller === undefined ? by : { teller: latest.teller }),
    ...(latest.also === undefined ? {} : { also: latest.also }),
    ...(note === undefined ? {} : { note }),
  };
}

/** Whether a watched source other than this one told it. */
function isAnothers(version: Version | undefined, teller: Teller | undefined): boolean {
  return version?.teller !== undefined && teller !== undefined && version.teller.id !== teller.id;
}

/** What names a found development: its key, or its words. */
function nameIn(found: FoundDevelopment): string {
  return found.key ?? nameOf(found);
}

/** Why an editor's change to a development is refused. */
export type EditRefusal =
  | "no-such-development"
  | "already-withdrawn"
  | "same-wording"
  | "changed-since"
  /** The topic goes on in another: what was said before that stands as it is. */
  | "merged";

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
