import type { Clock } from "./ports/clock.ts";
import type { GivenAnswer, GivenAnswers, Repeatable } from "./ports/given-answers.ts";

export interface AnswerOncePorts {
  readonly givenAnswers: GivenAnswers;
  readonly clock: Clock;
}

/** How long an answer is given again, in milliseconds. */
export const answerKeptMs = 24 * 60 * 60 * 1000;

/** When a request without an answer counts as abandoned, in milliseconds: API Gateway itself waits 30 s at most. */
export const abandonedMs = 30_000;

export type OnceOutcome =
  | { readonly kind: "answered"; readonly answer: GivenAnswer; readonly isRepeated: boolean }
  /** Its name was given to another request. */
  | { readonly kind: "other-request" }
  /** The same request is being answered just now. */
  | { readonly kind: "under-way" };

/**
 * Answers a request once: whoever repeats it within 24 hours is told the same, and `act` is not called again.
 *
 * Only what was done is kept. What was refused, or failed, may be tried again under the same name.
 */
export async function answerOnce(
  ports: AnswerOncePorts,
  request: Repeatable,
  act: () => Promise<GivenAnswer>,
): Promise<OnceOutcome> {
  const at = ports.clock.now();
  const standing = await ports.givenAnswers.begin(request, {
    at,
    abandonedBefore: at - abandonedMs,
    until: at + answerKeptMs,
  });
  if (standing !== "begun") {
    if (standing.asked !== request.asked) return { kind: "other-request" };
    if (standing.answer === undefined) return { kind: "under-way" };
    return { kind: "answered", answer: standing.answer, isRepeated: true };
  }
  let answer: GivenAnswer | undefined;
  try {
    answer = await act();
    return { kind: "answered", answer, isRepeated: false };
  } finally {
    if (answer !== undefined && answer.status < 300) await ports.givenAnswers.finish(request, at, answer);
    else await ports.givenAnswers.forget(request, at);
  }
}
