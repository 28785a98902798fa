import type { DigestContents } from "#core/digest.ts";
import type { ComposedMail, DigestSlots, MailComposer, NoticeSlots } from "#pipeline/ports/mail-composer.ts";
import { digestMail } from "#templates/digest-mail.ts";
import { isOfOneTopic } from "#templates/digest-view.ts";
import type { MailSetting, WordedMail } from "#templates/frame.ts";
import { noticeMail } from "#templates/notice-mail.ts";
import { slots } from "#templates/slots.ts";
import { namedHeader, textHeader } from "./mime-header.ts";
import { mimeSkeleton } from "./mime-skeleton.ts";

/**
 * Makes mails as MIME messages for SES's `SendRawEmail`.
 *
 * SES writes Date and Message-ID itself, whatever stands there, so they are left out.
 *
 * @param setting who sends, and where the site answers (its origin, without a slash at the end)
 */
export function mailComposer(setting: MailSetting): MailComposer {
  return { ...digestComposer(setting), ...noticeComposer(setting) };
}

/** Makes what senders send, and nothing else: they start sooner without the templates of notices. */
export function digestComposer(setting: MailSetting): Pick<MailComposer, "digest"> {
  return {
    digest: (contents, manner) =>
      composed<DigestSlots>(digestMail(contents, manner, setting), setting, listHeaders(contents, setting)),
  };
}

/** Makes notices, and nothing else. */
export function noticeComposer(setting: MailSetting): Pick<MailComposer, "notice"> {
  return {
    notice: (contents, manner) => composed<NoticeSlots>(noticeMail(contents, manner.locale, setting), setting, ""),
  };
}

function composed<Slots extends DigestSlots | NoticeSlots>(
  mail: WordedMail,
  { newsroom }: MailSetting,
  moreHeaders: string,
): ComposedMail<Slots> {
  const headers = [
    namedHeader("From", newsroom.senderName, newsroom.senderAddress),
    `To: <${slots.to}>\r\n`,
    newsroom.replyTo === undefined ? "" : namedHeader("Reply-To", newsroom.senderName, newsroom.replyTo),
    textHeader("Subject", mail.subject),
    moreHeaders,
    // RFC 3834: nobody's absence notice answers this.
    "Auto-Submitted: auto-generated\r\n",
  ];
  const skeleton = mimeSkeleton({ headers: headers.join(""), text: mail.text, html: mail.html });
  return { htmlBytes: Buffer.byteLength(mail.html), fill: (values) => skeleton.fill({ ...values }) };
}

/** What makes a mail one of a list. Gmail and Yahoo ask for one-click (RFC 8058): DKIM must cover these headers too. */
function listHeaders(contents: DigestContents, { newsroom }: MailSetting): string {
  const domain = newsroom.senderAddress.slice(newsroom.senderAddress.lastIndexOf("@") + 1);
  const topic = isOfOneTopic(contents.kind) ? contents.topics[0] : undefined;
  return [
    topic === undefined
      ? namedHeader("List-Id", newsroom.name, `digests.${domain}`)
      : namedHeader("List-Id", topic.title, `${topic.slug}.topics.${domain}`),
    `List-Unsubscribe: <${slots.leaveUrl}>\r\n`,
    "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
    "Precedence: bulk\r\n",
  ].join("");
}
