import type { Instant } from "#core/instant.ts";
import type { Run } from "#core/run.ts";
import type { Slice } from "#core/slice.ts";
import type { Composer } from "./compose.ts";
import type { LaneGate } from "./lane-gate.ts";
import type { LaneMemory } from "./lane-memory.ts";
import type { SliceOutcomes } from "./slice-outcomes.ts";
import type { FreshViews } from "./topic-views.ts";

/** One sender at work on one slice. */
export interface Lane {
  readonly run: Run;
  readonly slice: Slice;
  readonly outcomes: SliceOutcomes;
  readonly beganAt: Instant;
  /** Somebody began this slice before: a subscriber without an outcome may have been claimed all the same. */
  readonly begunBefore: boolean;
  readonly gate: LaneGate;
  readonly memory: LaneMemory;
  readonly compose: Composer;
  readonly logs: FreshViews;
  /** The open runs, as they were when this lane first asked. */
  readonly openRuns: () => Promise<readonly Run[]>;
}
