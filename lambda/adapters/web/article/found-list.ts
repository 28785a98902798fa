import type { WrittenDay } from "../calendar-day.ts";
import type { Item } from "./entry.ts";

/** How a list of developments was set. */
export type SetAs = "list" | "paragraphs" | "definition-list" | "table" | "sections" | "timed-blocks";

/** An item of a list of developments. */
export interface ListItem {
  readonly item: Item;
  /** The day that it belongs to, from a heading before it. */
  readonly day?: WrittenDay;
}

/** A list of developments, and what says that it is one. */
export interface FoundList {
  readonly items: readonly ListItem[];
  readonly setAs: SetAs;
  /** See `headingRank`; 0 for a list without such a heading. */
  readonly rank: 0 | 1 | 2 | 3;
  readonly isSetAsHeading: boolean;
}
