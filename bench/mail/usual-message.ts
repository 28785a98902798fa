/** The bench's mail as nodemailer is told of it: the same html, text and headers as ours has. */
import type MailComposer from "nodemailer/lib/mail-composer";
import type { DigestSlots } from "#pipeline/ports/mail-composer.ts";
import { digestMail } from "#templates/digest-mail.ts";
import { escapeHtml } from "#templates/escape-html.ts";
import { slots } from "#templates/slots.ts";
import { contents, manner, setting } from "./thirty-items.ts";

const { newsroom } = setting;
const worded = digestMail(contents, manner, setting);
const domain = newsroom.senderAddress.slice(newsroom.senderAddress.indexOf("@") + 1);

export type UsualMessage = NonNullable<ConstructorParameters<typeof MailComposer>[0]>;

/** The bodies of one reader's mail, written out. */
export interface Bodies {
  readonly html: string;
  readonly text: string;
}

export function bodiesFor(values: DigestSlots): Bodies {
  return { html: filled(worded.html, values, escapeHtml), text: filled(worded.text, values, (value) => value) };
}

/** What nodemailer is given for one reader. */
export function usualMessage(values: DigestSlots, bodies: Bodies): UsualMessage {
  return {
    from: { name: newsroom.senderName, address: newsroom.senderAddress },
    to: values.to,
    ...(newsroom.replyTo === undefined ? {} : { replyTo: { name: newsroom.senderName, address: newsroom.replyTo } }),
    subject: worded.subject,
    ...bodies,
    headers: {
      // Prepared, or nodemailer takes it for free text and encodes the brackets too.
      "List-Id": { prepared: true, value: `"${newsroom.name}" <digests.${domain}>` },
      "List-Unsubscribe": `<${values.leaveUrl}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      Precedence: "bulk",
      "Auto-Submitted": "auto-generated",
    },
  };
}

export function filled(body: string, values: DigestSlots, write: (value: string) => string): string {
  const names = ["to", "leaveUrl", "preferencesUrl"] as const;
  return names.reduce((said, name) => said.replaceAll(slots[name], () => write(values[name])), body);
}
