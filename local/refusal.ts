/** What a person must change before the stack can start, in one sentence. */
export interface Refusal {
  readonly refused: string;
}
