import { correctionNote, saysCorrection, withoutCorrectionLabel } from "./correction-label.ts";
import {
  type AlsoTold,
  type FoundDevelopment,
  fingerprint,
  type Importance,
  sameWording,
  type Teller,
  type Version,
  type Wording,
} from "./development.ts";
import type { Instant } from "./instant.ts";
import { tellTheSame } from "./likeness.ts";

/** A topic's log with its developments at hand. Grows as versions are appended. */
export interface TopicHistory {
  tail(): number;
  /** The versions of the development that `found` is, oldest first; empty where it is not known yet. */
  versionsOf(found: FoundDevelopment): readonly Version[];
  /** The versions of the development with this number, oldest first. */
  development(number: number): readonly Version[];
  /** The latest version of what another source told of the same lately. */
  toldBy(found: FoundDevelopment, teller: Teller, now: Instant): Version | undefined;
  add(version: Version): void;
}

/** How long a development may be told by another source as well, in milliseconds, and of how many this is looked at. */
const retoldMs = 48 * 60 * 60 * 1000;
const retoldMax = 300;

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
    for (const { found } of version.also ?? []) {
      const names = found.key === undefined ? byFingerprint : byKey;
      const name = found.key ?? nameOf(found);
      if (!names.has(name)) names.set(name, version.development);
    }
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
    development: (number) => developments.get(number) ?? [],
    toldBy: (found, teller, now) => {
      const latest = [...developments.values()].slice(-retoldMax).flatMap((all) => all.at(-1) ?? []);
      return latest.findLast(
        (version) =>
          version.teller !== undefined &&
          version.teller.id !== teller.id &&
          (version.kind === "new" || version.kind === "updated") &&
          now - version.recordedAt < retoldMs &&
          tellTheSame(version, found),
      );
    },
    add,
  };
}

/** A correction is one of the development that it corrects: the word that says so is no part of its name. */
function nameOf({ headline }: FoundDevelopment): string {
  return fingerprint(withoutCorrectionLabel(headline));
}

/**
 * The version that a found development makes in this history, or undefined where it says nothing new.
 *
 * What an editor corrected or withdrew is not undone by a source that still says the older words. Words that say of
 * themselves that they correct what was told make a correction.
 *
 * @param importance given for this publishing; without it a known development keeps its own
 */
export function foundVersion(
  history: TopicHistory,
  found: FoundDevelopment,
  importance: Importance | undefined,
  recordedAt: Instant,
  teller?: Teller,
): Version | undefined {
  const number = history.tail() + 1;
  const known = history.versionsOf(found);
  const latest = known.at(-1);
  const told = teller === undefined ? {} : { teller };
  if (latest === undefined) {
    const retold = teller === undefined ? undefined : history.toldBy(found, teller, recordedAt);
    if (retold !== undefined && teller !== undefined) return alsoVersion(retold, { teller, found }, number, recordedAt);
    const kind = "new";
    return { ...found, number, development: number, kind, importance: importance ?? "notable", recordedAt, ...told };
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
    ...(latest.teller === undefined ? told : { teller: latest.teller }),
    ...(latest.also === undefined ? {} : { also: latest.also }),
    ...(note === undefined ? {} : { note }),
  };
}

/** What names a found development: its key, or its words. */
function nameIn(found: FoundDevelopment): string {
  return found.key ?? nameOf(found);
}

/** The development with another source credited that tells it too: an update, which is mailed to nobody again. */
function alsoVersion(latest: Version, also: AlsoTold, number: number, recordedAt: Instant): Version {
  const own = latest.also === undefined ? creditIn(latest, latest.teller) : (latest.attribution ?? "");
  const attribution = joined([own, creditIn(also.found, also.teller)]);
  return { ...latest, number, kind: "updated", recordedAt, ...attribution, also: [...(latest.also ?? []), also] };
}

/** The credits of new words of a development that others tell too. */
function creditsBeside({ also, teller }: Version, found: FoundDevelopment): Pick<Wording, "attribution"> {
  if (also === undefined) return {};
  return joined([creditIn(found, teller), ...also.map((each) => creditIn(each.found, each.teller))]);
}

function joined(credits: readonly string[]): Pick<Wording, "attribution"> {
  const attribution = [...new Set(credits.filter((credit) => credit !== ""))].join("; ");
  return attribution === "" ? {} : { attribution };
}

function creditIn({ attribution }: Wording, teller: Teller | undefined): string {
  return attribution ?? teller?.title ?? "";
}

/** Why two tellings cannot be parted. */
export type SplitRefusal = "no-such-development" | "nothing-to-split";

/**
 * The versions by which an editor says that a development is two: what another source told last becomes one of its own, and
 * the other loses its credit. The second has no number yet: it is appended after the first.
 */
export function splitVersions(
  history: TopicHistory,
  development: number,
  recordedAt: Instant,
): readonly [Version, Omit<Version, "number">] | SplitRefusal {
  const versions = history.development(development);
  const latest = versions.at(-1);
  if (latest === undefined) return "no-such-development";
  const parted = latest.also?.at(-1);
  if (parted === undefined) return "nothing-to-split";
  const number = history.tail() + 1;
  const { importance, attribution: _, also, number: __, ...said } = latest;
  const left = also?.slice(0, -1) ?? [];
  const before = versions.findLast((version) => (version.also?.length ?? 0) === left.length)?.attribution;
  const own = { ...parted.found, number, development: number, importance, recordedAt, teller: parted.teller };
  const other = {
    ...said,
    importance,
    kind: "updated" as const,
    recordedAt,
    ...(before === undefined ? {} : { attribution: before }),
    ...(left.length === 0 ? {} : { also: left }),
  };
  return [{ ...own, kind: "new" }, other];
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
