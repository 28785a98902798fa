import type { Instant } from "#core/instant.ts";
import type { Clock } from "./ports/clock.ts";
import type { Links } from "./ports/links.ts";
import type { MailComposer } from "./ports/mail-composer.ts";
import type { Mailer } from "./ports/mailer.ts";
import type { Notices } from "./ports/notices.ts";
import type { Subscribers } from "./ports/subscribers.ts";

export interface NotifyPorts {
  readonly notices: Notices;
  readonly subscribers: Subscribers;
  readonly composer: Pick<MailComposer, "notice">;
  readonly links: Links;
  readonly mailer: Mailer;
  readonly clock: Clock;
}

export type NotifyOutcome =
  | "submitted"
  /** Somebody else has sent it, or is sending it, or nobody must: there is nothing to do. */
  | "nothing-to-do"
  | "refused"
  /** SES's answer was lost. It is not sent again: who waits for it can ask again. */
  | "uncertain"
  /** SES takes nothing now: the message must come again. */
  | "held";

/** How old a notice may be when it is sent, in milliseconds: nobody waits for an older one. */
const noticeMaxAgeMs = 24 * 60 * 60 * 1000;

/** Sends one notice, at most once. It is marked as started before SES is called. */
export async function notify(ports: NotifyPorts, noticeId: string): Promise<NotifyOutcome> {
  const known = await ports.notices.get(noticeId);
  if (known === undefined || known.state !== "waiting") return "nothing-to-do";
  const { notice } = known;
  const move = (from: "waiting" | "started", to: "started" | "waiting" | "submitted" | "refused") =>
    ports.notices.move(noticeId, notice.causedAt, from, to);
  const subscriber = await ports.subscribers.now(notice.subscriber);
  const now: Instant = ports.clock.now();
  const isWanted =
    subscriber !== undefined &&
    now - notice.causedAt < noticeMaxAgeMs &&
    subscriber.entry.state.suppressed === undefined;
  if (!isWanted) {
    await move("waiting", "refused");
    return "nothing-to-do";
  }
  if (!(await move("waiting", "started"))) return "nothing-to-do";

  const mail = ports.composer.notice(notice.contents, { locale: notice.locale, zone: notice.zone });
  // Issued when it was caused: however late its mail goes, a confirm link ends when the pending sign-up does.
  const actionUrl = ports.links.url({ ...notice.link, subscriber: subscriber.id, issuedAt: notice.causedAt });
  const source = mail.fill({ to: subscriber.address, actionUrl });
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
    default:
      await move("started", "waiting");
      return "held";
  }
}
