import type { Instant } from "#core/instant.ts";

/** What a program was answered, word for word. */
export interface GivenAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request that its sender may repeat. */
export interface Repeatable {
  /** The id of the key that it was made with: names of different keys never meet. */
  readonly owner: string;
  /** The sender's own name for it, 1 to 255 characters of printable ASCII. */
  readonly name: string;
  /** Differs where the requests do. */
  readonly asked: string;
}

/** What is known of a request of this name; without an answer it is under way. */
export interface Standing {
  readonly asked: string;
  readonly answer?: GivenAnswer;
}

/** When a request is begun. */
export interface Beginning {
  readonly at: Instant;
  /** Whoever began before this and has not answered never will. */
  readonly abandonedBefore: Instant;
  /** When the request and its answer are forgotten. */
  readonly until: Instant;
}

/** The answers given to requests that may be repeated. */
export interface GivenAnswers {
  /** Begins the request, for one of many that ask at once, or gives what stands under its name. */
  begin(request: Repeatable, beginning: Beginning): Promise<Standing | "begun">;
  /** Keeps the answer, if it is still this beginning that stands. */
  finish(request: Repeatable, begunAt: Instant, answer: GivenAnswer): Promise<void>;
  /** Forgets this beginning, so that the request may be made again. */
  forget(request: Repeatable, begunAt: Instant): Promise<void>;
}
