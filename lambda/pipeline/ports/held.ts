import type { HeldDevelopment, HeldName } from "#core/held.ts";
import type { Instant } from "#core/instant.ts";

/** Developments that wait outside the topics' logs. */
export interface HeldDevelopments {
  /** Consistent. */
  get(name: HeldName): Promise<HeldDevelopment | undefined>;
  /** The first `limit` of a topic that are not discarded, ordered by id. Consistent. */
  of(topic: string, limit: number): Promise<readonly HeldDevelopment[]>;
  /**
   * The first `limit` over all topics that wait for a moment, the earliest first, and then the first `limit` of those
   * that wait for somebody, the oldest first. The list lags: what it names may be gone.
   */
  all(limit: number): Promise<readonly HeldName[]>;
  /** The first `limit` whose time has come by `now`, the earliest first. The list lags likewise. */
  due(now: Instant, limit: number): Promise<readonly HeldName[]>;
  /**
   * Puts it, if what stands under its name is just `standing` as it was read; undefined if that is nothing. Says whether
   * it was.
   */
  put(held: HeldDevelopment, standing: HeldDevelopment | undefined): Promise<boolean>;
  /** Deletes it, if just this stands there. Says whether it did. */
  remove(standing: HeldDevelopment): Promise<boolean>;
}
