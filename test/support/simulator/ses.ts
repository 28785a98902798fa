import type { SubmitAnswer } from "#core/delivery.ts";
import type { Instant } from "#core/instant.ts";
import type { MailEvent } from "#pipeline/listen.ts";
import type { Mailer, OutgoingMail } from "#pipeline/ports/mailer.ts";
import type { Call, Invocation } from "./boundaries.ts";
import type { Dice } from "./dice.ts";
import type { SimulatedQueue } from "./queue.ts";
import type { Timeline } from "./timeline.ts";
import { type Told, toldIn } from "./told.ts";

/** A mail that SES took. */
export interface AcceptedMail {
  readonly to: string;
  readonly at: Instant;
  /** When the sender set out to submit it. */
  readonly askedAt: Instant;
  /** Who submitted it. */
  readonly asker: Invocation | undefined;
  /** The delivery's id and attempt; absent on notices. */
  readonly delivery?: string;
  readonly attempt?: number;
  readonly told: Told;
  /** When the listener had taken in that SES took it; undefined while it has not. */
  heardAt: Instant | undefined;
}

/** An answer of SES, but for *taken*. */
export interface SesAnswer {
  readonly kind: SubmitAnswer["kind"];
  readonly at: Instant;
  /** Who got it; undefined where it was lost. */
  readonly asker: Invocation | undefined;
}

/** SES: what it took, and what it reports. */
export interface SimulatedSes extends Mailer {
  readonly accepted: readonly AcceptedMail[];
  /** Each answer but *taken*, and to whom. */
  readonly answers: readonly SesAnswer[];
  /** What was reported but for *send*, and when. */
  readonly reports: readonly { readonly kind: MailEvent["kind"]; readonly at: Instant }[];
  /** The listener has taken in this report. */
  heard(event: MailEvent): void;
}

/** What the scenario says of SES: how it answers a submission, and what becomes of a mail that it took. */
export interface Postman {
  /** @param number the how manieth delivery is submitted, from 1; notices do not count */
  answerTo(mail: OutgoingMail, number: number): SubmitAnswer | "taken-and-lost" | undefined;
  /** When a report that is due at `at` comes. */
  reportsAt(at: Instant): Instant;
  /** Reports besides *send*, each so many milliseconds after the mail was taken. */
  reportsOf(mail: AcceptedMail): readonly { readonly afterMs: number; readonly event: MailEvent }[];
  onTaken(mail: AcceptedMail): void;
  /** Whether the quota of 24 hours leaves room for a mail. */
  hasRoom(): boolean;
}

/** A report comes after this long, in milliseconds; a late one after this long, which is within the grace. */
const reportMs = { low: 500, high: 20_000 };
const lateReportMs = { low: 20_000, high: 8 * 60 * 1000 };

/** A report that comes later than the grace, where it comes at all, in milliseconds. */
const tooLateMs = { low: 20 * 60 * 1000, high: 90 * 60 * 1000 };

export function simulatedSes(
  { timeline, dice, underWay }: { timeline: Timeline; dice: Dice; underWay: () => Call | undefined },
  postman: Postman,
  events: () => SimulatedQueue<MailEvent>,
): SimulatedSes {
  const accepted: AcceptedMail[] = [];
  const answers: SesAnswer[] = [];
  const reports: { readonly kind: MailEvent["kind"]; readonly at: Instant }[] = [];
  const mailOf = new Map<MailEvent, AcceptedMail>();
  let submissions = 0;

  const report = (event: MailEvent, range: { low: number; high: number }): void => {
    reportAfter(event, dice.between(range.low, range.high));
  };
  const reportAfter = (event: MailEvent, ms: number): void => {
    timeline.at(postman.reportsAt(timeline.now() + ms), () => {
      if (event.kind !== "send") reports.push({ kind: event.kind, at: timeline.now() });
      events().send(event, undefined);
    });
  };
  const take = (mail: OutgoingMail, call: Call | undefined): void => {
    const mishap = call?.mishap;
    const { delivery, attempt } = mail.tags;
    const named = delivery === undefined || attempt === undefined ? undefined : { delivery, attempt: Number(attempt) };
    const taken: AcceptedMail = {
      to: mail.to,
      at: timeline.now(),
      askedAt: call?.madeAt ?? timeline.now(),
      asker: call?.invocation,
      ...named,
      told: toldIn(mail.source),
      heardAt: undefined,
    };
    accepted.push(taken);
    const send: MailEvent = { kind: "send", sentAt: taken.at, ...(named ?? { isNotice: true }) };
    mailOf.set(send, taken);
    const isLost = mishap === "event-lost" && dice.chance(0.5);
    if (mishap === "event-lost" && !isLost) report(send, tooLateMs);
    if (mishap !== "event-lost") report(send, mishap === "late" ? lateReportMs : reportMs);
    if (mishap === "twice") report(send, lateReportMs);
    for (const { afterMs, event } of postman.reportsOf(taken)) {
      if (!isLost) reportAfter({ ...event, ...named, sentAt: taken.at }, afterMs);
    }
    postman.onTaken(taken);
  };

  return {
    accepted,
    answers,
    reports,
    heard: (event) => {
      const mail = mailOf.get(event);
      if (mail !== undefined) mail.heardAt ??= timeline.now();
    },
    async submit(mail) {
      const call = underWay();
      if (mail.tags["delivery"] !== undefined) submissions += 1;
      const answer = postman.answerTo(mail, submissions) ?? { kind: "taken" };
      const kind = answer === "taken-and-lost" ? "lost" : answer.kind;
      if (kind === "taken" || answer === "taken-and-lost") take(mail, call);
      // What the grace cannot mend is both at once: nobody hears of a mail whose answer was lost as well.
      if (call?.mishap === "event-lost" && kind === "taken" && dice.chance(0.5)) return { kind: "lost" };
      if (kind !== "taken") {
        answers.push({
          kind,
          at: timeline.now(),
          asker: call?.mishap === "answer-lost" ? undefined : call?.invocation,
        });
      }
      return typeof answer === "string" ? { kind: "lost" } : answer;
    },
  };
}
