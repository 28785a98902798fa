import type { Instant } from "#core/instant.ts";
import type { Run } from "#core/run.ts";
import type { Slice } from "#core/slice.ts";
import type { Composer } from "./compose.ts";
import type { Pace } from "./pace.ts";
import type { SliceOutcomes } from "./slice-outcomes.ts";
import type { FreshViews } from "./topic-views.ts";

/** One sender at work on one slice. */
export interface Lane {
  readonly run: Run;
  readonly slice: Slice;
  readonly outcomes: SliceOutcomes;
  readonly beganAt: Instant;
  readonly until: Instant;
  /** Somebody began this slice before: a subscriber without an outcome may have been claimed all the same. */
  readonly begunBefore: boolean;
  readonly pace: Pace;
  readonly compose: Composer;
  readonly logs: FreshViews;
  lostInARow: number;
  /** Why the lane takes no further delivery. */
  stopped: string | undefined;
}
