import type { Instant } from "./instant.ts";

/** What an editor thinks of a development: *notable* unless someone says otherwise. */
export type Importance = "routine" | "notable" | "breaking";

export const importances: readonly Importance[] = ["routine", "notable", "breaking"];

/** The words of a development, as readers see them. */
export interface Wording {
  /** Plain text, at most `headlineMaxLength` characters. */
  readonly headline: string;
  /** Limited HTML (p, a, strong, em, ul, ol, li, blockquote), already sanitised; does not repeat the headline. */
  readonly text?: string;
  /** Absolute, http or https. */
  readonly url?: string;
  /** Who says so, as the source wrote it: "Reuters reports". */
  readonly attribution?: string;
  /** For display only: a development's place is its number in the topic's log. */
  readonly publishedAt?: Instant;
}

/** A development as a source tells it, before the topic's log has seen it. */
export interface FoundDevelopment extends Wording {
  /** The source's own stable name for it: a guid, an Atom id, `url#fragment`. */
  readonly key?: string;
}

/** The watched source that told something, and its title. */
export interface Teller {
  readonly id: string;
  readonly title: string;
}

/** The same development as another source told it. */
export interface AlsoTold {
  readonly teller: Teller;
  readonly found: FoundDevelopment;
}

/** How a version came to be. A development's first version is *new*. */
export type VersionKind = "new" | "updated" | "corrected" | "withdrawn";

/** One wording of a development: an entry of the topic's log. It never changes. */
export interface Version extends FoundDevelopment {
  /** Its place in the topic's log, from 1, without gaps. */
  readonly number: number;
  /** The development it is a version of: the number of that development's first version. */
  readonly development: number;
  readonly kind: VersionKind;
  readonly importance: Importance;
  readonly recordedAt: Instant;
  /** Which watched source told it; absent where an editor or a program did. */
  readonly teller?: Teller;
  /** How other sources told the same: they are credited, and tell it no more. */
  readonly also?: readonly AlsoTold[];
  /** Why it was corrected or withdrawn, in the editor's words. */
  readonly note?: string;
  /** The editor wants this correction or withdrawal told at once, not with the next digest. */
  readonly atOnce?: true;
  /** The topic has ended here and goes on in another: this is its log's last entry, and says nothing to readers. */
  readonly merged?: { readonly into: string; readonly at: number };
}

/** Longest headline in characters; longer ones are cut at a word by whoever reads the source. */
export const headlineMaxLength = 300;

/** Longest text in characters of HTML: a mail of 30 such items would still be under Gmail's limit only if cut. */
export const textMaxLength = 10_000;

/** Longest address that is kept, in characters: what browsers and mail readers handle without trouble. */
export const urlMaxLength = 2_000;

/** Longest key that is kept, in characters: an article's is an address. */
export const keyMaxLength = 2_000;

/** Most developments that one publishing may bring. */
export const developmentsMax = 2_000;

/** Each development's latest version among `versions`, in order of the developments' first numbers there. */
export function latestVersions(versions: readonly Version[]): Version[] {
  const latest = new Map<number, Version>();
  for (const version of versions) {
    const known = latest.get(version.development);
    if (known === undefined || known.number < version.number) latest.set(version.development, version);
  }
  return [...latest.values()].sort((a, b) => a.development - b.development);
}

/**
 * What two headlines share when only case, spacing and punctuation differ.
 *
 * Marks stay, or words of Hindi and Thai that differ in a vowel would be one; so do signs, or `£5` and `$5` would be.
 */
export function fingerprint(headline: string): string {
  const bare = headline
    .normalize("NFKC")
    .toLowerCase()
    .replace(/\p{Cf}+/gu, "")
    .replace(/[\p{P}\p{Z}\p{Cc}\p{Sk}]+/gu, " ")
    .trim();
  return bare === "" ? headline.trim() : bare;
}

/** Who is to be credited beside the words, or undefined where the words themselves say it already. */
export function creditOf({ headline, text = "", attribution }: Wording): string | undefined {
  if (attribution === undefined) return undefined;
  const said = fingerprint(`${headline} ${text.replace(/<[^>]*>/g, " ")}`);
  return ` ${said} `.includes(` ${fingerprint(attribution)} `) ? undefined : attribution;
}

/** Whether readers would see the same thing in both. */
export function sameWording(a: Wording, b: Wording): boolean {
  return (
    a.headline === b.headline &&
    a.text === b.text &&
    a.url === b.url &&
    a.attribution === b.attribution &&
    a.publishedAt === b.publishedAt
  );
}
