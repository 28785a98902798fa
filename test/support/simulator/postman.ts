import type { SubmitAnswer } from "#core/delivery.ts";
import type { Instant } from "#core/instant.ts";
import type { MailEvent } from "#pipeline/listen.ts";
import type { Scenario } from "./scenario.ts";
import type { AcceptedMail, Postman } from "./ses.ts";

/** A mailbox answers after this long, in milliseconds; somebody who calls a mail junk does so later. */
const bounceMs = 3000;
const junkMs = 2 * 60 * 60 * 1000;

/** SES as a scenario has it. */
export function postman(
  { ses: { answers, losesAnswer, eventsCut, fates, fatesFrom = 0 } }: Scenario,
  now: () => Instant,
  onTaken: (mail: AcceptedMail) => void,
): Postman {
  let standing: { readonly answer: SubmitAnswer; readonly until: Instant } | undefined;
  let hasLost = false;
  const isStanding = (): boolean => standing !== undefined && now() < standing.until;

  return {
    answerTo: (_mail, number) => {
      if (isStanding()) return standing?.answer;
      const told = answers[number];
      if (told !== undefined) {
        if (told.forMs !== undefined) standing = { answer: told.answer, until: now() + told.forMs };
        return told.answer;
      }
      if (hasLost || losesAnswer === undefined || now() < losesAnswer.from || now() >= losesAnswer.until) return;
      hasLost = true;
      return "taken-and-lost";
    },
    hasRoom: () => !(isStanding() && standing?.answer.kind === "quota"),
    reportsAt: (at) => (eventsCut !== undefined && at >= eventsCut.from && at < eventsCut.until ? eventsCut.until : at),
    reportsOf: ({ to, at, told }) => {
      const fate = told.kind === "notice" || at < fatesFrom ? undefined : fates[to];
      return fate === undefined ? [] : [reportOf[fate](to, at)];
    },
    onTaken,
  };
}

type Report = { readonly afterMs: number; readonly event: MailEvent };

const reportOf: Readonly<Record<Scenario["ses"]["fates"][string], (to: string, at: Instant) => Report>> = {
  bounces: (to) => ({
    afterMs: bounceMs,
    event: { kind: "bounce", suppress: { addresses: [to], reason: "bounce" } },
  }),
  "bounces softly": (to, at) => {
    const day = new Date(at).toISOString().slice(0, 10);
    return { afterMs: bounceMs, event: { kind: "soft-bounce", unreached: { addresses: [to], day } } };
  },
  "calls it junk": (to) => ({
    afterMs: junkMs,
    event: { kind: "complaint", suppress: { addresses: [to], reason: "complaint" } },
  }),
};
