import type { SubmitAnswer } from "#core/delivery.ts";
import type { Instant } from "#core/instant.ts";
import type { MailEvent } from "#pipeline/listen.ts";
import type { Mailer, OutgoingMail } from "#pipeline/ports/mailer.ts";
import type { Dice } from "./dice.ts";
import type { Mishap } from "./mishap.ts";
import type { SimulatedQueue } from "./queue.ts";
import type { Timeline } from "./timeline.ts";
import { type Told, toldIn } from "./told.ts";

/** A mail that SES took. */
export interface AcceptedMail {
  readonly to: string;
  readonly at: Instant;
  /** The delivery's id and attempt; absent on notices. */
  readonly delivery?: string;
  readonly attempt?: number;
  readonly told: Told;
  /** When the listener had taken in that SES took it; undefined while it has not. */
  heardAt: Instant | undefined;
}

/** SES: what it took, and what it reports. */
export interface SimulatedSes extends Mailer {
  readonly accepted: readonly AcceptedMail[];
  /** How often it gave each answer but *taken*. */
  readonly answers: ReadonlyMap<string, number>;
  /** The listener has taken in this report. */
  heard(event: MailEvent): void;
}

/** What the scenario says of SES: how it answers a submission, and what becomes of a mail that it took. */
export interface Postman {
  /** @param number the how manieth delivery is submitted, from 1; notices do not count */
  answerTo(mail: OutgoingMail, number: number): SubmitAnswer | "taken-and-lost" | undefined;
  /** Reports besides *send*, each so many milliseconds after the mail was taken. */
  reportsOf(mail: AcceptedMail): readonly { readonly afterMs: number; readonly event: MailEvent }[];
  onTaken(mail: AcceptedMail): void;
}

/** A report comes after this long, in milliseconds; a late one after this long, which is within the grace. */
const reportMs = { low: 500, high: 20_000 };
const lateReportMs = { low: 20_000, high: 8 * 60 * 1000 };

/** A report that comes later than the grace, where it comes at all, in milliseconds. */
const tooLateMs = { low: 20 * 60 * 1000, high: 90 * 60 * 1000 };

export function simulatedSes(
  { timeline, dice, meets }: { timeline: Timeline; dice: Dice; meets: () => Mishap | undefined },
  postman: Postman,
  events: () => SimulatedQueue<MailEvent>,
): SimulatedSes {
  const accepted: AcceptedMail[] = [];
  const answers = new Map<string, number>();
  const mailOf = new Map<MailEvent, AcceptedMail>();
  let submissions = 0;

  const report = (event: MailEvent, range: { low: number; high: number }): void => {
    timeline.after(dice.between(range.low, range.high), () => events().send(event, undefined));
  };
  const take = (mail: OutgoingMail, mishap: Mishap | undefined): void => {
    const { delivery, attempt } = mail.tags;
    const named = delivery === undefined || attempt === undefined ? undefined : { delivery, attempt: Number(attempt) };
    const taken: AcceptedMail = {
      to: mail.to,
      at: timeline.now(),
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
      if (!isLost) timeline.after(afterMs, () => events().send({ ...event, ...named, sentAt: taken.at }, undefined));
    }
    postman.onTaken(taken);
  };

  return {
    accepted,
    answers,
    heard: (event) => {
      const mail = mailOf.get(event);
      if (mail !== undefined) mail.heardAt ??= timeline.now();
    },
    async submit(mail) {
      const mishap = meets();
      if (mail.tags["delivery"] !== undefined) submissions += 1;
      const answer = postman.answerTo(mail, submissions) ?? { kind: "taken" };
      const kind = answer === "taken-and-lost" ? "lost" : answer.kind;
      if (kind === "taken" || answer === "taken-and-lost") take(mail, mishap);
      // What the grace cannot mend is both at once: nobody hears of a mail whose answer was lost as well.
      if (mishap === "event-lost" && kind === "taken" && dice.chance(0.5)) return { kind: "lost" };
      if (kind !== "taken") answers.set(kind, (answers.get(kind) ?? 0) + 1);
      return typeof answer === "string" ? { kind: "lost" } : answer;
    },
  };
}
