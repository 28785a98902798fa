import type { SubmitAnswer } from "#core/delivery.ts";
import type { Instant } from "#core/instant.ts";
import type { Mailer, OutgoingMail } from "#pipeline/ports/mailer.ts";

/** A mail that SES took. */
export interface TakenMail extends OutgoingMail {
  readonly at: Instant;
}

/** SES in memory: takes what it is given, unless a test has it answer otherwise. */
export interface MemorySes extends Mailer {
  /** Every mail taken, in order. */
  readonly taken: TakenMail[];
  /** Answers to the next submissions, in order; after them everything is taken again. */
  readonly answers: (SubmitAnswer | "crash-before" | "crash-after" | "taken-but-lost")[];
}

/** Our process ended here: what follows never ran. */
export class Crash extends Error {}

export function memorySes(now: () => Instant): MemorySes {
  const taken: TakenMail[] = [];
  const answers: MemorySes["answers"] = [];
  return {
    taken,
    answers,
    async submit(mail) {
      const answer = answers.shift() ?? { kind: "taken" };
      if (answer === "crash-before") throw new Crash("before SES was called");
      const isTaken = typeof answer === "string" || answer.kind === "taken";
      if (isTaken) taken.push({ ...mail, at: now() });
      if (answer === "crash-after") throw new Crash("after SES took the mail");
      return answer === "taken-but-lost" ? { kind: "lost" } : answer;
    },
  };
}
