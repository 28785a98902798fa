import type { SubmitAnswer } from "#core/delivery.ts";
import type { Instant } from "#core/instant.ts";
import { type NoticeGate, type NoticeGatePorts, noticeGate } from "./notice-gate.ts";
import type { Account } from "./ports/account.ts";
import type { Alarm } from "./ports/alarm.ts";
import type { Clock } from "./ports/clock.ts";
import type { Links } from "./ports/links.ts";
import type { MailComposer } from "./ports/mail-composer.ts";
import type { Mailer } from "./ports/mailer.ts";
import type { Notice, NoticeState, Notices } from "./ports/notices.ts";
import type { SubscriberNow, Subscribers } from "./ports/subscribers.ts";

export interface NotifyPorts extends NoticeGatePorts {
  readonly notices: Notices;
  readonly subscribers: Subscribers;
  readonly composer: Pick<MailComposer, "notice">;
  readonly links: Links;
  readonly mailer: Mailer;
  readonly account: Account;
  readonly alarm: Alarm;
  readonly clock: Clock;
}

export type NotifyOutcome =
  | "submitted"
  /** Somebody else has sent it, or is sending it, or nobody must: there is nothing to do. */
  | "nothing-to-do"
  | "refused"
  /** SES's answer was lost. It is not sent again: who waits for it can ask again. */
  | "uncertain"
  /** SES takes it not now: the message must come again. */
  | "held"
  /** The account is on hold: the notice waits, and its message is done with. Recovery puts another. */
  | "on-hold";

/** How old a notice may be when it is sent, in milliseconds: nobody waits for an older one. */
const noticeMaxAgeMs = 24 * 60 * 60 * 1000;

/** Submissions of one notice before its message must come again: one more than what a busy second refuses. */
const triesMax = 2;

/**
 * Sends one notice, at most once. It is marked as started before SES is called.
 *
 * It is paid from the share of the account's rate that is kept for notices, and waits for its turn.
 *
 * @param gate of the process that sends; without one, that of a process that has sent nothing yet
 */
export async function notify(
  ports: NotifyPorts,
  noticeId: string,
  gate: NoticeGate = noticeGate(ports, 1),
): Promise<NotifyOutcome> {
  const known = await ports.notices.get(noticeId);
  if (known === undefined || known.state !== "waiting") return "nothing-to-do";
  const { notice } = known;
  const subscriber = await ports.subscribers.now(notice.subscriber);
  if (subscriber === undefined || !isWanted(notice, subscriber, ports.clock.now())) {
    await ports.notices.move(noticeId, notice.causedAt, "waiting", "refused");
    return "nothing-to-do";
  }
  let outcome: NotifyOutcome = "held";
  for (let tries = 0; tries < triesMax && outcome === "held"; tries++) {
    if (!(await gate.pass())) return "on-hold";
    outcome = await attempt(ports, notice, subscriber);
    if (outcome === "held") gate.slowDown();
  }
  return outcome;
}

function isWanted({ causedAt }: Notice, { entry }: SubscriberNow, now: Instant): boolean {
  return now - causedAt < noticeMaxAgeMs && entry.state.suppressed === undefined;
}

/** Hands the notice to SES once, and writes down what that answers. */
async function attempt(ports: NotifyPorts, notice: Notice, subscriber: SubscriberNow): Promise<NotifyOutcome> {
  const move = (from: NoticeState, to: NoticeState) => ports.notices.move(notice.id, notice.causedAt, from, to);
  const mail = ports.composer.notice(notice.contents, { locale: notice.locale, zone: notice.zone });
  // Issued when it was caused: however late its mail goes, a confirm link ends when the pending sign-up does.
  const actionUrl = ports.links.url({ ...notice.link, subscriber: subscriber.id, issuedAt: notice.causedAt });
  const source = mail.fill({ to: subscriber.address, actionUrl });
  if (!(await move("waiting", "started"))) return "nothing-to-do";
  const answer = await ports.mailer.submit({ to: subscriber.address, source, tags: { notice: notice.contents.kind } });
  switch (answer.kind) {
    case "taken":
      await move("started", "submitted");
      return "submitted";
    case "refused":
      await move("started", "refused");
      return "refused";
    case "lost":
      return "uncertain";
    case "throttled":
    case "unreached":
      await move("started", "waiting");
      return "held";
    case "quota":
    case "account":
      await move("started", "waiting");
      await holdAccount(ports, answer);
      return "on-hold";
  }
}

/** What SES says of the account holds for every mail. */
async function holdAccount(
  { account, alarm, clock }: NotifyPorts,
  answer: Extract<SubmitAnswer, { kind: "quota" | "account" }>,
): Promise<void> {
  const { kind: reason } = answer;
  const said = reason === "account" ? { code: answer.code } : {};
  await account.hold({ reason, ...said, since: clock.now() });
  if (reason === "account") await alarm.raise("account-held", said);
}
