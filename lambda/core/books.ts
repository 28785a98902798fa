import type { Outcome, RefusalReason } from "./delivery.ts";

/** The sums of a slice or a run. `audience = submitted + refused (by reason) + uncertain + waiting`. */
export interface Books {
  readonly audience: number;
  readonly submitted: number;
  readonly refused: Readonly<Partial<Record<RefusalReason, number>>>;
  readonly uncertain: number;
  /** Without an outcome, or held. */
  readonly waiting: number;
}

export const emptyBooks: Books = { audience: 0, submitted: 0, refused: {}, uncertain: 0, waiting: 0 };

/** The books of a slice with `audience` members. */
export function booksOf(audience: number, outcomes: Iterable<Outcome>): Books {
  let submitted = 0;
  let uncertain = 0;
  const refused: Partial<Record<RefusalReason, number>> = {};
  for (const outcome of outcomes) {
    if (outcome.state === "submitted") submitted += 1;
    if (outcome.state === "uncertain") uncertain += 1;
    if (outcome.state === "refused" && outcome.reason !== undefined) {
      refused[outcome.reason] = (refused[outcome.reason] ?? 0) + 1;
    }
  }
  const waiting = audience - submitted - uncertain - sum(refused);
  return { audience, submitted, refused, uncertain, waiting };
}

/** The books of both together. */
export function addBooks(a: Books, b: Books): Books {
  const refused: Partial<Record<RefusalReason, number>> = { ...a.refused };
  for (const [reason, count] of Object.entries(b.refused) as [RefusalReason, number][]) {
    refused[reason] = (refused[reason] ?? 0) + count;
  }
  return {
    audience: a.audience + b.audience,
    submitted: a.submitted + b.submitted,
    refused,
    uncertain: a.uncertain + b.uncertain,
    waiting: a.waiting + b.waiting,
  };
}

/** Whether every delivery has its last outcome. */
export function isSettled({ uncertain, waiting }: Books): boolean {
  return uncertain === 0 && waiting === 0;
}

function sum(refused: Books["refused"]): number {
  return Object.values(refused).reduce((total, count) => total + count, 0);
}
