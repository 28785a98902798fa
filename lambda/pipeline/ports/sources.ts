import type { FoundDevelopment } from "#core/development.ts";
import type { Instant } from "#core/instant.ts";
import type { FeedPace } from "#core/polling.ts";
import type { Related } from "#core/related.ts";
import type { Source, Watching } from "#core/source.ts";

/** A source, how its watching stands, and when it is polled next. */
export interface WatchedSource {
  readonly source: Source;
  readonly watching: Watching;
  /** Also names the poll: one that was planned for another time is not this one. */
  readonly dueAt: Instant;
}

/** The sources that are watched. */
export interface Sources {
  /** Puts it if its id is free, and gives what stands there now. */
  add(watched: WatchedSource): Promise<WatchedSource>;
  /** Consistent. */
  get(id: string): Promise<WatchedSource | undefined>;
  /** Every source, ordered by id. */
  all(): Promise<readonly WatchedSource[]>;
  /** Saves what came of the poll that was due at `dueAt`. Says whether that poll was still the one that is planned. */
  save(watched: WatchedSource, dueAt: Instant): Promise<boolean>;
  /** Forgets it and what was remembered for it. Says whether it was there. */
  remove(id: string): Promise<boolean>;
  /** The names of the items that are old; undefined before the first reading. */
  remembered(id: string): Promise<ReadonlySet<string> | undefined>;
  /** Remembers exactly these names. */
  remember(id: string, names: readonly string[]): Promise<void>;
}

/** A poll that is asked for. */
export interface GatherMessage {
  readonly source: string;
  readonly dueAt: Instant;
}

/** Where polls wait. A message may arrive twice or late. */
export interface GatherQueue {
  /** @param delayMs at most `longestDelayMs` */
  send(messages: readonly GatherMessage[], delayMs: number): Promise<void>;
}

/** Where what hubs push waits, beside the polls. */
export interface PushQueue {
  /** Hands on what a hub has pushed for a source; of what is too long for a message, that there is something. */
  push(source: string, body: Uint8Array): Promise<void>;
}

/** Longest time for which a queue keeps a message back, in milliseconds (SQS: 15 minutes). */
export const longestDelayMs = 15 * 60 * 1000;

/** What a server said of the answer, for the next question. */
export interface AnswerTerms {
  readonly etag?: string;
  readonly lastModified?: string;
  /** How long the answer is good for, in milliseconds. */
  readonly freshMs?: number;
}

/** What came of asking a source. */
export type SourceAnswer =
  | ({ readonly kind: "unchanged" } & AnswerTerms)
  | ({
      readonly kind: "read";
      readonly title: string;
      /** In the source's order, mostly the newest first. */
      readonly developments: readonly FoundDevelopment[];
      readonly withdrawn: readonly { readonly key: string; readonly note?: string }[];
      /** What an article leads to besides. */
      readonly related?: readonly Related[];
      readonly bodyHash: string;
      /** The address to ask from now on, where the source has moved for good. */
      readonly movedTo?: string;
      readonly pace?: FeedPace;
      readonly hub?: string;
      readonly self?: string;
    } & AnswerTerms)
  /** It has ended: the server says so. */
  | { readonly kind: "gone" }
  | {
      readonly kind: "refused";
      /** Words that follow the source's name. */
      readonly problem: string;
      readonly retryAfterMs?: number;
    };

/** Asks sources on the web. */
export interface SourceReader {
  /** Asks whether there is anything other than what `known` tells. A problem of the source's is an answer. */
  ask(url: string, known: Pick<Watching, "etag" | "lastModified" | "bodyHash">): Promise<SourceAnswer>;
  /** Reads what was pushed, as if it had been found at the address. */
  read(url: string, body: Uint8Array): SourceAnswer;
}

/** Chance, from 0 up to 1. */
export type Chance = () => number;
