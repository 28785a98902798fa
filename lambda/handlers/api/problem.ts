// What the API says when it does not do what was asked: problem details (RFC 9457), one table for answers and docs.

import type { GivenAnswer } from "#pipeline/ports/given-answers.ts";

/** Every kind of problem. A name never changes once it is out. */
export const problems = {
  malformed: { status: 400, title: "The body is not JSON" },
  "bad-header": { status: 400, title: "A header has a wrong form" },
  key: { status: 401, title: "There is no valid key" },
  signature: { status: 401, title: "There is no valid signature" },
  "not-allowed": { status: 403, title: "The key may not do this" },
  "not-found": { status: 404, title: "There is no such address" },
  "no-such-topic": { status: 404, title: "There is no such topic" },
  "no-such-source": { status: 404, title: "There is no such source" },
  "no-such-development": { status: 404, title: "There is no such development" },
  method: { status: 405, title: "The address does not take this method" },
  "topic-taken": { status: 409, title: "The topic exists under another title" },
  "topic-closed": { status: 409, title: "The topic is closed" },
  "topic-merged": { status: 409, title: "The topic goes on in another" },
  withdrawn: { status: 409, title: "The development is withdrawn" },
  "source-ended": { status: 409, title: "The source has ended" },
  "under-way": { status: 409, title: "The same request is being answered just now" },
  "changed-since": { status: 412, title: "The development was changed in the meantime" },
  "too-large": { status: 413, title: "The body is too large" },
  "media-type": { status: 415, title: "The body is not declared as JSON" },
  validation: { status: 422, title: "The request does not fit its schema" },
  "other-request": { status: 422, title: "The Idempotency-Key belongs to another request" },
  "unreadable-news": { status: 422, title: "No developments can be read there" },
  failed: { status: 500, title: "Bulletin failed" },
  unavailable: { status: 503, title: "Bulletin is not available for the moment" },
} as const;

export type ProblemName = keyof typeof problems;

/** What is wrong with one part of a request: of the body by its JSON Pointer (RFC 6901), of the query by its name. */
export interface ProblemError {
  readonly pointer?: string;
  readonly parameter?: string;
  readonly detail: string;
}

/** A problem as an operation tells it. */
export interface Problem {
  readonly problem: ProblemName;
  /** One sentence for people. */
  readonly detail: string;
  readonly errors?: readonly ProblemError[];
  readonly headers?: Readonly<Record<string, string>>;
}

export const problemsPath = "/api/problems";

const mediaType = "application/problem+json";

/** The problem as it is answered. */
export function writtenProblem({ problem, detail, errors, headers }: Problem): GivenAnswer {
  const { status, title } = problems[problem];
  const body = {
    type: `${problemsPath}/${problem}`,
    ...{ title, status, detail },
    ...(errors === undefined ? {} : { errors }),
  };
  return { status, headers: { "Content-Type": mediaType, ...headers }, body: JSON.stringify(body) };
}
