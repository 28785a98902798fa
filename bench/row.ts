/** One line of the table: what was measured, beside what people use today, and the bar it is held to. */
export interface Row {
  /** Short and stable, for example `"compose"`: figures of two days are compared by it. */
  readonly id: string;
  /** What is measured and in which unit, for example `"composing one 30-item mail, ms"`. */
  readonly what: string;
  readonly ours: number;
  /** The same of what people use today, measured in the same process; `null` where there is no peer. */
  readonly peer: number | null;
  /** How many times better ours is than the peer, or the share that the bar is about; `null` where the bar is on `ours`. */
  readonly ratio: number | null;
  /** What is to hold, in words, for example `"≥ 100 times"`; `"reported"` where nothing is. */
  readonly bar: string;
  readonly holds: boolean;
}

/** A file of `bench/`: its name is that of its results, and it measures all its rows in one go. */
export type Bench = () => Promise<readonly Row[]>;
